"""How the events of bookings change a day."""

from __future__ import annotations

from collections.abc import Iterable

from balai.domain import events as e
from balai.domain.fold.visits import Changes
from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import local_date
from balai.domain.registers.bookings import BookedTime, Booking, Register
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace


def carried(config: HallConfig, booked: Iterable[BookedTime]) -> Register:
    """The register with which a day begins."""
    register = Register()
    for one in booked:
        register = register.put(_booking(config, one))
    return register


def made(day: HallDay, h: Happened, event: e.BookingMade) -> Changes:
    """A time was booked."""
    return {"bookings": day.bookings.put(_booking(day.config, event))}


def _booking(config: HallConfig, one: BookedTime | e.BookingMade) -> Booking:
    on = local_date(one.slot, config.zone)
    return Booking(one.code, one.service_id, one.slot, on, one.persons)


def released(day: HallDay, h: Happened, event: e.BookingReleased) -> Changes:
    """A booking is over."""
    return {"bookings": day.bookings.changed(event.code, released=event.reason)}


def in_zone(register: Register, config: HallConfig) -> Register:
    """The register with every booking on its date in the hall's time zone."""
    again = Register()
    for booking in register.all():
        again = again.put(replace(booking, on=local_date(booking.slot, config.zone)))
    return again
