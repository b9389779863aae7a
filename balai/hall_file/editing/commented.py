"""A file's text brought to say what is in force, with the comments that somebody wrote into it kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from balai.config import Source
from balai.domain.hall.config import HallConfig
from balai.errors import ConfigurationFaults
from balai.hall_file.editing.draft import KEYS, LISTS, plain
from balai.hall_file.mapping import file_of
from balai.hall_file.read import read_hall
from balai.hall_file.write import hall_toml, rows_of, table_of

File = Mapping[str, Any]


def toml_of(config: HallConfig, text: str | None) -> str:
    """The TOML of a configuration: `text`, which somebody imported once, changed where it says something
    else. Where there is none, or it cannot be changed so that it reads back equal, one without comments."""
    if text is None:
        return hall_toml(config)
    try:
        document = tomlkit.parse(text)
        _bring(document, _meant(text), file_of(config))
        made = tomlkit.dumps(document)
        whole = read_hall(Source.of_text("", made)) == config
    except (TOMLKitError, ConfigurationFaults):
        return hall_toml(config)
    return made if whole else hall_toml(config)


def _meant(text: str) -> File:
    """What a text says, as an export would write it; one with faults as it stands."""
    source = Source.of_text("", text)
    try:
        return file_of(read_hall(source))
    except ConfigurationFaults:
        written: File = plain(source.data)
        return written


def _bring(document: tomlkit.TOMLDocument, meant: File, wanted: File) -> None:
    """Write what `wanted` says where the document, which means `meant`, says something else."""
    for name, value in wanted.items():
        before = meant.get(name)
        if value == before or not (value or before):
            continue
        here = document.get(name)
        if not value:
            document.remove(name)
        elif name not in LISTS:
            if here is None:
                here = document[name] = tomlkit.table()
            _bring_table(here, before or {}, value)
        elif isinstance(here, AoT) and len(here) == len(before or ()):
            _bring_rows(here, KEYS.get(name), before or [], value)
        else:
            document[name] = rows_of(value)


def _bring_table(table: Table, meant: File, wanted: File) -> None:
    """Only what says something else is written: a value that means the same stays as somebody wrote it."""
    for name in [name for name in table if name not in wanted]:
        del table[name]
    for name, value in wanted.items():
        if name not in meant or plain(meant[name]) != plain(value):
            table[name] = table_of({name: value})[name]


def _bring_rows(rows: AoT, key: str | None, meant: list[Any], wanted: list[Any]) -> None:
    here = {_known_by(key, row): (table, row) for table, row in zip(list(rows.body), meant, strict=True)}
    made = []
    for row in wanted:
        table, before = here.pop(_known_by(key, row), (None, {}))
        if table is None:
            table = table_of(row)
        else:
            _bring_table(table, before, row)
        made.append(table)
    if [id(table) for table in made] != [id(table) for table in rows.body]:
        while len(rows):
            del rows[0]
        for table in made:
            rows.append(table)


def _known_by(key: str | None, row: File) -> Any:
    """What a row is known by: hours and closings by all that they say."""
    return row.get(key) if key else repr(sorted((name, plain(value)) for name, value in row.items()))
