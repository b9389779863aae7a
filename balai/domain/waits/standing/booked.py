"""Who has booked and has not come yet: the slot says more of when they come than a rate does."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from balai.domain.order.discipline import rule_of
from balai.domain.order.lanes import standard
from balai.domain.registers.bookings import Booking
from balai.domain.state import HallDay
from balai.domain.waits.chances import leads_of
from balai.domain.waits.lines import Player
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import HORIZON, Coming

BOOKED = "appointment"
#: So long before its slot a booking has a window of its own: hardly anybody comes earlier.
EARLY = timedelta(minutes=45)
#: How far before their slot booked visitors come, in seconds, where nobody knows.
LEADS = (-300.0, 0.0, 300.0, 600.0, 900.0, 1500.0)
#: Of those who booked, so many come, where nobody knows; and how many weigh as much.
COME, COME_WEIGHT, ALL_COME = 0.85, 10.0, 0.98
#: The numbers of those who have booked, so that each has luck of their own: after that of who takes the next
#: ticket, so that nobody is kept waiting by oneself, nor by those of the same slot who come later.
_BOOKED = 1 << 61
#: Of a person's numbers the two that say whether and when they come.
_WHETHER, _WHEN = 7, 8


def awaited(day: HallDay, now: datetime, services: frozenset[str]) -> list[Booking]:
    """The bookings of these services today whose visitors may still come."""
    grace = timedelta(minutes=day.config.rules.grace_minutes)
    return [
        booking
        for service_id, found in day.bookings.awaited(day.date)
        if service_id in services and service_id in day.config.service_by_id
        for booking in found
        if now <= booking.slot + grace
    ]


def slots_soon(day: HallDay, now: datetime, services: frozenset[str]) -> list[tuple[str, str, datetime]]:
    """The service, class and slot of those who may check in about now."""
    found = awaited(day, now, services)
    return sorted({(b.service_id, BOOKED, b.slot) for b in found if b.slot <= now + EARLY})


def registered(day: HallDay) -> bool:
    """Whether the hall keeps a register for today: then nobody else comes with a slot."""
    return any(True for _ in day.bookings.on(day.date))


def booked_coming(
    moment: Moment, latest: Mapping[str, datetime], services: frozenset[str]
) -> Callable[[Lots], Iterable[Coming]]:
    """Draws when those come who have booked and would stand before the `latest` place of a service."""
    rules = moment.day.config.rules
    rule, known = rule_of(rules), moment.day.config.service_by_id
    leads: dict[str, list[float]] = {}
    found: list[tuple[Booking, int, list[float], float]] = []
    for booking in awaited(moment.day, moment.now, services):
        id_ = booking.service_id
        if id_ not in latest:
            continue
        if rule.takes_turns:
            matters = booking.slot < moment.now + timedelta(seconds=HORIZON / 2)
        else:
            matters = booking.slot + rule.shift(known[id_], BOOKED, rules) < latest[id_]
        if matters:
            pool = leads.setdefault(id_, sorted([*leads_of(moment.memory, (id_, BOOKED)), *LEADS]))
            found.append((booking, _BOOKED + crc32(booking.code.encode()), *_left(moment, booking, pool)))

    def once(lots: Lots) -> Iterable[Coming]:
        for booking, order, pool, comes in found:
            own = lots.first(order)
            if lots.table[own + _WHETHER * lots.rows] < comes:
                lead = pool[int(lots.table[own + _WHEN * lots.rows] * len(pool))]
                at = max(0.0, (booking.slot - moment.now).total_seconds() - lead)
                yield at, partial(_player, moment, booking, order, at)

    return once


def _left(moment: Moment, booking: Booking, pool: Sequence[float]) -> tuple[list[float], float]:
    """The leads with which a visitor may still come, and how likely it is that they do."""
    to_slot = (booking.slot - moment.now).total_seconds()
    left = list(pool[: bisect_left(pool, to_slot)]) or [to_slot - 60.0]
    share = min(ALL_COME, moment.memory.share_kept(COME, COME_WEIGHT))
    still = share * len(left) / len(pool)
    return left, still / (still + 1.0 - share)


def _player(moment: Moment, booking: Booking, order: int, at: float) -> Player:
    due = booking.slot + standard(moment.day.config.service_by_id[booking.service_id], BOOKED)
    joins = moment.now + timedelta(seconds=at)
    return Player("", booking.service_id, BOOKED, booking.slot, due, joins, order, since=at)
