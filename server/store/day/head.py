"""Where a hall's log stands: the day it amounts to, its last hash, who sits where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple, Protocol

from balai.domain.day import as_folded, evolve
from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.hall.localtime import local_date
from balai.domain.log import GENESIS, happened_of
from balai.domain.state import HallDay, Happened
from balai.words.said import say
from server.store.day.eventlog import Tail
from server.store.day.sittings import Sitting, Sittings, touched

_NOBODY: Sittings = {}


class LogHead(NamedTuple):
    """The log so far. `day` is None only before the hall's first day."""

    day: HallDay | None = None
    hash: str = GENESIS
    sittings: Sittings = _NOBODY

    @property
    def tail(self) -> Tail | None:
        """The last entry's place, or None before the first."""
        if self.day is None:
            return None
        return Tail(self.day.date.isoformat(), self.day.seq, self.hash)


class Reached(Protocol):
    """Told after each commit, before its answers, where the log of a hall stands, and whether it has gone
    `back` there."""

    def __call__(self, hall_id: str, head: LogHead, *, back: bool) -> None:
        """Waits for no disk."""
        ...


class Step(NamedTuple):
    """An event with the day right after it, and the sitting that it changed."""

    day: HallDay
    happened: Happened
    sitting: Sitting | None


class Fold:
    """The log folded entry by entry onto a head. A `day_opened` begins the next day."""

    def __init__(self, head: LogHead) -> None:
        self._day, self._last, self._sittings = head.day, head.hash, head.sittings

    @property
    def head(self) -> LogHead:
        """Where the log stands after what was folded so far."""
        return LogHead(self._day, self._last, self._sittings)

    def step(self, entry: Entry) -> Step:
        """Fold one entry. Raises BrokenLog where it does not read or does not follow."""
        happened = happened_of(entry)
        opens = isinstance(happened.event, DayOpened)
        if not opens and entry.prev_hash != self._last:
            raise BrokenLog(say("error.log_unlinked", seq=entry.seq), seq=entry.seq)
        if opens:
            self._day, self._sittings = None, {}
        day = self._day = evolve(self._day, happened)
        self._last = entry.hash
        sitting = touched(self._sittings, happened)
        self._sittings = seated(self._sittings, sitting)
        return Step(day, as_folded(day, happened), sitting)


def advance(head: LogHead, entries: Iterable[Entry]) -> tuple[LogHead, list[Step]]:
    """Fold what others appended. Each step holds the day as it was then, so not for a whole day: its steps
    would take memory with the square of the day.

    Raises BrokenLog where an entry does not read or does not follow.
    """
    fold = Fold(head)
    steps = [fold.step(entry) for entry in entries]
    return fold.head, steps


def seated(sittings: Sittings, sitting: Sitting | None) -> Sittings:
    """The sittings with this one in its place."""
    return sittings if sitting is None else {**sittings, sitting.counter_id: sitting}


def date_to_open(day: HallDay | None, now: datetime) -> date | None:
    """The date whose log is to be begun, or None. A clock that steps back stays on the open day."""
    if day is None:
        return None
    today = local_date(now, day.config.zone)
    return today if today > day.date else None
