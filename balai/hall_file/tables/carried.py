"""One agency with its services, hours and closings, carried from one hall to another as a TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from balai.config import Source
from balai.domain.hall.config import HallConfig
from balai.hall_file.editing.draft import SECTIONS, Draft, begun
from balai.hall_file.mapping import file_of
from balai.hall_file.tables.rows import Telling, entry_row
from balai.hall_file.write import toml_of_data
from balai.protocol.managed.drafts import AddRow, TableRow
from balai.words import Language
from balai.words.said import say

#: What of an agency is its own wherever it is; counters and zones are the hall's.
_CARRIED = ("agency", "service", "hours", "closed")


def agency_toml(config: HallConfig, agency_id: str) -> str:
    """The file of one agency. Raises KeyError where there is no such agency."""
    config.agency_by_id[agency_id]
    data, services = file_of(config), {s.id for s in config.services if s.agency_id == agency_id}

    def own(section: str, entry: Mapping[str, Any]) -> bool:
        if section == "agency":
            return bool(entry["id"] == agency_id)
        return entry.get("agency") == agency_id or entry.get("service") in services

    return toml_of_data({name: [one for one in data[name] if own(name, one)] for name in _CARRIED})


def carried_rows(draft: Draft, text: str, language: Language) -> list[TableRow]:
    """What a carried agency would add to a draft or change in it, a row of the file each; a new one gets a
    counter for all its services. Raises ConfigurationFaults where the text is no TOML."""
    told = Source.of_text(str(say("setting.the_file")), text).data
    file = begun({name: rows for name, rows in told.items() if name in _CARRIED}).file
    tell, rows = Telling(language), list[TableRow]()
    for section in _CARRIED:
        for entry in file[section]:
            known = {name: value for name, value in entry.items() if name in _settings(section)}
            draft, row = entry_row(draft, section, known, tell)
            rows.append(row.model_copy(update={"sheet": section, "line": len(rows) + 1}))
    return [*rows, *_counter(draft, file, len(rows) + 1, tell)]


def _counter(draft: Draft, file: Mapping[str, Any], line: int, tell: Telling) -> list[TableRow]:
    there = {counter.get("agency") for counter in draft.file["counter"]}
    new = [agency["id"] for agency in file["agency"] if agency.get("id") and agency["id"] not in there]
    number = max((c["number"] for c in draft.file["counter"] if isinstance(c.get("number"), int)), default=0)
    zone = next((zone["id"] for zone in draft.file["zone"]), "utama")
    rows = []
    for at, agency in enumerate(new):
        services = [one["id"] for one in file["service"] if one.get("agency") == agency]
        values = {"number": number + 1 + at, "agency": agency, "zone": zone, "services": services}
        edit = AddRow(section="counter", row=f"t-counter-{agency}", values=values)
        told = tell.row("counter", values, values)
        rows.append(
            TableRow(sheet="counter", line=line + at, kind="counter", state="adds", told=told, edits=(edit,))
        )
    return rows


def _settings(section: str) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in SECTIONS[section].model_fields.items())
