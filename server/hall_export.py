"""A hall's configuration as the file that a manager edits: the other way round of `balai.hall_file`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from balai.domain.hall.config import HallConfig
from balai.hall_file.calendar import sections_of


def hall_toml(config: HallConfig) -> str:
    """TOML that `load_hall` reads back equal. Comments of an earlier file are not kept in the store."""
    document = tomlkit.document()
    document["hall"] = _table(asdict(config.hall))
    document["rules"] = _table(asdict(config.rules))
    document["voice"] = _table(asdict(config.voice))
    document["display"] = _table(asdict(config.display))
    document["zone"] = _tables([asdict(zone) for zone in config.zones])
    document["agency"] = _tables([_agency(config, asdict(agency)) for agency in config.agencies])
    document["service"] = _tables([_service(config, asdict(service)) for service in config.services])
    document["counter"] = _tables([_counter(asdict(counter)) for counter in config.counters])
    for name, entries in sections_of(config.calendar).items():
        if entries:
            document[name] = _tables(entries)
    return tomlkit.dumps(document)


def _agency(config: HallConfig, agency: dict[str, Any]) -> dict[str, Any]:
    series = config.series_by_id[agency["id"]]
    return {**agency, "first_number": series.first, "last_number": series.last}


def _service(config: HallConfig, service: dict[str, Any]) -> dict[str, Any]:
    series = config.series_by_id[service.pop("series_id")]
    if series.id != service["agency_id"]:
        numbers = {"letter": series.letter, "first_number": series.first, "last_number": series.last}
        service = {**service, **numbers}
    return {"id": service.pop("id"), "agency": service.pop("agency_id"), **service}


def _counter(counter: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": counter["number"],
        "agency": counter["agency_id"],
        "zone": counter["zone_id"],
        "services": counter["service_ids"],
    }


def _tables(rows: list[dict[str, Any]]) -> AoT:
    array = tomlkit.aot()
    for row in rows:
        array.append(_table(row))
    return array


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        if value is not None:
            table[name] = [*map(_plain, value)] if isinstance(value, tuple) else value
    return table
