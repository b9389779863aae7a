"""A draft of a hall's file: data that may still be wrong, edited setting by setting. Pure.

Rows of its lists are named, so that an edit finds its row whatever others did in the meantime; settings
remember which edit touched them last, so that nobody writes over what they have not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

from balai.config import Section, Source, model_in
from balai.errors import ConfigurationFaults, Fault, Refusal
from balai.hall_file.read import read_sections
from balai.hall_file.sections import HallFile
from balai.protocol.managed.drafts import AddRow, Edit, MoveRow, RemoveRow, SetField
from balai.words.said import say

Entry = dict[str, Any]
#: A setting: its section, its row ("" for a section that is no list) and its name; "" names the whole row.
Place = tuple[str, str, str]
#: What people know a row of a list by.
KEYS: Mapping[str, str] = {
    "zone": "id", "agency": "id", "service": "id", "counter": "number", "outcome": "id",
    "wall": "id",
}  # fmt: skip
SECTIONS: Mapping[str, type[Section]] = {
    name: kind
    for name, setting in HallFile.model_fields.items()
    if isinstance(kind := model_in(setting.annotation), type) and issubclass(kind, Section)
}
#: Of each section what its settings are where nobody writes them.
DEFAULTS: Mapping[str, Entry] = {
    name: {
        setting.alias or own: list(setting.default) if isinstance(setting.default, tuple) else setting.default
        for own, setting in kind.model_fields.items()
        if not setting.is_required()
    }
    for name, kind in SECTIONS.items()
}
LISTS = tuple(name for name, setting in HallFile.model_fields.items() if "tuple" in str(setting.annotation))


@dataclass(frozen=True, slots=True)
class Touched:
    """Which edit touched a setting last (from 1), and who made it (an actor id)."""

    n: int
    by: str


@dataclass(frozen=True)
class Draft:
    """A file as data after `n` sets of edits: the names of its rows, and what the edits touched."""

    file: Mapping[str, Any]
    rows: Mapping[str, tuple[str, ...]]
    n: int = 0
    touched: Mapping[Place, Touched] = field(default_factory=dict)

    def row(self, section: str, name: str) -> Entry:
        """A row, or a section that is no list. Raises Refusal `draft_row_gone`."""
        if section not in LISTS:
            found: Entry = self.file.get(section) or {}
            return found
        if name not in self.rows[section]:
            raise Refusal("draft_row_gone", say("error.draft_row_gone"))
        entry: Entry = self.file[section][self.rows[section].index(name)]
        return entry


def begun(file: Mapping[str, Any]) -> Draft:
    """The draft that a file is, before any edit: every setting told, rows named by their keys."""
    whole = _whole(file)
    return Draft(whole, {name: _named(name, whole[name]) for name in LISTS})


def _whole(file: Mapping[str, Any]) -> dict[str, Any]:
    """The file as JSON data: every section, of its own kind, with every setting that has a default."""
    found: dict[str, Any] = {}
    for name in SECTIONS:
        value = file.get(name)
        if name in LISTS:
            found[name] = [_entry(name, entry) for entry in value] if isinstance(value, (list, tuple)) else []
        else:
            found[name] = _entry(name, value)
    return found


def _entry(section: str, entry: object) -> Entry:
    written = {str(name): plain(value) for name, value in entry.items()} if isinstance(entry, dict) else {}
    return {**DEFAULTS[section], **written}


def plain(value: object) -> Any:
    """A value of a file as JSON has it: times and dates as people write them."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return value.isoformat() if isinstance(value, date) else value


def _named(section: str, entries: Iterable[Any]) -> tuple[str, ...]:
    key, names = KEYS.get(section), dict[str, None]()
    for at, entry in enumerate(entries):
        told = entry.get(key) if isinstance(entry, dict) and key else None
        name = str(told) if isinstance(told, (str, int)) and told != "" else f"{section}-{at}"
        names[name if name not in names else f"{name}~{at}"] = None
    return tuple(names)


def edited(draft: Draft, edits: Iterable[Edit], by: str, seen: int) -> Draft:
    """The draft after one more set of edits by somebody who had seen `seen` of those before.

    Raises Refusal: `draft_changed` where somebody else has touched one of the settings since,
    `draft_row_gone` where a row is there no more, `draft_row_taken`, `draft_field_unknown`.
    """
    n = draft.n + 1
    made = _Editing(dict(draft.file), dict(draft.rows), {**draft.touched}, Touched(n, by), seen)
    for edit in edits:
        made.do(edit)
    return Draft(made.file, made.rows, n, made.touched)


