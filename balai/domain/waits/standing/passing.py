"""Desks that are open, have nobody at them, and call none of those who wait: somebody must be told."""

from __future__ import annotations

from datetime import datetime

from balai.domain.hall.config import Counter
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus
from balai.domain.waits.learned.hours import open_times


def passed_over_since(day: HallDay, counter: Counter, now: datetime) -> datetime | None:
    """Since when (aware UTC) a counter could have called somebody who waits, and has not; None where it need
    not: it is closed or pauses, serves somebody, nobody waits for it, or the calendar keeps it shut at `now`.
    """
    state = day.counter(counter.id)
    if state.status is not CounterStatus.OPEN or state.leg_id is not None or state.free_since is None:
        return None
    opened, first = _serving_since(day, counter, now), first_joined(day, counter)
    return max(state.free_since, opened, first) if opened is not None and first is not None else None


def first_joined(day: HallDay, counter: Counter) -> datetime | None:
    """Since when somebody waits whom the counter could call."""
    lines = (line for service in counter.service_ids for line in day.lanes.get(service, {}).values())
    return min((leg.joined_at for line in lines for leg in line), default=None)


def _serving_since(day: HallDay, counter: Counter, now: datetime) -> datetime | None:
    """The last edge of the calendar from which it serves; that it has opened is enough without a calendar."""
    if day.config.calendar.always_open:
        return day.counter(counter.id).opened_at
    spans = open_times(day.config, counter, day.date)
    return next((opens for opens, closes in spans if opens <= now < closes), None)
