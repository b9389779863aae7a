"""What one day of a hall has taught about time. Lengths are in seconds; a time of day is in seconds from the
hall's local midnight."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

#: Whoever waited longer is more often gone at the call: the bounds between which it is counted.
WAITED = (600.0, 1800.0, 3600.0)

Kind = tuple[str, str]  # service, priority class
#: How exactly a length is known: it was so long; at most so long; at least so long.
EXACT, AT_MOST, AT_LEAST = "exact", "at_most", "at_least"


def waited_group(seconds: float) -> int:
    """Which of the groups between the bounds of `WAITED` a wait falls into."""
    return bisect_right(WAITED, seconds)


def _lists() -> dict[str, list[float]]:
    return defaultdict(list)


@dataclass
class DayRecord:
    """What one day has taught so far.

    `pauses` holds, for each counter, since when its breaks were due and how long they lasted. `walks` holds
    how long after their call visitors were said to be there, `unsaid` counts those of whom it was not said.
    `served` holds the lengths that were seen to their end, `at_most` those that ended when the next was
    called after an idle time, `at_least` those that were broken off. `prompt` and `lazy` count, for each
    counter, the ends of services with nobody in line: said at once, or only by calling the next. `gaps`
    holds, for each counter, how long it took from one visitor to the next in line. `late` holds how long
    after their opening times desks first called somebody, `back_late` the same after a break of the
    calendar, `after_told` how long after the end that was said for them breaks ended. `booked` counts the
    bookings for the day, `kept` those who came for one. `shut` holds, for each counter, when it closed and
    after how long it opened again (None: not).
    """

    midnight: datetime
    weekday: int = 0
    served: dict[str, list[float]] = field(default_factory=_lists)
    at_most: dict[str, list[float]] = field(default_factory=_lists)
    at_least: dict[str, list[float]] = field(default_factory=_lists)
    at_desk: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    # Where visitors of a service went after it; to the service itself: aside, to come back.
    moves: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    absent: list[float] = field(default_factory=list)
    walks: list[float] = field(default_factory=list)
    unsaid: int = 0
    came: list[int] = field(default_factory=lambda: [0] * (len(WAITED) + 1))
    gone: list[int] = field(default_factory=lambda: [0] * (len(WAITED) + 1))
    left: list[float] = field(default_factory=list)
    waited: float = 0.0
    gaps: dict[str, list[float]] = field(default_factory=_lists)
    reactions: list[float] = field(default_factory=list)
    aside: list[float] = field(default_factory=list)
    pauses: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    openings: dict[str, list[float]] = field(default_factory=_lists)
    shut: dict[str, list[tuple[float, float | None]]] = field(default_factory=lambda: defaultdict(list))
    late: dict[str, float] = field(default_factory=dict)
    booked: int = 0
    kept: int = 0
    back_late: list[float] = field(default_factory=list)
    after_told: list[float] = field(default_factory=list)
    prompt: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    lazy: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    arrivals: dict[Kind, list[float]] = field(default_factory=lambda: defaultdict(list))
    leads: dict[Kind, list[float]] = field(default_factory=lambda: defaultdict(list))

    def clock(self, moment: datetime) -> float:
        """The time of day of an aware moment."""
        return (moment - self.midnight).total_seconds()


class Ended(NamedTuple):
    """What the end of a leg at a counter has taught: whether nobody came, after how long a wait, how long
    it lasted and how exactly that is known; where the visitor went."""

    absent: bool
    group: int
    service_id: str
    counter_id: str
    length: float
    at: datetime
    to: str | None = None
    known: str = EXACT

    def add_to(self, record: DayRecord) -> None:
        """Count it."""
        if self.absent:
            record.absent.append(self.length)
            record.gone[self.group] += 1
            return
        record.came[self.group] += 1
        self._lengths(record).append(self.length)
        if self.known == EXACT:
            record.at_desk[self.counter_id].append((self.service_id, self.length))
        record.moves[self.service_id].append(self.to)

    def take_from(self, record: DayRecord) -> None:
        """Count it no more."""
        if self.absent:
            record.absent.remove(self.length)
            record.gone[self.group] -= 1
            return
        record.came[self.group] -= 1
        self._lengths(record).remove(self.length)
        if self.known == EXACT:
            record.at_desk[self.counter_id].remove((self.service_id, self.length))
        record.moves[self.service_id].remove(self.to)

    def _lengths(self, record: DayRecord) -> list[float]:
        kept = {EXACT: record.served, AT_MOST: record.at_most, AT_LEAST: record.at_least}
        return kept[self.known][self.service_id]


def pooled(days: Sequence[DayRecord], service_id: str, most: int) -> list[float]:
    """The latest lengths of a service over earlier days, at most so many."""
    found: list[float] = []
    for day in reversed(days):
        found += reversed(day.served.get(service_id, []))
        if len(found) >= most:
            break
    return found[:most]
