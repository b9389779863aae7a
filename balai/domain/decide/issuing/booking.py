"""The register of bookings: times booked within capacity, taken back, freed when nobody comes in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.issuing.claiming import known, late_at, used
from balai.domain.decide.issuing.journeys import next_day
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.named import service_of
from balai.domain.decide.visits import check_persons, journey_to
from balai.domain.errors import Refusal
from balai.domain.hall.config import QuotaBlock, Service
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import is_open
from balai.domain.quota import block_among
from balai.domain.state import HallDay


def make(day: HallDay, command: ec.MakeBooking, now: datetime) -> list[e.Event]:
    """Book a time to come, in a block of the service that has room, on a day on which it is open. The same
    once more by the same code changes nothing."""
    service, slot = service_of(day, command.service_id), command.slot.astimezone(UTC)
    check_persons(command.persons)
    before = day.bookings.get(command.code)
    asked = service.id, slot, command.persons
    if before and before.stands and (before.service_id, before.slot, before.persons) == asked:
        return []
    if before.released is None if before else day.has_code(command.code):
        raise Refusal("code_taken", "This code stands for something else; send it again.")
    on = _day_of(day, service, slot, now)
    _check_room(day, service, on, slot, command.persons)
    for one in journey_to(day, [service], set()):
        within_quota(day, one, command.persons, slot, booked=True, on=on)
    return [e.BookingMade(command.code, service.id, slot, command.persons)]


def _day_of(day: HallDay, service: Service, slot: datetime, now: datetime) -> date:
    """The date of a time that may be booked. Raises Refusal."""
    on, days = local_date(slot, day.config.zone), day.config.rules.booking_days
    if slot <= now:
        raise Refusal("booking_past", "Only a time that is still to come is booked.")
    if (on - day.date).days > days:
        raise Refusal("booking_too_far", f"Times are booked up to {days} days ahead.", days=days)
    if not is_open(day.config, service, slot) or not _stays(day, service, on, slot):
        raise Refusal(
            "booking_closed", f"{service.name} is not open at that time.",
            service_id=service.id, **next_day(day, service),
        )  # fmt: skip
    return on


def _stays(day: HallDay, service: Service, on: date, slot: datetime) -> bool:
    """Whether a change that waits leaves the service open at that time, and a counter that offers it."""
    waits = day.scheduled
    if waits is None or on < waits.on:
        return True
    later = waits.config.service_by_id.get(service.id)
    if later is None or not waits.config.counters_for.get(service.id):
        return False
    return is_open(waits.config, later, slot)


def _check_room(day: HallDay, service: Service, on: date, slot: datetime, persons: int) -> None:
    block = block_among(day.config, service.booking_blocks, slot)
    if block is None:
        raise Refusal(
            "booking_not_offered",
            f"No times of {service.name} are booked at that hour.",
            service_id=service.id,
            blocks=_hours(service.booking_blocks),
        )
    if taken_in(day, service, on, block) + persons > block.quota:
        free = [b for b in service.booking_blocks if taken_in(day, service, on, b) + persons <= b.quota]
        raise Refusal(
            "booking_full",
            f"All {block.quota} places of {service.name} at that hour are booked.",
            service_id=service.id,
            quota=block.quota,
            free=_hours(free),
        )


def _hours(blocks: Iterable[QuotaBlock]) -> list[str]:
    return [f"{block.opens:%H:%M}-{block.closes:%H:%M}" for block in blocks]


def taken_in(day: HallDay, service: Service, on: date, block: QuotaBlock) -> int:
    """How many persons have booked a time of a block on a date, whether they came already or not."""
    booked = day.bookings.of(on, service.id)
    return sum(b.persons for b in booked if block_among(day.config, (block,), b.slot) is not None)


def cancel(day: HallDay, command: ec.CancelBooking, now: datetime) -> list[e.Event]:
    """A booking that nobody has claimed is taken back."""
    booking = known(day, command.code)
    if booking.released is not None:
        return []
    if booking.visit_id is not None:
        raise used(day, booking)
    return [e.BookingReleased(booking.code, "cancelled")]


def release(day: HallDay, command: ec.ReleaseBookings, now: datetime) -> list[e.Event]:
    """Whose time and grace have passed at `now` gives the place back."""
    return [e.BookingReleased(booking.code, "late") for booking in late_at(day, now)]
