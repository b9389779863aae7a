"""What a hall's log teaches about time: how long services take, who does not come, who rests when.

Fed with every event and the day after it, as the log has them; sees nothing else. All lengths are in
seconds; a time of day is in seconds from the hall's local midnight.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import NamedTuple

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.domain.visit import LegState

DAYS_KEPT = 20
LONGEST_GAP = 600.0
#: Whoever waited longer is more often gone at the call: the bounds between which it is counted.
WAITED = (600.0, 1800.0, 3600.0)

Kind = tuple[str, str]  # service, priority class
#: The events with which a leg leaves its counter.
Left = e.LegFinished | e.LegMissed | e.LegParked | e.LegTransferred


def waited_group(seconds: float) -> int:
    """Which of the groups between the bounds of `WAITED` a wait falls into."""
    return bisect_right(WAITED, seconds)


@dataclass
class DayRecord:
    """What one day has taught so far."""

    midnight: datetime
    served: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    at_desk: dict[str, list[tuple[str, float]]] = field(default_factory=lambda: defaultdict(list))
    # Where visitors of a service went after it; to the service itself: aside, to come back.
    moves: dict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    absent: list[float] = field(default_factory=list)
    came: list[int] = field(default_factory=lambda: [0] * (len(WAITED) + 1))
    gone: list[int] = field(default_factory=lambda: [0] * (len(WAITED) + 1))
    gaps: list[float] = field(default_factory=list)
    reactions: list[float] = field(default_factory=list)
    aside: list[float] = field(default_factory=list)
    pauses: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    openings: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    arrivals: dict[Kind, list[float]] = field(default_factory=lambda: defaultdict(list))
    leads: dict[Kind, list[float]] = field(default_factory=lambda: defaultdict(list))

    def clock(self, moment: datetime) -> float:
        """The time of day of an aware moment."""
        return (moment - self.midnight).total_seconds()


class _Ended(NamedTuple):
    """What the end of a leg at a counter has taught: whether nobody came, after how long a wait, how long
    it lasted."""

    absent: bool
    group: int
    service_id: str
    counter_id: str
    length: float

    def add_to(self, record: DayRecord) -> None:
        """Count it."""
        if self.absent:
            record.absent.append(self.length)
            record.gone[self.group] += 1
            return
        record.came[self.group] += 1
        record.served[self.service_id].append(self.length)
        record.at_desk[self.counter_id].append((self.service_id, self.length))

    def take_from(self, record: DayRecord) -> None:
        """Count it no more."""
        if self.absent:
            record.absent.remove(self.length)
            record.gone[self.group] -= 1
            return
        record.came[self.group] -= 1
        record.served[self.service_id].remove(self.length)
        record.at_desk[self.counter_id].remove((self.service_id, self.length))


class Memory:
    """Today's record and those of earlier days, the latest last. Mutable; one per hall."""

    def __init__(self) -> None:
        self.days: list[DayRecord] = []
        self.today: DayRecord | None = None
        self.version = 0
        self._free: dict[str, datetime] = {}
        self._resting: dict[str, datetime] = {}
        self._aside: dict[str, datetime] = {}
        self._ended: dict[str, _Ended] = {}

    @property
    def finished(self) -> int:
        """How many services have ended, over all days kept."""
        kept = [*self.days, self.today] if self.today else self.days
        return sum(len(lengths) for day in kept for lengths in day.served.values())

    def see(self, day: HallDay, happened: Happened) -> None:
        """Learn from an event; `day` is the day right after it."""
        event = happened.event
        if isinstance(event, e.DayOpened) or self.today is None:
            self._turn(day)
        learn = _LEARN.get(type(event))
        if learn is not None:
            getattr(self, learn)(day, happened, event)

    def rests_since(self, counter_id: str) -> datetime | None:
        """Since when a counter pauses."""
        return self._resting.get(counter_id)

    def free_since(self, counter_id: str) -> datetime | None:
        """When a counter last became free."""
        return self._free.get(counter_id)

    def _turn(self, day: HallDay) -> None:
        if self.today is not None:
            self.days = [*self.days, self.today][-DAYS_KEPT:]
        midnight = datetime.combine(day.date, time(), day.config.zone).astimezone(UTC)
        self.today = DayRecord(midnight)
        self._free, self._resting, self._aside, self._ended = {}, {}, {}, {}

    @property
    def _now(self) -> DayRecord:
        assert self.today is not None
        return self.today

    def _issued(self, day: HallDay, h: Happened, event: e.VisitIssued) -> None:
        leg = day.legs[event.leg_id]
        kind = leg.service_id, leg.priority_class
        self._now.arrivals[kind].append(self._now.clock(h.at))
        self._now.leads[kind].append((leg.base - h.at).total_seconds())

    def _called(self, day: HallDay, h: Happened, event: e.LegCalled) -> None:
        free = self._free.get(event.counter_id)
        if free is None:
            return
        leg = day.legs[event.leg_id]
        waited_then = leg.joined_at <= free
        length = (h.at - (free if waited_then else leg.joined_at)).total_seconds()
        if length <= LONGEST_GAP:
            (self._now.gaps if waited_then else self._now.reactions).append(length)

    def _left(self, day: HallDay, h: Happened, event: Left) -> None:
        leg, counter_id = day.legs[event.leg_id], event.counter_id
        self._free[counter_id] = h.at
        if leg.called_at is None:
            return
        group = waited_group((leg.called_at - leg.joined_at).total_seconds())
        length, absent = (h.at - leg.called_at).total_seconds(), isinstance(event, e.LegMissed)
        self.version += 1
        self._ended[leg.id] = ended = _Ended(absent, group, leg.service_id, counter_id, length)
        record = self._now
        ended.add_to(record)
        if absent:
            return
        aside = isinstance(event, e.LegParked)
        to = leg.service_id if aside else getattr(event, "service_id", None)
        record.moves[leg.service_id].append(to)
        if aside:
            self._aside[leg.id] = h.at

    def _corrected(self, day: HallDay, h: Happened, event: e.LegCorrected) -> None:
        """What was learned of a leg is learned anew from the corrected facts."""
        leg = day.legs[event.leg_id]
        before = self._ended.get(leg.id)
        if before is None or leg.called_at is None or leg.ended_at is None:
            return
        length = (leg.ended_at - leg.called_at).total_seconds()
        absent = leg.state is LegState.MISSED
        self._ended[leg.id] = after = _Ended(absent, before.group, leg.service_id, before.counter_id, length)
        before.take_from(self._now)
        after.add_to(self._now)
        self.version += 1

    def _begun(self, day: HallDay, h: Happened, event: e.LegBegun) -> None:
        visit = day.visits[event.visit_id]
        moved = self._now.moves[day.legs[visit.leg_ids[-2]].service_id]
        if moved:
            moved[-1] = event.service_id

    def _returned(self, day: HallDay, h: Happened, event: e.LegReturned) -> None:
        since = self._aside.pop(event.leg_id, None)
        if since is not None:
            self._now.aside.append((h.at - since).total_seconds())

    def _opened(self, day: HallDay, h: Happened, event: e.CounterOpened) -> None:
        self._free.pop(event.counter_id, None)
        self._now.openings[event.counter_id].append(self._now.clock(h.at))

    def _paused(self, day: HallDay, h: Happened, event: e.CounterPaused) -> None:
        self._resting.setdefault(event.counter_id, h.at)

    def _resumed(self, day: HallDay, h: Happened, event: e.CounterResumed) -> None:
        counter_id = event.counter_id
        since = self._resting.pop(counter_id, None)
        if since is not None:
            length = (h.at - since).total_seconds()
            self._now.pauses[counter_id].append((self._now.clock(since), length))
        self._free[counter_id] = h.at

    def _closed(self, day: HallDay, h: Happened, event: e.CounterClosed | e.CounterReleased) -> None:
        self._resting.pop(event.counter_id, None)
        self._free.pop(event.counter_id, None)


_LEARN = {
    e.VisitIssued: "_issued",
    e.LegCalled: "_called",
    e.LegFinished: "_left",
    e.LegMissed: "_left",
    e.LegParked: "_left",
    e.LegTransferred: "_left",
    e.LegCorrected: "_corrected",
    e.LegBegun: "_begun",
    e.LegReturned: "_returned",
    e.CounterOpened: "_opened",
    e.CounterPaused: "_paused",
    e.CounterResumed: "_resumed",
    e.CounterClosed: "_closed",
    e.CounterReleased: "_closed",
}


def pooled(days: Sequence[DayRecord], service_id: str, most: int) -> list[float]:
    """The latest lengths of a service over earlier days, at most so many."""
    found: list[float] = []
    for day in reversed(days):
        found += reversed(day.served.get(service_id, []))
        if len(found) >= most:
            break
    return found[:most]