def replaced(draft: Draft, file: Mapping[str, Any], by: str) -> Draft:
    """The draft with a whole other file in its place: every setting counts as touched."""
    n = draft.n + 1
    return replace(begun(file), n=n, touched={("", "", ""): Touched(n, by)})


def read_draft(draft: Draft) -> tuple[HallFile | None, list[Fault]]:
    """The draft as a file that can be put in force, or every fault that keeps it from that."""
    try:
        return read_sections(Source(say("setting.the_file"), dict(draft.file))), []
    except ConfigurationFaults as wrong:
        return None, wrong.faults


@cache
def _known(section: str) -> frozenset[str]:
    """The settings of a section, as the file calls them."""
    return frozenset(own.alias or name for name, own in SECTIONS[section].model_fields.items())


@dataclass
class _Editing:
    """One set of edits at work: sections are copied where they change."""

    file: dict[str, Any]
    rows: dict[str, tuple[str, ...]]
    touched: dict[Place, Touched]
    by: Touched
    seen: int

    def do(self, edit: Edit) -> None:
        if isinstance(edit, SetField):
            self._set(edit)
        elif isinstance(edit, AddRow):
            self._add(edit)
        elif isinstance(edit, RemoveRow):
            self._remove(edit)
        else:
            self._move(edit)

    def _set(self, edit: SetField) -> None:
        place = (edit.section, edit.row, edit.field)
        if edit.section in LISTS:
            at = self._at(edit.section, edit.row)
            self._unseen(place, ("", "", ""))
            entries = list(self.file[edit.section])
            entries[at] = self._written(edit, entries[at])
            self.file[edit.section] = entries
        else:
            self._unseen(place, ("", "", ""))
            self.file[edit.section] = self._written(edit, self.file[edit.section])
        self.touched[place] = self.by

    def _written(self, edit: SetField, entry: Entry) -> Entry:
        """The entry with the setting written. One that is unknown may be in a file that was imported: it can
        be taken out."""
        if edit.value is None and edit.field in entry and edit.field not in _known(edit.section):
            return {name: value for name, value in entry.items() if name != edit.field}
        self._knows(edit.section, (edit.field,))
        return {**entry, edit.field: edit.value}

    def _add(self, edit: AddRow) -> None:
        self._knows(edit.section, edit.values)
        names = self.rows[edit.section]
        if edit.row in names:
            raise Refusal("draft_row_taken", say("error.draft_row_taken"))
        at = names.index(edit.ahead_of) if edit.ahead_of in names else len(names)
        self.rows[edit.section] = (*names[:at], edit.row, *names[at:])
        entries = self.file[edit.section]
        self.file[edit.section] = [*entries[:at], _entry(edit.section, edit.values), *entries[at:]]
        self.touched[edit.section, edit.row, ""] = self.by

    def _remove(self, edit: RemoveRow) -> None:
        at, names = self._at(edit.section, edit.row), self.rows[edit.section]
        of_row = [place for place in self.touched if place[:2] == (edit.section, edit.row)]
        self._unseen(*of_row, ("", "", ""))
        entries = self.file[edit.section]
        self.rows[edit.section] = (*names[:at], *names[at + 1 :])
        self.file[edit.section] = [*entries[:at], *entries[at + 1 :]]
        self.touched[edit.section, edit.row, ""] = self.by

    def _move(self, edit: MoveRow) -> None:
        at = self._at(edit.section, edit.row)
        pairs = list(zip(self.rows[edit.section], self.file[edit.section], strict=True))
        moved = pairs.pop(at)
        names = [name for name, _ in pairs]
        pairs.insert(names.index(edit.ahead_of) if edit.ahead_of in names else len(names), moved)
        self.rows[edit.section] = tuple(name for name, _ in pairs)
        self.file[edit.section] = [entry for _, entry in pairs]

    def _at(self, section: str, row: str) -> int:
        if row not in self.rows[section]:
            raise Refusal("draft_row_gone", say("error.draft_row_gone"))
        return self.rows[section].index(row)

    def _knows(self, section: str, names: Iterable[str]) -> None:
        unknown = [name for name in names if name not in _known(section)]
        if unknown:
            raise Refusal(
                "draft_field_unknown", say("error.draft_field_unknown", field=repr(unknown[0][:60]))
            )

    def _unseen(self, *places: Place) -> None:
        """Raise Refusal where somebody touched one of these after what this one has seen."""
        for place in places:
            last = self.touched.get(place)
            if last is not None and last.n > self.seen and last.by != self.by.by:
                raise Refusal(
                    "draft_changed", say("error.draft_changed"),
                    section=place[0], row=place[1], field=place[2], by=last.by,
                )  # fmt: skip
