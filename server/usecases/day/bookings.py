"""The register of bookings: times booked, taken back and listed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date

from balai.codes import plain_code
from balai.domain.commands import everyday as ec
from balai.domain.decide.issuing.booking import taken_in
from balai.domain.registers.bookings import Booking
from balai.domain.state import HallDay, Happened
from balai.protocol import requests as r
from balai.protocol.managed.bookings import BookingBlock, BookingList, BookingRow
from server.store.day.codes import fresh_codes
from server.store.day.jobs import Answer
from server.usecases.asking import Json, Kept, Submits, ask
from server.views.concern import of_service


def make(dispatcher: Submits, actor: str, day: HallDay, request: r.MakeBooking) -> Kept:
    """Book a time. The answer is a BookingRow."""
    own = str(request.request_id)
    code = plain_code(request.reference) if request.reference else fresh_codes(day, [own])[own]
    command = ec.MakeBooking(
        actor=actor,
        code=code,
        service_id=request.service_id,
        slot=request.slot.astimezone(UTC),
        persons=request.persons,
    )
    return ask(dispatcher, command, request, "POST /bookings", _of(code), 201)


def cancel(dispatcher: Submits, actor: str, code: str, request: r.Change) -> Kept:
    """Take a booking back. The answer is a BookingRow."""
    code = plain_code(code)
    command = ec.CancelBooking(actor=actor, code=code)
    return ask(dispatcher, command, request, f"POST /bookings/{code}/cancel", _of(code))


def _of(code: str) -> Answer:
    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return _row(day, day.bookings[code]).model_dump(mode="json")

    return answer


def listed(
    day: HallDay, on: date, agency_id: str | None = None, service_id: str | None = None
) -> BookingList:
    """The bookings of a date and the room that is left, of one agency or service where it is named; those
    that are over too, as long as the day lasts."""
    services = [
        service
        for service in day.config.services
        if service_id in (None, service.id) and agency_id in (None, *of_service(day, service.id))
    ]
    names = {service.id for service in services}
    found = (b for b in day.bookings.all() if b.on == on and b.service_id in names)
    blocks = (
        BookingBlock(
            service_id=service.id,
            opens=f"{block.opens:%H:%M}",
            closes=f"{block.closes:%H:%M}",
            quota=block.quota,
            taken=taken_in(day, service, on, block),
        )
        for service in services
        for block in service.booking_blocks
    )
    return BookingList(on=on, bookings=_rows(day, found), blocks=tuple(blocks))


def _rows(day: HallDay, found: Iterable[Booking]) -> tuple[BookingRow, ...]:
    return tuple(_row(day, b) for b in sorted(found, key=lambda b: (b.slot, b.code)))


def _row(day: HallDay, booking: Booking) -> BookingRow:
    visit = day.visits.get(booking.visit_id or "")
    state = booking.released or ("claimed" if visit else "standing")
    return BookingRow(
        code=booking.code,
        service_id=booking.service_id,
        slot=booking.slot,
        on=booking.on,
        persons=booking.persons,
        state=state,
        number=visit.number if visit else None,
    )
