"""A table row by row: what each would add to a draft or change in it, and what is odd about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from balai.errors import Fault
from balai.hall_file.editing.draft import Draft, edited, read_draft
from balai.hall_file.tables.columns import KINDS, Heading, Kind, heading_of, plain
from balai.hall_file.tables.csv_text import Table
from balai.hall_file.tables.people import People
from balai.hall_file.tables.values import Odd, value_of
from balai.protocol.managed.drafts import AddRow, Edit, SetField, TableRow
from balai.words import Language, words_in
from balai.words.said import say, told_in

Values = dict[str, Any]
#: What a row cannot be without.
_KEYS: Mapping[Kind, tuple[str, ...]] = {
    "agency": ("name",), "service": ("name", "agency"), "counter": ("number", "agency"),
    "closed": ("date", "name"), "person": ("username",),
}  # fmt: skip
_TOTALS = frozenset({"jumlah", "total", "subtotal"})
#: Cells that are merged over several rows hold their text in the first alone.
_MERGED = ("agency", "zone")
_LONGEST_ID = 56
#: An agency's looks and letter are proposed by whoever shows the table, who knows what is free.
_PROPOSED = frozenset({"letter", "shape", "ink", "lit"})
_SHOWN = 160


def understood(
    draft: Draft, tables: Sequence[Table], people: People, language: Language
) -> tuple[list[TableRow], list[str]]:
    """The rows of all tables of a file, understood against a draft and the `people` that there are; and the
    names of tables that are no list of anything known. All is told in `language`."""
    found = [(table, heading) for table in tables if (heading := heading_of(table)) is not None]
    found.sort(key=lambda pair: KINDS.index(pair[1].kind))
    reading = _Reading(draft, people, Telling(language))
    rows = [row for table, heading in found for row in reading.table(table, heading)]
    known = {table.name for table, _ in found}
    ignored = [table.name for table in tables if table.name not in known and any(map(any, table.rows))]
    return _with_faults(reading.draft, rows, reading.tell), ignored


def slug(name: str, taken: Iterable[str]) -> str:
    """An id for a name, unlike those that are taken."""
    bare = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:_LONGEST_ID].rstrip("-") or "baru"
    known, n = set(taken), 1
    while (found := stem if n == 1 else f"{stem}-{n}") in known:
        n += 1
    return found


@dataclass(frozen=True)
class Telling:
    """Says all of it to a reader of a language."""

    language: Language

    def __call__(self, key: str, **params: object) -> str:
        """A sentence."""
        return str(words_in(self.language)(key, **params))

    def said(self, words: object) -> str:
        """What was said in the machine's language."""
        return str(told_in(words, self.language))

    def label(self, kind: str, name: str) -> str:
        """What a setting is called."""
        key = f"form.label.{kind}.{name}"
        return self(key) if key in words_in(self.language) else name

    def row(self, kind: str, values: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
        """What a row is called, and the settings that it writes."""
        name = str(next((values[key] for key in ("name", "number", "date", "opens") if values.get(key)), ""))
        rest = [f"{self.label(kind, k)}: {_text(v)}" for k, v in shown.items() if k not in ("name", "id")]
        return " · ".join([name, *rest])[: 2 * _SHOWN]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass
class _Reading:
    """A draft to which each row that was understood is added, so that later ones may name it."""

    draft: Draft
    people: People
    tell: Telling
    _seen: dict[tuple[Kind, str], int] = field(default_factory=dict)
    _above: dict[str, str] = field(default_factory=dict)

    def table(self, table: Table, heading: Heading) -> Iterable[TableRow]:
        """The rows of a table below its heading; first what of the heading is not read."""
        self._above = {}
        if heading.unknown:
            notes = tuple(self.tell("table.unknown_column", name=name[:60]) for name in heading.unknown)
            yield TableRow(
                sheet=table.name, line=heading.line, kind="", state="skipped", told="", notes=notes
            )
        for line, row in enumerate(table.rows[heading.line :], start=heading.line + 1):
            cells = {
                name: row[at] for name, at in heading.places.items() if at < len(row) and row[at].strip()
            }
            if any(cell.strip() for cell in row):
                yield self._row(table.name, line, heading, cells, row)

    def _row(
        self, sheet: str, line: int, heading: Heading, cells: Mapping[str, str], row: Sequence[str]
    ) -> TableRow:
        kind, notes = heading.kind, list[str]()
        whole = TableRow(
            sheet=sheet, line=line, kind=kind, state="odd", told=" · ".join(filter(None, row))[:_SHOWN]
        )
        first = plain(next(filter(None, row)))
        if first in _TOTALS:
            return whole.model_copy(update={"state": "skipped", "notes": (self.tell("table.total"),)})
        if [plain(cell) for cell in row if cell] == list(heading.words):
            return whole.model_copy(update={"state": "skipped", "notes": (self.tell("table.heading_again"),)})
        values, odd = self._values(kind, cells, notes)
        missing = [name for name in _KEYS[kind] if name not in values and name not in odd]
        notes += [self.tell("table.missing", label=self.tell.label(kind, name)) for name in missing]
        if missing or odd:
            return whole.model_copy(update={"notes": tuple(notes)})
        key = (kind, plain(" ".join(str(values[name]) for name in _KEYS[kind])))
        if key in self._seen:
            notes.append(self.tell("table.twice", line=self._seen[key]))
            return whole.model_copy(update={"notes": tuple(notes)})
        self._seen[key] = line
        made = self.people.row(values, self.tell) if kind == "person" else self._entry(kind, values)
        return whole.model_copy(update={"notes": tuple(notes)} | made)

    def _values(self, kind: Kind, cells: Mapping[str, str], notes: list[str]) -> tuple[Values, set[str]]:
        """The settings of a row, and the names of those that cannot be meant, of which `notes` tell."""
        told = dict(cells)
        for name in _MERGED:
            if name in told:
                self._above[name] = told[name]
            elif name in self._above and kind in ("service", "counter"):
                told[name] = self._above[name]
                label = self.tell.label(kind, name)
                notes.append(self.tell("table.merged", label=label, text=told[name][:60]))
        found: Values = {}
        odd_ones: set[str] = set()
        for name, text in told.items():
            try:
                found[name] = self._named(kind, name, value_of(name, text))
            except Odd as odd:
                odd_ones.add(name)
                notes.append(f"{self.tell.label(kind, name)}: {self.tell.said(odd.words)}")
        return found, odd_ones

    def _named(self, kind: Kind, name: str, value: Any) -> Any:
        """A value with what it names found: agencies, services and zones by their id or name."""
        if name in ("agency", "agency_id"):
            return self._find("agency", value, ("id", "short_name", "name"))
        if name == "zone":
            return self._find("zone", value, ("id", "name"))
        if name == "services":
            return [self._find("service", each, ("id", "name")) for each in value]
        if name == "skills":
            return [self.people.served(self._find("service", each, ("id", "name")), each) for each in value]
        return value

    def _find(self, section: str, text: str, by: Sequence[str]) -> str:
        word = plain(text)
        for name in by:
            for entry in self.draft.file[section]:
                if plain(str(entry.get(name, ""))) == word:
                    return str(entry["id"])
        raise Odd(say(f"table.no_{section}", text=text[:60]))

    def _entry(self, kind: Kind, values: Values) -> dict[str, Any]:
        known = known_row(self.draft, kind, values)
        full = values if known is not None else self._new(kind, values)
        self.draft, row = entry_row(self.draft, kind, full, self.tell)
        return {"state": row.state, "told": row.told, "edits": row.edits}

    def _new(self, kind: Kind, values: Values) -> Values:
        full = dict(values)
        if kind in ("agency", "service") and "id" not in full:
            full["id"] = slug(full["name"], (str(one.get("id")) for one in self.draft.file[kind]))
        if kind == "agency":
            full.setdefault("short_name", full["name"][:26].strip())
        if kind == "counter":
            own = [one["id"] for one in self.draft.file["service"] if one.get("agency") == full["agency"]]
            full.setdefault("services", own)
            full.setdefault("zone", next((zone["id"] for zone in self.draft.file["zone"]), "utama"))
        if kind == "closed":
            full.setdefault("confirmed", False)
        return full


def known_row(draft: Draft, section: str, values: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """The row of a draft that these settings are of: by its id, else by what people know it by."""
    keys = _KEYS.get(section, ("agency", "service", "days", "dates", "from"))  # type: ignore[call-overload]  # hours have no name
    for row, entry in zip(draft.rows[section], draft.file[section], strict=True):
        if "id" in values and values["id"] == entry.get("id"):
            return row, entry
        if all(_same(entry.get(name), values.get(name)) for name in keys):
            return row, entry
    return None


def entry_row(draft: Draft, section: Any, values: Values, tell: Telling) -> tuple[Draft, TableRow]:
    """The draft with these settings written into the row that they are of, or into a new one; and what that
    is in words."""
    known, edits = known_row(draft, section, values), list[Edit]()
    shown, state = values, "adds"
    if known is None:
        row = f"t-{section}-{len(draft.rows[section])}-{draft.n}"
        edits = [AddRow(section=section, row=row, values=values), *_at_counters(draft, section, values)]
    else:
        row, entry = known
        shown = {name: value for name, value in values.items() if entry.get(name) != value}
        edits = [SetField(section=section, row=row, field=name, value=value) for name, value in shown.items()]
        state = "changes" if edits else "same"
    told = TableRow(
        sheet="",
        line=1,
        kind=section,
        state=state,
        told=tell.row(section, values, shown),
        edits=tuple(edits),
    )
    return edited(draft, edits, "", draft.n) if edits else draft, told


def _at_counters(draft: Draft, section: str, values: Values) -> list[Edit]:
    """A service that is new is served at every counter of its agency."""
    if section != "service":
        return []
    return [
        SetField(section="counter", row=row, field="services", value=[*entry["services"], values["id"]])
        for row, entry in zip(draft.rows["counter"], draft.file["counter"], strict=True)
        if entry.get("agency") == values["agency"] and isinstance(entry.get("services"), list)
    ]


def _with_faults(draft: Draft, rows: list[TableRow], tell: Telling) -> list[TableRow]:
    """The rows with what the file's own checking finds wrong in what they write."""
    by_row: dict[tuple[str, str], list[Fault]] = {}
    for fault in read_draft(draft)[1]:
        section, *rest = fault.place or ("",)
        if rest and isinstance(rest[0], int) and str(section) in draft.rows:
            by_row.setdefault((str(section), draft.rows[str(section)][rest[0]]), []).append(fault)

    def told(row: TableRow) -> TableRow:
        own = dict.fromkeys((one.section, one.row) for one in row.edits if one.section == row.kind)
        more = [
            f"{tell.label(row.kind, _setting(fault))}: {tell.said(fault.message)}"
            for place in own
            for fault in by_row.get(place, ())
            if not (row.kind == "agency" and row.state == "adds" and set(map(str, fault.place)) & _PROPOSED)
        ]
        return row.model_copy(update={"notes": (*row.notes, *more)}) if more else row

    return [told(row) for row in rows]


def _same(one: object, other: object) -> bool:
    return plain(str(one)) == plain(str(other))


def _setting(fault: Fault) -> str:
    return next((part for part in fault.place[2:] if isinstance(part, str)), "")
