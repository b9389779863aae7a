"""A day that was, taken apart: what came from outside, and what each visitor did once it was their turn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from balai.domain import events as e
from balai.domain.day import as_folded, evolve
from balai.domain.errors import BrokenLog
from balai.domain.state import HallDay, Happened
from balai.domain.visit import LegState
from balai.domain.whatif.attempts import Attempt, Attempts, Gap, LegKey

#: What is no part of how people are called: it is left out when the day is played again.
_LEFT_OUT = (
    e.LegCalled, e.LegRecalled, e.LegStarted, e.LegFinished, e.LegMissed, e.LegParked, e.LegBegun,
    e.LegTransferred, e.LegReinstated, e.LegLapsed, e.StepUndone, e.CallUndone, e.CallAnnounced,
    e.LegCorrected, e.CollectionPromised, e.BreakPassed, e.TicketMarked, e.CopyAsked, e.AnnouncementMade,
    e.AnnouncementWithdrawn, e.ConfigurationScheduled, e.ConfigurationWithdrawn, e.VisitRefused, e.Unknown,
)  # fmt: skip
See = Callable[[HallDay | None, Happened, HallDay], None]


@dataclass(frozen=True)
class Recording:
    """A day as it can be played again. `outside` is what happened to it from outside, in order; `attempts`
    what became of each leg when it was called; `services` what each leg of a visit was for."""

    date: date
    outside: tuple[Happened, ...]
    attempts: dict[LegKey, tuple[Attempt, ...]]
    services: dict[LegKey, str]
    gaps: tuple[Gap, ...]
    #: Visits that were never handed to anybody.
    void: frozenset[str] = frozenset()

    def seen(self) -> list[tuple[str, Attempt]]:
        """Every attempt with the service that it was for."""
        return [(self.services[key], one) for key, tries in self.attempts.items() for one in tries]


@dataclass
class _Taking:
    attempts: Attempts = field(default_factory=Attempts)
    outside: list[Happened] = field(default_factory=list)

    def see(self, before: HallDay | None, happened: Happened) -> None:
        event = happened.event
        left_out = isinstance(event, _LEFT_OUT) or (
            isinstance(event, e.LegReturned) and self._from_a_counter(event.leg_id)
        )
        if not left_out:
            self.outside.append(happened)
        if before is not None:
            self.attempts.see(before, happened)

    def _from_a_counter(self, leg_id: str) -> bool:
        """Whether who comes back was set aside at a counter; else they had gone away from the line."""
        tries = self.attempts.of.get(leg_id)
        last = tries[-1] if tries else None
        return last is not None and isinstance(last.end, e.LegParked) and last.back_at is None


def recorded(log: Iterable[Happened], see: See = lambda before, happened, after: None) -> Recording:
    """Take a day's log apart; each step is shown to `see`, too. Raises BrokenLog."""
    taking, day = _Taking(), None
    for one in log:
        before, day = day, evolve(day, one)
        happened = as_folded(day, one)
        taking.see(before, happened)
        see(before, happened, day)
    if day is None:
        raise BrokenLog("There is no day in an empty log.")
    return _recording(taking, day)


def _recording(taking: _Taking, day: HallDay) -> Recording:
    attempts: dict[LegKey, tuple[Attempt, ...]] = {}
    services: dict[LegKey, str] = {}
    for visit in day.visits.values():
        for n, leg_id in enumerate(visit.leg_ids):
            services[visit.id, n] = day.legs[leg_id].service_id
            tries = tuple(one for one in taking.attempts.of.get(leg_id, ()) if one.end is not None)
            if tries:
                attempts[visit.id, n] = tries
    void = frozenset(
        visit.id for visit in day.visits.values() if day.legs[visit.leg_ids[-1]].state is LegState.VOID
    )
    return Recording(
        day.date, tuple(taking.outside), attempts, services, tuple(taking.attempts.gaps), void
    )  # fmt: skip


def pools(recordings: Iterable[Recording]) -> dict[tuple[str, bool], list[float]]:
    """The gaps of all days by counter and kind, and under "" those of all counters."""
    found: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for recording in recordings:
        for gap in recording.gaps:
            found[gap.counter_id, gap.busy].append(gap.seconds)
            found["", gap.busy].append(gap.seconds)
    return found
