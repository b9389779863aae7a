"""Serialisation of a hall's configuration as the TOML file that a manager edits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from balai.domain.hall.config import HallConfig
from balai.hall_file.mapping import file_of


def hall_toml(config: HallConfig) -> str:
    """TOML that `load_hall` reads back equal, without comments."""
    return toml_of_data(file_of(config))


def toml_of_data(data: Mapping[str, Any]) -> str:
    """TOML of a file, or of a part of one; empty sections are left out."""
    document = tomlkit.document()
    for name, value in data.items():
        if value:
            document[name] = table_of(value) if isinstance(value, dict) else rows_of(value)
    return tomlkit.dumps(document)


def rows_of(rows: list[dict[str, Any]]) -> AoT:
    """A list of tables of these settings."""
    array = tomlkit.aot()
    for row in rows:
        array.append(table_of(row))
    return array


def table_of(values: Mapping[str, Any]) -> Table:
    """A table of these settings."""
    table = tomlkit.table()
    for name, value in values.items():
        table[name] = _plain(value)
    return table


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value
