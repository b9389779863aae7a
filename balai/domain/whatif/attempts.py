"""What became of people at counters on a day that was: each time they were called, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

from balai.domain import events as e
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import heads
from balai.domain.state import HallDay, Happened
from balai.domain.waits.learned.learning import AT_ONCE

#: A visit, and which of its legs (from 0): what stays the same when the day is played again.
LegKey = tuple[str, int]
#: What nobody has shown a length of lasts so long at the counter before the service begins.
PRESENT = timedelta(seconds=20)


@dataclass(slots=True)
class Attempt:
    """Somebody was called at `called_at`, was there at `started_at` (None: never), and left at `ended_at` by
    the event `end`, the `seq`th of its day; back in line at `back_at`. A service `ended_by_call` lasted at
    most so long: it was ended by calling one who had only just come."""

    called_seq: int
    called_at: datetime
    started_at: datetime | None = None
    presumed: bool = False
    ended_at: datetime | None = None
    end: e.Event | None = None
    seq: int = 0
    back_at: datetime | None = None
    ended_by_call: bool = False

    @property
    def shown(self) -> timedelta | None:
        """From the call until the service began."""
        return None if self.started_at is None else self.started_at - self.called_at

    @property
    def lasted(self) -> timedelta | None:
        """From then until the end; from the call where nobody said when it began."""
        began = self.called_at if self.presumed else self.started_at or self.called_at
        return None if self.ended_at is None else self.ended_at - began


@dataclass(frozen=True, slots=True)
class Gap:
    """How long a free counter took to call although somebody waited whom it serves. `busy`: they waited when
    it became free; else they came to a counter that was free."""

    counter_id: str
    busy: bool
    seconds: float


@dataclass
class Attempts:
    """Takes note of a day's events in order."""

    of: dict[str, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    gaps: list[Gap] = field(default_factory=list)
    #: The calls whose gap is known, to be taken out again where the call was undone.
    _gap_of: dict[int, Gap] = field(default_factory=dict)

    def see(self, before: HallDay, happened: Happened) -> None:
        """One event, with the day before it."""
        event, at = happened.event, happened.at
        if isinstance(event, e.LegCalled):
            self._gap(before, happened, event)
            self.of[event.leg_id].append(Attempt(happened.seq, at))
        elif isinstance(event, e.LegTaken):
            self.of[event.leg_id].append(Attempt(happened.seq, at, started_at=at))
        elif isinstance(event, e.LegStarted):
            last = self.of[event.leg_id][-1]
            last.started_at, last.presumed = at, event.presumed
        elif isinstance(event, (e.LegFinished, e.LegMissed, e.LegParked, e.LegTransferred, e.LegLapsed)):
            last = self.of[event.leg_id][-1]
            last.ended_at, last.end, last.seq = at, event, happened.seq
        elif isinstance(event, (e.LegReturned, e.LegReinstated)):
            self._back(event.leg_id, at)
        elif isinstance(event, (e.StepUndone, e.CallUndone)):
            self._undo(event)

    def _back(self, leg_id: str, at: datetime) -> None:
        last = self.of[leg_id][-1] if self.of[leg_id] else None
        if last is not None and last.back_at is None and isinstance(last.end, (e.LegParked, e.LegMissed)):
            last.back_at = at

    def _undo(self, event: e.StepUndone | e.CallUndone) -> None:
        attempts = self.of[event.leg_id]
        if isinstance(event, e.CallUndone):
            attempts[:] = [one for one in attempts if one.called_seq != event.undone_seq]
            gap = self._gap_of.pop(event.undone_seq, None)
            if gap is not None:
                self.gaps.remove(gap)
        elif attempts and attempts[-1].seq == event.undone_seq:
            last = attempts[-1]
            last.ended_at, last.end, last.seq, last.ended_by_call = None, None, 0, False

    def _gap(self, before: HallDay, happened: Happened, event: e.LegCalled) -> None:
        """`before` is the day after whoever was there has left: the counter became free then or earlier."""
        state, counter = before.counter(event.counter_id), before.desk(event.counter_id)
        if counter is None or state.free_since is None:
            return
        joined = [leg.joined_at for _, leg in heads(lanes_for(before, counter.id), counter)]
        waits_since, free = min(joined, default=happened.at), state.free_since
        last = self.of[event.settles][-1] if event.settles is not None else None
        came = (happened.at - waits_since).total_seconds()
        if last is not None and came <= AT_ONCE and waits_since > (last.started_at or last.called_at):
            # As in what waits are learned from: how long the desk had been free by then, nobody knows.
            last.ended_by_call = True
            return
        seconds = max(0.0, (happened.at - max(waits_since, free)).total_seconds())
        gap = Gap(counter.id, waits_since < free, seconds)
        self.gaps.append(gap)
        self._gap_of[happened.seq] = gap


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long things take where nobody knows: of people who left before they were served, and of services
    that were ended by the next call."""

    present: timedelta
    by_service: dict[str, timedelta]

    def served(self, service_id: str, standard_minutes: int) -> timedelta:
        """The median length of a service, or its standard where none was seen."""
        return self.by_service.get(service_id) or timedelta(minutes=standard_minutes)


def lengths(seen: list[tuple[str, Attempt]]) -> Lengths:
    """The medians over days: `seen` are attempts with their service."""
    shown = [one.shown.total_seconds() for _, one in seen if one.shown is not None and not one.presumed]
    served: dict[str, list[float]] = defaultdict(list)
    for service_id, one in seen:
        is_served = isinstance(one.end, (e.LegFinished, e.LegTransferred)) and one.started_at is not None
        if is_served and not one.ended_by_call and one.lasted is not None:
            served[service_id].append(one.lasted.total_seconds())
    return Lengths(
        timedelta(seconds=median(shown)) if shown else PRESENT,
        {service_id: timedelta(seconds=median(found)) for service_id, found in served.items()},
    )
