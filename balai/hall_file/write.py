"""Serialisation of a hall's configuration as the TOML file that a manager edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from balai.domain.hall.config import HallConfig
from balai.hall_file.mapping import file_of


def hall_toml(config: HallConfig) -> str:
    """TOML that `load_hall` reads back equal. Comments of an earlier file are not kept in the store."""
    document = tomlkit.document()
    for name, value in file_of(config).items():
        if value:
            document[name] = _table(value) if isinstance(value, dict) else _tables(value)
    return tomlkit.dumps(document)


def _tables(rows: list[dict[str, Any]]) -> AoT:
    array = tomlkit.aot()
    for row in rows:
        array.append(_table(row))
    return array


def _table(values: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for name, value in values.items():
        table[name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
