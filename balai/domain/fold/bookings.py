"""How the events of bookings change a day."""

from __future__ import annotations

from collections.abc import Iterable

from balai.domain import events as e
from balai.domain.bookings import BookedTime, Booking, Register
from balai.domain.fold.visits import Changes
from balai.domain.hall.config import HallConfig
from balai.domain.replacing import replace
from balai.domain.state import HallDay, Happened


def carried(config: HallConfig, booked: Iterable[BookedTime | e.BookingMade]) -> Register:
    """The register with which a day begins."""
    zone, register = config.zone, Register()
    for one in booked:
        on = one.slot.astimezone(zone).date()
        register = register.put(Booking(one.code, one.service_id, one.slot, on, one.persons))
    return register


def made(day: HallDay, h: Happened, event: e.BookingMade) -> Changes:
    """A time was booked."""
    on = event.slot.astimezone(day.config.zone).date()
    booking = Booking(event.code, event.service_id, event.slot, on, event.persons)
    return {"bookings": day.bookings.put(booking)}


def released(day: HallDay, h: Happened, event: e.BookingReleased) -> Changes:
    """A booking is over."""
    return {"bookings": day.bookings.changed(event.code, released=event.reason)}


def in_zone(register: Register, config: HallConfig) -> Register:
    """The register with every booking on its date in the hall's time zone."""
    zone, again = config.zone, Register()
    for booking in register.all():
        again = again.put(replace(booking, on=booking.slot.astimezone(zone).date()))
    return again
