"""When the calendar lets a counter serve: the widest hours among its services', with their breaks."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

from balai.domain.decide.closing import GRACE
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.hall.opening import service_day

Span = tuple[datetime, datetime]


def open_times(config: HallConfig, counter: Counter, day: date) -> tuple[Span, ...]:
    """The spans (aware UTC) in which a counter serves on a date; of services with different hours those of
    the one that closes last. Empty where the calendar is, too: see `Calendar.always_open`."""
    key = "spans", counter.id, day
    if key not in config.days_known:
        best: tuple[Span, ...] = ()
        for service_id in counter.service_ids:
            service = config.service_by_id.get(service_id)
            found = service_day(config, service, day) if service else None
            if found is not None and (not best or found.openings[-1][1] > best[-1][1]):
                best = found.openings
        config.days_known[key] = best
    known: tuple[Span, ...] = config.days_known[key]
    return known


def over_at(config: HallConfig, service_id: str, day: date) -> datetime | None:
    """When the last who waits for a service may still be called (aware UTC), where the hall has hours."""
    if config.calendar.always_open:
        return None
    spans = (open_times(config, counter, day) for counter in config.counters_for.get(service_id, ()))
    return max((found[-1][1] + GRACE for found in spans if found), default=None)


def opening_before(config: HallConfig, counter: Counter, day: date, at: datetime) -> datetime | None:
    """The last edge before `at` from which a counter serves: its opening, or the end of a break."""
    if config.calendar.always_open:
        return None
    return max((opens for opens, _ in open_times(config, counter, day) if opens <= at), default=None)


def break_before(config: HallConfig, counter: Counter, day: date, at: datetime) -> Span | None:
    """The last break of the calendar that had begun by `at`."""
    if config.calendar.always_open:
        return None
    spans = open_times(config, counter, day)
    found = [(a[1], b[0]) for a, b in pairwise(spans) if a[1] <= at]
    return found[-1] if found else None
