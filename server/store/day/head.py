"""Where a hall's log stands: the day it amounts to, its last hash, who sits where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from balai.domain.day import evolve
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.log import GENESIS, Entry, happened_of
from balai.domain.state import HallDay, Happened
from server.store.day.eventlog import Tail
from server.store.day.sittings import Sitting, Sittings, touched


@dataclass(frozen=True, slots=True)
class Head:
    """The log so far. `day` is None only before the hall's first day."""

    day: HallDay | None = None
    hash: str = GENESIS
    sittings: Sittings = field(default_factory=dict)

    @property
    def tail(self) -> Tail | None:
        """The last entry's place, or None before the first."""
        if self.day is None:
            return None
        return Tail(self.day.date.isoformat(), self.day.seq, self.hash)


class Step(NamedTuple):
    """An event with the day right after it, and the sitting that it changed."""

    day: HallDay
    happened: Happened
    sitting: Sitting | None


def advance(head: Head, entries: Iterable[Entry]) -> tuple[Head, list[Step]]:
    """Fold what others appended. A `day_opened` begins the next day.

    Raises BrokenLog where an entry does not read or does not follow.
    """
    day, last, sittings, steps = head.day, head.hash, head.sittings, []
    for entry in entries:
        happened = happened_of(entry)
        opens = isinstance(happened.event, DayOpened)
        if not opens and entry.prev_hash != last:
            raise BrokenLog(f"Entry {entry.seq} does not link to the one before.", seq=entry.seq)
        if opens:
            day, sittings = None, {}
        day, last = evolve(day, happened), entry.hash
        sitting = touched(sittings, happened)
        sittings = seated(sittings, sitting)
        steps.append(Step(day, happened, sitting))
    return Head(day, last, sittings), steps


def seated(sittings: Sittings, sitting: Sitting | None) -> Sittings:
    """The sittings with this one in its place."""
    return sittings if sitting is None else {**sittings, sitting.counter_id: sitting}
