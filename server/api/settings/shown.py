"""A draft and versions as those who ask may see them, with names of people and words of their language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from balai.errors import Fault
from balai.hall_file.editing.draft import KEYS, LISTS, Draft
from balai.protocol.managed.drafts import Deed, Difference, DraftFile, DraftState, Person, RowFault
from balai.words import Language, words_in
from balai.words.said import told_in
from server.store import Store
from server.usecases.settings.drafts import Checked, Drafted
from server.usecases.settings.reach import is_of, own_services

#: A setting as files name it: with a switch's value, or of several words; one word may be of the sentence.
_SETTING = re.compile(
    r"\b(?P<name>[a-z]+(?:_[a-z]+)+|[a-z]+(?= = (?:true|false)\b))(?: = (?P<switch>true|false))?\b"
)
#: Where a difference's row was touched last, from the most exact place to the whole draft.
_WHOLE = ("", "", "")


@dataclass(frozen=True)
class People:
    """Who people are by the accounts of the hall: names stay out of drafts and logs."""

    store: Store
    hall_id: str

    def names(self) -> Mapping[str, str]:
        """The name of each account by its actor."""
        return {one.actor: one.display_name for one in self.store.accounts.all(self.hall_id)}


@dataclass(frozen=True)
class Telling:
    """Tells one reader of a draft: in a language, and to somebody of one agency what is that agency's."""

    drafted: Drafted
    checked: Checked
    changes: tuple[Difference, ...]
    names: Mapping[str, str]
    language: Language
    agency_id: str | None = None

    def state(self, *, whole: bool) -> DraftState:
        """The draft; `whole` with its file."""
        drafted, draft = self.drafted, self.drafted.draft
        faults = map(self._fault, self.checked.faults)
        notes = self.checked.notes if self.agency_id is None else ()
        shown = self._shown() if whole else (None, None)
        return DraftState(
            state=drafted.state,
            seen=draft.n,
            begun=self._deed(1) if drafted.row is not None else None,
            last=self._deed(draft.n) if drafted.row is not None else None,
            faults=tuple(fault for fault in faults if self._sees(fault.section, fault.row)),
            warnings=tuple(str(told_in(note, self.language)) for note in notes),
            changes=self._changes(),
            file=shown[0],
            rows=shown[1],
        )

    def _deed(self, n: int) -> Deed:
        edit = self.drafted.edits[n - 1]
        return Deed(at=edit.at, by=self.person(edit.by))

    def person(self, actor: str) -> Person:
        """Somebody by their actor's id."""
        return Person(actor=actor, name=self.names.get(actor, ""))

    def _changes(self) -> tuple[Difference, ...]:
        mine = (d for d in self.changes if self.agency_id is None or d.agency == self.agency_id)
        return tuple(d.model_copy(update={"last": self._last(d)}) for d in mine)

    def _last(self, one: Difference) -> Deed | None:
        touched = self.drafted.draft.touched
        rows = self._row_names(one)
        places = [(one.section, row, one.field) for row in rows] + [(one.section, row, "") for row in rows]
        found = next((touched[place] for place in (*places, _WHOLE) if place in touched), None)
        return None if found is None else self._deed(found.n)

    def _row_names(self, one: Difference) -> list[str]:
        """The names that the row of a difference has, or had, in the draft."""
        if one.section not in LISTS:
            return [""]
        draft, key = self.drafted.draft, KEYS.get(one.section)
        here = [
            name
            for name, entry in zip(draft.rows[one.section], draft.file[one.section], strict=True)
            if key is not None and str(entry.get(key)) == one.key
        ]
        return [*here, one.key]

    def _fault(self, fault: Fault) -> RowFault:
        place = list(fault.place) or [""]
        section, row = str(place.pop(0)), ""
        if section in LISTS and place and isinstance(place[0], int):
            row = self.drafted.draft.rows[section][place[0]]
            place.pop(0)
        field = next((part for part in place if isinstance(part, str)), "")
        item = next((part for part in place if isinstance(part, int)), None)
        message = self._by_labels(section, str(told_in(fault.message, self.language)))
        return RowFault(section=section, row=row, field=field, item=item, message=message)

    def _by_labels(self, section: str, message: str) -> str:
        """A fault's sentence with the names of fields in place of the file's: its reader sees no file."""
        say = words_in(self.language)

        def label(found: re.Match[str]) -> str:
            key, switch = f"form.label.{section}.{found['name']}", found["switch"]
            if key not in say:
                return found[0]
            value = say("change.yes" if switch == "true" else "change.no") if switch else ""
            return f'"{say(key)}" {value}'.strip()

        return _SETTING.sub(label, message)

    def _sees(self, section: str, row: str) -> bool:
        if self.agency_id is None:
            return True
        draft, own = self.drafted.draft, frozenset(own_services(self.drafted.draft, self.agency_id))
        return bool(row) and is_of(section, draft.row(section, row), self.agency_id, own)

    def file(self) -> DraftFile:
        """Its file alone."""
        file, rows = self._shown()
        return DraftFile(state=self.drafted.state, seen=self.drafted.draft.n, file=file, rows=rows)

    def _shown(self) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
        """The file and the names of its rows, without what is other agencies'."""
        draft = self.drafted.draft
        if self.agency_id is None:
            return dict(draft.file), dict(draft.rows)
        return _of_agency(draft, self.agency_id)


def _of_agency(draft: Draft, agency_id: str) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """What somebody of an agency needs of the file: its rows, and the hall's names and zones."""
    own = frozenset(own_services(draft, agency_id))
    file: dict[str, Any] = {"hall": draft.file["hall"]}
    rows: dict[str, tuple[str, ...]] = {}
    for section in LISTS:
        pairs = [
            (name, entry)
            for name, entry in zip(draft.rows[section], draft.file[section], strict=True)
            if section == "zone" or is_of(section, entry, agency_id, own)
        ]
        file[section] = [entry for _, entry in pairs]
        rows[section] = tuple(name for name, _ in pairs)
    return file, rows
