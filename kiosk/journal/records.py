"""What became of each press, as the journal's entries amount to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

Entry = Mapping[str, Any]


class Paper(StrEnum):
    """Whether a ticket is on paper: not begun, begun (so nobody knows), surely, not (or not whole), or it
    is printed no more."""

    NONE = "none"
    BEGUN = "begun"
    YES = "yes"
    FAILED = "failed"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Record:
    """One press, the `n`th of its chain. `at` is the press (ISO 8601, UTC) by a clock that was `certain` or
    not, `boot` and `ticks` the same by that start of the machine; `choice` what was wanted, `asked` whether
    the hub was asked for it; `number` the kiosk's own (series_id, prefix, ordinal, width), `answer` what its
    ticket is made of; `open` while the hub lacks something of it, `declined` where it does not take it."""

    n: int
    visit_id: str
    request_id: str
    choice: Mapping[str, Any]
    at: str
    certain: bool
    boot: str
    ticks: float
    day: str
    asked: bool
    number: Mapping[str, Any] | None = None
    answer: Mapping[str, Any] | None = None
    own_id: str = ""
    paper: Paper = Paper.NONE
    cut_short: bool = False
    open: bool = True
    declined: str = ""

    @property
    def ticket_id(self) -> str:
        """The visit that stands on its ticket: one of its own where the hub was asked in vain."""
        return self.own_id or str(self.answer["visit_id"] if self.answer else self.visit_id)

    @property
    def is_brought(self) -> bool:
        """Whether the hub hears of it only afterwards: a number of the kiosk's own, or one that was asked for
        in vain."""
        return self.number is not None or (self.asked and self.answer is None)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done of it."""
        return not self.open and (self.answer is None or self.paper in (Paper.YES, Paper.GIVEN_UP))

    @property
    def is_owed(self) -> bool:
        """Whether its ticket is still to be printed."""
        return self.answer is not None and self.paper in (Paper.NONE, Paper.FAILED)


@dataclass(frozen=True, slots=True)
class Records:
    """A chain: its id, the last `n`, the presses that are not settled by `n`, the days on which own numbers
    were used last (by `PREFIX-ordinal`), how many the hub has declined and on which day, and the last
    that the hub has said to have, with its day."""

    chain: str = ""
    last_n: int = 0
    unsettled: Mapping[int, Record] = field(default_factory=dict)
    used: Mapping[str, str] = field(default_factory=dict)
    declined: int = 0
    declined_on: str = ""
    acked: tuple[str, int] = ("", 0)


def key_of(prefix: str, ordinal: int) -> str:
    """What a number is known by."""
    return f"{prefix}-{ordinal}"


def begun(chain: str, before: Records | None = None) -> dict[str, Any]:
    """The first entry of a file: it holds all that is known when nothing is unsettled."""
    known = before or Records()
    declined = {"declined": known.declined, "declined_on": known.declined_on}
    return {"kind": "begins", "chain": chain, "n": known.last_n, "used": dict(known.used), **declined}


def after(records: Records, entry: Entry) -> Records:
    """The records after an entry; one of a later version changes nothing."""
    step = _STEPS.get(entry["kind"])
    return step(records, entry) if step is not None else records


def _begins(_: Records, entry: Entry) -> Records:
    declined = entry["declined"], entry["declined_on"]
    return Records(entry["chain"], entry["n"], {}, dict(entry["used"]), *declined)


def _pressed(records: Records, entry: Entry) -> Records:
    record = Record(**{name: entry[name] for name in _PRESSED})
    return replace(records, last_n=record.n, unsettled={**records.unsettled, record.n: record})


def _numbered(records: Records, entry: Entry) -> Records:
    changed = _changed(records, entry, answer=entry["answer"], open=False)
    return _acked(changed, entry["answer"]["day"], entry["n"])


def _taken(records: Records, entry: Entry) -> Records:
    number = entry["number"]
    used = {**records.used, key_of(number["prefix"], number["ordinal"]): entry["day"]}
    changed = _changed(
        records, entry, number=number, answer=entry["answer"], own_id=entry["own_id"], day=entry["day"]
    )
    return replace(changed, used=used)


def _acked(records: Records, day: str, n: int) -> Records:
    """The hub has said to have it; what it is brought again is no news of a chain."""
    return replace(records, acked=max(records.acked, (day, n)))


def _declined(records: Records, entry: Entry) -> Records:
    changed = _changed(records, entry, open=False, declined=entry["code"])
    before = records.declined if records.declined_on == entry["day"] else 0
    return replace(changed, declined=before + 1, declined_on=entry["day"])


def _changed(records: Records, entry: Entry, **changes: Any) -> Records:
    record = records.unsettled.get(entry["n"])
    if record is None:
        return records
    record = replace(record, **changes)
    rest = {n: other for n, other in records.unsettled.items() if n != record.n}
    return replace(records, unsettled=rest if record.is_settled else {**rest, record.n: record})


def _becomes(**changes: Any) -> Callable[[Records, Entry], Records]:
    return lambda records, entry: _changed(records, entry, **changes)


_PRESSED = tuple(f.name for f in fields(Record))[:10]
_STEPS: Mapping[str, Callable[[Records, Entry], Records]] = {
    "begins": _begins,
    "pressed": _pressed,
    "numbered": _numbered,
    "refused": _becomes(open=False),
    "taken": _taken,
    "printing": _becomes(paper=Paper.BEGUN),
    "printed": _becomes(paper=Paper.YES),
    "failed": lambda records, entry: _changed(
        records, entry, paper=Paper.FAILED, cut_short=entry["cut_short"]
    ),
    "given_up": _becomes(paper=Paper.GIVEN_UP),
    "handed": lambda records, entry: _acked(_changed(records, entry, open=False), entry["day"], entry["n"]),
    "declined": _declined,
}
