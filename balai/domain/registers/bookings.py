"""The register of bookings: a place for a time, promised before its visitor comes, known by a code alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from balai.domain.event import Event
from balai.domain.values.replacing import replace
from balai.domain.values.shards import Shards

#: Why a booking is over: nobody came in time, somebody took it back.
RELEASED = ("late", "cancelled")


@dataclass(frozen=True, slots=True)
class Booking:
    """A booked time (aware UTC) of a service for so many persons, on a date of the hall.

    Claimed by `visit_id`, or over for a reason of RELEASED, or else it stands. Whose it is nobody knows but
    its visitor: there is no name, number or contact.
    """

    code: str
    service_id: str
    slot: datetime
    on: date
    persons: int = 1
    visit_id: str | None = None
    released: str | None = None

    @property
    def stands(self) -> bool:
        """Whether its visitor is still awaited."""
        return self.visit_id is None and self.released is None


@dataclass(frozen=True, slots=True)
class BookingMade(Event):
    """A time was booked; the entry's actor is who made it."""

    TYPE: ClassVar[str] = "booking_made"
    code: str
    service_id: str
    slot: datetime
    persons: int = 1


@dataclass(frozen=True, slots=True)
class BookingReleased(Event):
    """A booking is over and its place free, for a reason of RELEASED."""

    TYPE: ClassVar[str] = "booking_released"
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BookedTime:
    """A booking as a new day's first event carries it over: one that stands for that day or a later one."""

    code: str
    service_id: str
    slot: datetime
    persons: int = 1


Codes = Mapping[str, None]
_NONE: Codes = {}


class Register:
    """All bookings that a day knows, by code and by date and service. Immutable; `put` gives the next."""

    __slots__ = ("_by_code", "_by_date")

    def __init__(
        self,
        by_code: Shards[Booking] | None = None,
        by_date: Mapping[date, Mapping[str, Codes]] | None = None,
    ) -> None:
        self._by_code: Shards[Booking] = by_code if by_code is not None else Shards()
        self._by_date: Mapping[date, Mapping[str, Codes]] = by_date or {}

    @classmethod
    def of_all(
        cls, bookings: Iterable[Booking], places: Mapping[date, Mapping[str, tuple[str, ...]]]
    ) -> Register:
        """A register as it was: all its bookings, and `places`."""
        by_date = {
            on: {service_id: dict.fromkeys(codes) for service_id, codes in services.items()}
            for on, services in places.items()
        }
        return cls(Shards.of({booking.code: booking for booking in bookings}), by_date)

    @property
    def places(self) -> Mapping[date, Mapping[str, tuple[str, ...]]]:
        """The codes of those that take a place, by date and service, in the order made."""
        return {
            on: {service_id: tuple(codes) for service_id, codes in services.items()}
            for on, services in self._by_date.items()
        }

    def get(self, code: str) -> Booking | None:
        """The booking with a code, also one that is claimed or over."""
        return self._by_code.get(code)

    def __getitem__(self, code: str) -> Booking:
        return self._by_code[code]

    def put(self, booking: Booking) -> Register:
        """The register with a booking that is new or changed; what is over takes no place any more."""
        services = self._by_date.get(booking.on, {})
        codes = dict(services.get(booking.service_id, _NONE))
        codes.pop(booking.code, None)
        if booking.released is None:
            codes[booking.code] = None
        by_date = {**self._by_date, booking.on: {**services, booking.service_id: codes}}
        return Register(self._by_code.set(booking.code, booking), by_date)

    def changed(self, code: str, **changes: object) -> Register:
        """The register with some fields of a booking changed. Raises KeyError for an unknown code."""
        return self.put(replace(self._by_code[code], **changes))

    def of(self, on: date, service_id: str) -> Iterator[Booking]:
        """Those of a service on a date that take a place: standing or claimed, in the order made."""
        for code in self._by_date.get(on, {}).get(service_id, _NONE):
            yield self._by_code[code]

    def on(self, on: date) -> Iterator[Booking]:
        """Those of a date that take a place."""
        for service_id in self._by_date.get(on, {}):
            yield from self.of(on, service_id)

    def awaited(self, on: date) -> Iterator[tuple[str, list[Booking]]]:
        """By service those of a date whose visitors are still awaited."""
        for service_id, codes in self._by_date.get(on, {}).items():
            bookings = [booking for code in codes if (booking := self._by_code[code]).stands]
            if bookings:
                yield service_id, bookings

    def standing(self) -> Iterator[Booking]:
        """Those of every date whose visitors are still awaited."""
        for on in self._by_date:
            yield from (booking for booking in self.on(on) if booking.stands)

    def all(self) -> Iterable[Booking]:
        """Every booking, in no stated order."""
        return self._by_code.values()

    def __len__(self) -> int:
        return len(self._by_code)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Register) and self._by_code == other._by_code

    __hash__ = None  # type: ignore[assignment]  # a value, but not a key

    def __repr__(self) -> str:
        return f"Register({sorted(self._by_code.values(), key=lambda b: b.code)!r})"
