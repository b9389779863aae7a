"""Recovery after a restore: numbers that may have been given since the copy are never given again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from balai.clock import Clock
from balai.domain.commands import ReserveNumbers
from balai.domain.decide.visits import next_numbers
from balai.domain.events import NumbersReserved
from balai.domain.hall.config import Series
from balai.domain.hall.localtime import local_date
from balai.domain.hall.numbering import label
from balai.domain.state import HallDay
from server.store import Job, Store
from server.store.day import eventlog

ACTOR = "system:restore"
#: Numbers of each series that are passed over at least; and how much faster than in the day until the copy
#: they may have gone since.
LEAST, FASTER = 20, 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of one series that are passed over, as printed."""

    first: str
    last: str


def pass_over(store: Store, hall_id: str, clock: Clock) -> list[Gap]:
    """Set aside, in the log, what may have been given since the copy's last entry: at least twenty numbers
    of each series, more where they went fast. Nothing where the copy is of a day that is over: a new day
    begins its numbers anew.

    Raises StoreUnavailable where the store does not take it.
    """
    with store.read.connect() as connection:
        if eventlog.last_day(connection, hall_id) is None:
            return []
    writer = store.writer(hall_id, clock, may_open=lambda *_: False)
    try:
        day, now = writer.day, clock.now()
        if day.date != local_date(now, day.config.zone):
            return []
        asked = [
            ReserveNumbers(actor=ACTOR, series_id=series.id, count=count)
            for series in day.config.series
            for count in _parts(day, series, now)
        ]
        committed = writer.commit([Job(command) for command in asked])
        for outcome in committed.outcomes:
            if outcome.text is None:
                raise outcome.error or outcome.refusal or AssertionError(outcome)
        given = [h.event for h in committed.news if isinstance(h.event, NumbersReserved)]
        return [Gap(label(e.prefix, e.first, e.width), label(e.prefix, e.last, e.width)) for e in given]
    finally:
        writer.close()


def _parts(day: HallDay, series: Series, now: datetime) -> list[int]:
    """How many numbers of a series to pass over: up to the end of its range, then what is left of them."""
    missing = _missing(day, series, now)
    within = max(0, series.last - next_numbers(day, series, now).first + 1)
    return [count for count in (min(missing, within), missing - within) if count > 0]


def _missing(day: HallDay, series: Series, now: datetime) -> int:
    times = [visit.issued_at for visit in day.visits.values() if visit.series_id == series.id]
    if not times:
        return LEAST
    pace = len(times) / max((day.at - min(times)).total_seconds(), 60.0)
    return max(LEAST, ceil(FASTER * pace * max((now - day.at).total_seconds(), 0.0)))
