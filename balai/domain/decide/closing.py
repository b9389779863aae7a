"""When a day's waiting ends, whom that overtakes, and which rights go on to the next day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from balai.domain import events as e
from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import day_bounds, local_date
from balai.domain.hall.opening import service_day
from balai.domain.registers.bookings import BookedTime, Booking
from balai.domain.rights import opens_on, renewed
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, Place, Voucher

#: How long after their service's hours somebody may still be called.
GRACE = timedelta(minutes=15)
#: A hall that closes late ends its waiting so long before the date changes, while its log is open.
BEFORE_MIDNIGHT = timedelta(minutes=2)


def overtaken(day: HallDay, now: datetime | None) -> list[Leg]:
    """Who waits or is parked, in order of arrival, and is overtaken by closing at `now` (aware): GRACE
    after the last opening of their own service today (an agency that ends at noon tells them at noon),
    after joining the line, and after the end of a time aside. None: everybody."""
    legs: Iterable[Leg] = waiting_legs(day) if now is None else _overtaken_at(day, now)
    return sorted(legs, key=lambda leg: (leg.arrived_at, leg.order))


def _overtaken_at(day: HallDay, now: datetime) -> Iterator[Leg]:
    """In no stated order; a service that is still open is passed over as one, whoever waits for it."""
    if day.config.calendar.always_open:
        return
    latest, over = ends_at(day), now - GRACE
    for service_id, lanes in day.lanes.items():
        closes = _closes(day, service_id)
        if closes is not None and over < closes and now < latest:
            continue
        legs = (leg for line in lanes.values() for leg in line)
        yield from (leg for leg in legs if now >= latest or over >= _from(leg, closes))
    for leg in map(day.legs.__getitem__, day.parked):
        if now >= latest or over >= _from(leg, _closes(day, leg.service_id)):
            yield leg


def ends_at(day: HallDay) -> datetime:
    """When the waiting of a day ends in any case, while its log is still open (aware UTC)."""
    return day_bounds(day.date, day.config.zone)[1] - BEFORE_MIDNIGHT


def is_left_behind(day: HallDay, now: datetime | None = None) -> bool:
    """Whether the day holds anybody who waits, is aside or is at a counter, a counter that is held, or a
    booking that nobody has claimed, of the day itself and of days that have passed at `now` without a log."""
    held = any(state.status is not CounterStatus.CLOSED for state in day.counters.values())
    return held or bool(passed_by(day, now or day.at)) or any(True for _ in waiting_legs(day))


def passed_by(day: HallDay, now: datetime) -> list[Booking]:
    """The bookings that nobody can claim any more once the day is over at `now` (aware)."""
    today = local_date(now, day.config.zone)
    return [b for b in day.bookings.standing() if b.on <= day.date or b.on < today]


def _closes(day: HallDay, service_id: str) -> datetime | None:
    """The last closing of a service today; None where it does not open."""
    service = day.config.service_by_id.get(service_id)
    today = service_day(day.config, service, day.date) if service else None
    return today.openings[-1][1] if today else None


def _from(leg: Leg, closes: datetime | None) -> datetime:
    """From when closing may overtake a leg; a service that does not open today (the hall was closed
    meanwhile) has closed already."""
    closes = closes or leg.joined_at
    return max(closes, leg.joined_at, leg.until or closes)


def waiting_legs(day: HallDay) -> Iterator[Leg]:
    """Who waits or is aside."""
    for lanes in day.lanes.values():
        for line in lanes.values():
            yield from line
    yield from (day.legs[leg_id] for leg_id in day.parked)


def carried_over(day: HallDay, to: date, config: HallConfig | None = None) -> tuple[Voucher, ...]:
    """The rights that `day` hands on to the day `to` under the configuration of that day (None: as today):
    those it leaves behind, and those it was handed itself and that nobody used. One whose day has passed,
    or does not come, is for the next."""
    after = config or day.config
    found = [renewed(right, after, day.date, to, was_open=False) for right in day.unserved.values()]
    for right in day.vouchers.values():
        service = day.config.service_by_id.get(right.service_id)
        was_open = service is not None and opens_on(day.config, service, day.date)
        found.append(renewed(right, after, day.date, to, was_open=was_open))
    return tuple(right for right in found if right is not None)


def booked_over(day: HallDay, to: date) -> tuple[BookedTime, ...]:
    """The bookings that `day` hands on to the day `to`: those that stand for it or a later day."""
    found = sorted((b for b in day.bookings.standing() if b.on >= to), key=lambda b: (b.slot, b.code))
    return tuple(BookedTime(b.code, b.service_id, b.slot, b.persons) for b in found)


def places_kept(config: HallConfig, today: date, carried: Iterable[Voucher]) -> list[e.Event]:
    """The visits whose place is kept over night and whose service opens today, in their order: they wait as
    soon as the day opens, under the numbers on their papers, before everybody who comes today. Their waiting
    counts from when numbers are given out: a night is no waiting time."""
    kept: list[tuple[Place, Voucher]] = []
    for right in carried:
        service = config.service_by_id.get(right.service_id)
        comes = right.valid_on == today or (
            right.valid_on is None and service and opens_on(config, service, today)
        )
        if right.place is not None and service is not None and comes:
            kept.append((right.place, right))
    if not kept:
        return []
    kept.sort(key=lambda one: (one[0].base, one[0].order))
    shift = day_bounds(today, config.zone)[0] - kept[-1][0].base
    return [_waits_on(config, today, place, right, place.base + shift) for place, right in kept]


def _waits_on(config: HallConfig, today: date, place: Place, right: Voucher, base: datetime) -> e.VisitIssued:
    found = service_day(config, config.service_by_id[right.service_id], today)
    return e.VisitIssued(
        place.visit_id, f"{place.visit_id}.{place.begun + 1}", right.number, place.series_id, place.ordinal,
        right.service_id, right.priority_class, place.channel,
        plan=tuple(s for s in right.plan if s in config.service_by_id), voucher=right.code,
        persons=right.persons, done=right.done, base=base,
        came=found.tickets_from if found and not config.calendar.always_open else None,
    )  # fmt: skip
