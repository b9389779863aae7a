"""What stands in paths and queries, as models."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, StringConstraints, WithJsonSchema

from balai.codes import plain_code
from balai.domain.state import HallDay
from balai.hall_file.holidays_proposed import FIRST_YEAR, LAST_YEAR
from balai.protocol.base import LegId, Message, Slug
from balai.protocol.requests import BookingCode, PriorityClass, VoucherCode
from balai.protocol.views import Audience
from server.views import concern

_AUDIENCE = {"type": "string", "enum": list(get_args(Audience))}

_WHEN = {"anyOf": [{"type": "string", "enum": ["now", "opening"]}, {"type": "string", "format": "date"}]}


class VisitPath(Message):
    """A visit of today."""

    visit_id: UUID


class CounterPath(Message):
    """A counter of the hall."""

    counter_id: Slug


class AgencyPath(Message):
    """An agency of the hall."""

    agency_id: Slug


class ServicePath(Message):
    """A service of the hall."""

    service_id: Slug


class AnnouncementPath(Message):
    """An announcement of today."""

    announcement_id: UUID


class AccountPath(Message):
    """An account of the hall."""

    account_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class DevicePath(Message):
    """A device of the hall."""

    device_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class LegPath(Message):
    """A leg of a visit."""

    leg_id: LegId


class BookingPath(Message):
    """A booking by its code."""

    code: BookingCode


class CodePath(Message):
    """A code on paper, as a person types it."""

    code: VoucherCode


class BookingQuery(Message):
    """Bookings of a date (without it, today's), and of one service where it is named."""

    on: date | None = None
    service_id: Slug | None = None


class SeriesPath(Message):
    """A series of numbers."""

    series_id: Slug


class ServicesQuery(Message):
    """Services by id, with commas between them; without any, all."""

    services: Annotated[str, StringConstraints(pattern=r"^[a-z0-9,_-]{0,4000}$")] = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """The services that are named."""
        return tuple(name for name in self.services.split(",") if name)


class HallQuery(Message):
    """How much of the hall is wanted."""

    brief: bool = False


class StateQuery(Message):
    """Whose view; without it, the asker's own. With the `catalogue` apart the view has its version alone."""

    audience: Annotated[Audience | None, WithJsonSchema(_AUDIENCE)] = None
    catalogue: Literal["within", "apart"] = "within"


class NumberQuery(Message):
    """A number as a person types it."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=20)]


class ClassQuery(Message):
    """A class that a visitor may count as."""

    priority_class: PriorityClass = "regular"


class TrailQuery(Message):
    """Entries before an id (without it the latest), at most `limit` of them."""

    before: Annotated[int, Field(ge=1, le=2**53)] | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class DraftQuery(Message):
    """What the asker has of the draft already: its state and how many sets of edits, as `state.seen`;
    `apart`: its file is asked for by itself."""

    known: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{12,32}\.[0-9]{1,9})?$")] = ""
    apart: bool = False


class OutlookQuery(Message):
    """When the draft is to be in force."""

    when: Annotated[Literal["now", "opening"] | date, WithJsonSchema(_WHEN)] = "now"


class YearQuery(Message):
    """A year of the calendar."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class DayQuery(Message):
    """A day of the hall's calendar."""

    day: Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 31))]


class WeekQuery(Message):
    """The first of seven days."""

    monday: Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 12, 1))]


class GlanceQuery(Message):
    """The first of so many days, a year at most."""

    first: Annotated[date, Field(ge=date(FIRST_YEAR, 1, 1), le=date(LAST_YEAR, 1, 1))]
    count: Annotated[int, Field(ge=1, le=366)] = 31


class VersionsQuery(Message):
    """Versions before a number (without it the latest), at most `limit` of them."""

    before: Annotated[int, Field(ge=1, le=2**31)] | None = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class CompareQuery(Message):
    """Two versions by their numbers."""

    older: Annotated[int, Field(ge=1, le=2**31)]
    newer: Annotated[int, Field(ge=1, le=2**31)]


class LogQuery(Message):
    """Entries after a seq, at most `limit` of them."""

    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


def of_counter(day: HallDay, path: CounterPath) -> Collection[str] | None:
    """The agency of the counter that a path names."""
    return concern.of_counter(day, path.counter_id)


def of_service(day: HallDay, path: ServicePath) -> Collection[str] | None:
    """The agency of the service that a path names; None where there is no such service."""
    return concern.of_service(day, path.service_id) or None


def of_visit(day: HallDay, path: VisitPath) -> Collection[str] | None:
    """The agencies of the visit that a path names."""
    return concern.of_visit(day, str(path.visit_id))


def of_booking(day: HallDay, path: BookingPath) -> Collection[str] | None:
    """The agency of the booking that a path names."""
    return concern.of_booking(day, plain_code(path.code))


def of_leg(day: HallDay, path: LegPath) -> Collection[str] | None:
    """The agencies of the visit whose leg a path names."""
    return concern.of_leg(day, path.leg_id)
