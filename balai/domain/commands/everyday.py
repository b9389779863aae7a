"""What staff ask for people who wait or have booked, beside calling them, and what they put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from balai.domain.commands import Command, CounterCommand, LegCommand


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Command):
    """Let somebody who waits go away for a while and keep the place: until an aware time, or for as long as
    the hall allows."""

    leg_id: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeVisit(Command):
    """Let a visit that waits go for another service, or count as another class (None: as before), or go for
    more services after those that it is to go through (`also`)."""

    visit_id: str
    service_id: str | None = None
    priority_class: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkTicket(Command):
    """Say that a visit's ticket is known not to be printed, or has been printed again; not `certain`: that
    nobody knows."""

    visit_id: str
    printed: bool
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForCopy(Command):
    """Have a copy of a visit's ticket printed: at the kiosk of this device id, or (None) at the one that
    prints what the hall asks for."""

    visit_id: str
    kiosk_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeNow(CounterCommand):
    """Serve somebody who stands at the counter without a ticket, or with number `paper` of a roll."""

    visit_id: str
    service_id: str
    priority_class: str = "regular"
    persons: int = 1
    paper: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCollection(LegCommand):
    """Let the visitor in hand come back `on` another local date, first in line, for what is ready then.
    `code` is an unguessable voucher code."""

    on: date
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeBooking(Command):
    """Book a time (aware) of a service for so many persons. `code` is an unguessable one of ours, or the
    reference that another register of bookings gave its visitor."""

    code: str
    service_id: str
    slot: datetime
    persons: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelBooking(Command):
    """Take a booking back that nobody has claimed; harmless to repeat."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseBookings(Command):
    """Free the places of bookings that nobody claimed in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectLeg(Command):
    """Put right what is told of a leg that has ended; see `corrections.LegCorrected`."""

    leg_id: str
    corrects: int
    state: str | None = None
    service_id: str | None = None
    outcome: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseQuota(Command):
    """Let so many persons more come for a service today."""

    service_id: str
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAway(Command):
    """Somebody who asked for a number of a service was refused it, with this code."""

    service_id: str
    code: str
    channel: str
    priority_class: str
