"""The register of bookings on the wire: what is booked on a date, and where there is still room."""

from __future__ import annotations

from datetime import date

from balai.protocol.base import Moment, News


class BookingRow(News):
    """A booked time. `state` is standing, claimed (by the visit with `number`), late or cancelled."""

    code: str
    service_id: str
    slot: Moment
    on: date
    persons: int
    state: str
    number: str | None = None


class BookingBlock(News):
    """Hours of a service on a date in which times are booked (HH:MM, local): for at most `quota` persons, of
    whom `taken` have booked."""

    service_id: str
    opens: str
    closes: str
    quota: int
    taken: int


class BookingList(News):
    """The bookings of a date, by time, and where there is still room."""

    on: date
    bookings: tuple[BookingRow, ...]
    blocks: tuple[BookingBlock, ...]
