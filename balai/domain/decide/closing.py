"""When a day's waiting ends, whom that overtakes, and which rights go on to the next day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from balai.domain.hall.localtime import day_bounds
from balai.domain.hall.opening import spans, zone_of
from balai.domain.state import HallDay
from balai.domain.visit import Leg, Voucher

GRACE = timedelta(minutes=15)
"""How long after the last desk's hours somebody may still be called."""
BEFORE_MIDNIGHT = timedelta(minutes=2)
"""A hall that closes late ends its waiting so long before the date changes, while its log is open."""


def last_closing(day: HallDay) -> datetime | None:
    """The end (aware) of the day's last opening of any service; None for a hall that is always open,
    and on a day on which nothing opens."""
    if day.config.calendar.always_open:
        return None
    ends = [openings[-1].closes for s in day.config.services if (openings := spans(day.config, s, day.date))]
    return max(ends, default=None)


def overtaken(day: HallDay, now: datetime | None) -> list[Leg]:
    """Who waits or is parked, in order of arrival, and is overtaken by closing at `now` (aware): GRACE
    after the last opening, after joining the line, and after the end of a time aside. None: everybody."""
    waiting = sorted(_waiting(day), key=lambda leg: (leg.arrived_at, leg.order))
    if now is None or not waiting:
        return waiting
    closes = last_closing(day)
    if closes is None:
        return []
    latest = day_bounds(day.date, zone_of(day.config))[1] - BEFORE_MIDNIGHT
    return [
        leg for leg in waiting if now >= min(max(closes, leg.joined_at, leg.until or closes) + GRACE, latest)
    ]


def _from(leg: Leg, closes: datetime) -> datetime:
    return max(closes, leg.joined_at, leg.until or closes)


def _waiting(day: HallDay) -> Iterator[Leg]:
    for lanes in day.lanes.values():
        for line in lanes.values():
            yield from line
    yield from (day.legs[leg_id] for leg_id in day.parked)


def carried_over(day: HallDay, to: date) -> tuple[Voucher, ...]:
    """The rights that `day` hands on to the day `to`: those it leaves behind and those it was handed
    itself and that nobody used, as long as they are valid on `to` or later."""
    standing = {**day.vouchers, **day.unserved}
    return tuple(voucher for voucher in standing.values() if voucher.valid_on >= to)
