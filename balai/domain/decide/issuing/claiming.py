"""Checking in with a booking: by its code, for its service, on its day, in time, and once."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain import commands as c
from balai.domain.errors import Refusal
from balai.domain.registers.bookings import Booking
from balai.domain.state import HallDay


def late_at(day: HallDay, now: datetime) -> list[Booking]:
    """The bookings of the day whose time and grace have passed at `now` (aware), unclaimed."""
    return [b for b in day.bookings.on(day.date) if b.stands and now > _last_moment(day, b)]


def _last_moment(day: HallDay, booking: Booking) -> datetime:
    return booking.slot + timedelta(minutes=day.config.rules.grace_minutes)


def claim(day: HallDay, command: c.IssueVisit, now: datetime) -> Booking | None:
    """The booking that a visitor claims by its code; None where none is claimed. Raises Refusal where it may
    not be claimed so, and for a booked time or class without a booking."""
    if command.booking is None:
        if command.slot is not None or command.priority_class == "appointment":
            raise unbooked()
        return None
    if command.voucher is not None:
        raise Refusal("one_code", "A booking and a right are used one at a time.")
    booking = known(day, command.booking)
    holds_now(day, booking, now)
    if booking.service_id != command.service_id:
        raise Refusal(
            "booking_other_service", "This booking is for another service.", service_id=booking.service_id
        )
    if command.slot is not None and command.slot != booking.slot:
        at = _local(day, booking)
        raise Refusal("booking_other_time", f"This booking is for {at}.", at=at)
    return booking


def holds_now(day: HallDay, booking: Booking, now: datetime) -> None:
    """Raises Refusal where nobody can check in with a booking at `now` (aware)."""
    at = _local(day, booking)
    if booking.visit_id is not None:
        raise used(day, booking)
    if booking.released == "cancelled":
        raise Refusal("booking_cancelled", "This booking was taken back.", at=at)
    if booking.on != day.date:
        raise Refusal(
            "booking_other_day", f"This booking is for {booking.on}.", on=booking.on.isoformat(), at=at
        )
    if booking.released is not None or now > _last_moment(day, booking):
        raise Refusal("booking_late", f"This booking was for {at}; its place is free again.", at=at)


def _local(day: HallDay, booking: Booking) -> str:
    return f"{booking.slot.astimezone(day.config.zone):%H:%M}"


def known(day: HallDay, code: str) -> Booking:
    """A booking by its code. Raises Refusal `booking_unknown`."""
    booking = day.bookings.get(code)
    if booking is None:
        raise Refusal("booking_unknown", "No booking has this code.")
    return booking


def unbooked() -> Refusal:
    """What to raise where a booked time or class is wanted without a booking."""
    return Refusal("booking_missing", "A booked visitor checks in with the code of the booking.")


def used(day: HallDay, booking: Booking) -> Refusal:
    """What to raise where a booking was claimed already."""
    visit = day.visits.get(booking.visit_id or "")
    number = visit.number if visit else ""
    return Refusal("booking_used", f"This booking was used already: {number}.", number=number)


def check_chain(day: HallDay, chain: str, after: int) -> None:
    """Raises Refusal `chain_behind`, with the last that is known of a chain, where the log has not all that
    the hub has said to have: it is one of before."""
    found = day.chains.get(chain)
    last_n = found.last_n if found else 0
    if after > last_n:
        raise Refusal("chain_behind", "This hub has lost tickets of the device.", last_n=last_n)


def check_wanted(day: HallDay, visit_id: str) -> None:
    """Raises Refusal `visit_abandoned` for a visit that its device has given up."""
    if visit_id in day.abandoned:
        raise Refusal("visit_abandoned", "The device has given this number up.", visit_id=visit_id)
