"""What one day of the log comes to for reports: a row for each leg, each refusal and each counter. Pure.

Times are those of the log. Somebody's wait for a service lasts from when the leg began (for the first: the
visitor came) until its first call that was not taken back; who was never called has none. Service lasts from
its start until its end, as it was put right. Whole seconds, cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from balai.domain import events as e
from balai.domain.hall.config import HallConfig
from balai.domain.order.lanes import standard
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg, LegState
from server.views.explaining import steps
from server.views.reports.desks import Desk, DeskTimes

_SERVED = (LegState.FINISHED, LegState.TRANSFERRED)


class LegFact(NamedTuple):
    """One leg: `seq` of its visit's number, its `n` there, where, when (local `hour` in which its wait began)
    and how it went. `first` of its visit. Seconds of `wait` and `served`, and whether the wait was
    `within` the standard; None where there is none."""

    seq: int
    n: int
    service_id: str
    agency_id: str
    counter_id: str
    hour: int
    priority_class: str
    channel: str
    state: str
    first: bool
    wait: int | None
    served: int | None
    within: bool | None


class RefusedFact(NamedTuple):
    """Somebody got no number, by the refusal's `code`."""

    seq: int
    service_id: str
    agency_id: str
    hour: int
    priority_class: str
    channel: str
    code: str


class DayFacts(NamedTuple):
    """A day (ISO date) up to the event `seq`."""

    day: str
    seq: int
    legs: tuple[LegFact, ...]
    refused: tuple[RefusedFact, ...]
    desks: tuple[Desk, ...]


def facts_of(log: Iterable[Happened], until: datetime | None = None) -> DayFacts | None:
    """The facts of a day's log from its start; None where it is empty. Counters are counted until its last
    event, or of a day that goes on `until` an aware time. Raises BrokenLog."""
    gathering = Gathering()
    day = None
    for before, happened, day in steps(log):
        gathering.see(before, happened, day)
    return gathering.facts(day, until) if day is not None else None


class Gathering:
    """Takes note of a day's events in order."""

    def __init__(self) -> None:
        self._began: dict[str, datetime] = {}
        #: The calls of a leg that stand: seq and time.
        self._calls: dict[str, dict[int, datetime]] = {}
        self._refused: list[RefusedFact] = []
        self._desks = DeskTimes()

    def see(self, before: HallDay | None, happened: Happened, after: HallDay) -> None:
        """One event, with the day before it and after it."""
        event, at = happened.event, happened.at
        if isinstance(event, e.VisitIssued):
            self._begin(event.leg_id, after.visits[event.visit_id].issued_at)
        elif isinstance(event, e.LegBegun):
            self._begin(event.leg_id, at)
        elif isinstance(event, e.LegTransferred):
            self._begin(event.new_leg_id, at)
        elif isinstance(event, e.LegCalled):
            self._calls.setdefault(event.leg_id, {})[happened.seq] = at
        elif isinstance(event, e.CallUndone):
            self._calls.get(event.leg_id, {}).pop(event.undone_seq, None)
        elif isinstance(event, e.VisitRefused):
            self._refused.append(_refused(after.config, happened, event))
        self._desks.see(before, happened, after)

    def _begin(self, leg_id: str, at: datetime) -> None:
        # Logs of before gave an id again after a step was taken back.
        self._began[leg_id] = at
        self._calls.pop(leg_id, None)

    def facts(self, day: HallDay, until: datetime | None = None) -> DayFacts:
        """What they came to; counters are counted `until` then, or the last event."""
        legs = [
            self._leg(day, leg, n)
            for visit in day.visits.values()
            for n, leg in enumerate(map(day.legs.__getitem__, visit.leg_ids))
            if leg.state is not LegState.VOID
        ]
        desks = self._desks.told(day.config, max(day.at, until or day.at))
        order = sorted(legs, key=lambda fact: (fact.seq, fact.n))
        return DayFacts(day.date.isoformat(), day.seq, tuple(order), tuple(self._refused), desks)

    def _leg(self, day: HallDay, leg: Leg, n: int) -> LegFact:
        config, visit = day.config, day.visits[leg.visit_id]
        began, calls = self._began[leg.id], self._calls.get(leg.id)
        service = config.service_by_id.get(leg.service_id)
        wait = max(0, int((min(calls.values()) - began).total_seconds())) if calls else None
        promised = standard(service, leg.priority_class).total_seconds() if service else None
        return LegFact(
            leg.order, n, leg.service_id, service.agency_id if service else "", leg.counter_id or "",
            began.astimezone(config.zone).hour, leg.priority_class, visit.channel, leg.state.value,
            n == 0, wait, _served(leg), None if wait is None or promised is None else wait <= promised,
        )  # fmt: skip


def _served(leg: Leg) -> int | None:
    if leg.state not in _SERVED or leg.started_at is None or leg.ended_at is None:
        return None
    return max(0, int((leg.ended_at - leg.started_at).total_seconds()))


def _refused(config: HallConfig, happened: Happened, event: e.VisitRefused) -> RefusedFact:
    service = config.service_by_id.get(event.service_id)
    return RefusedFact(
        happened.seq, event.service_id, service.agency_id if service else "",
        happened.at.astimezone(config.zone).hour, event.priority_class, event.channel, event.code,
    )  # fmt: skip
