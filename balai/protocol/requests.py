"""What can be asked over HTTP. Every change carries a `request_id`; repeating it changes nothing."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    Strict,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from balai.protocol.base import LegId, Message, Slug
from balai.text.people import Tidied, tidied
from balai.words.languages import SpokenLanguage


def _near(moment: datetime) -> datetime:
    # Times at the ends of the calendar cannot be turned into UTC.
    if not 2000 <= moment.year < 2200:
        raise ValueError("must lie between the years 2000 and 2200")
    return moment


#: A time that a request gives: aware, and near enough to be turned into UTC.
GivenTime = Annotated[AwareDatetime, Strict(), AfterValidator(_near)]
Counted = Annotated[int, Strict(), Field(ge=0, le=2**53)]
Channel = Literal["kiosk", "assisted", "phone", "booking", "counter"]
Persons = Annotated[int, Strict(), Field(ge=1, le=50)]
PaperNumber = Annotated[int, Strict(), Field(ge=1, le=9999)]
PriorityClass = Literal["regular", "priority", "high", "appointment"]
# As typed from paper: letters of both sizes, in groups or not.
VoucherCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{3,30}$")]


#: What a machine calls the list of all that it gives out: made once, on its first start.
ChainId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8,64}$")]


def _impersonal(text: str) -> str:
    # Sixteen digits in a row, however they are grouped, are somebody's identity number.
    if re.search(r"(?:[0-9][\s.\-_/]*){16}", text):
        raise PydanticCustomError("personal_number", "holds an identity number")
    if not text:
        raise PydanticCustomError("string_too_short", "must not be empty")
    return text


#: The code of a booking, or another system's reference of one: as typed, and never an identity number.
BookingCode = Annotated[VoucherCode, AfterValidator(_impersonal)]


class Change(Message):
    """A change. `request_id` is unique for the hall and kept 60 days with its answer."""

    request_id: UUID


class IssueVisit(Change):
    """Give a number for a service.

    `done` names services of its journey that are done already; `booking` is the code of one who checks in,
    without which nobody is of class `appointment`, and `slot`, where a client says it, the time of that
    booking; `voucher` the code of a right carried over. `also` are services wanted beside, `persons` how many
    come on the number (on a booking as many as were booked), `paper` the number that they hold from a roll
    while a machine is broken. A device that may be cut off says the id of the visit itself, its place `n` in
    its own `chain`, and the place `after` which this is, of those that the hub has said to have today.
    """

    service_id: Slug
    channel: Channel = "kiosk"
    priority_class: PriorityClass = "regular"
    done: Annotated[tuple[Slug, ...], Field(max_length=32)] = ()
    slot: GivenTime | None = None
    voucher: VoucherCode | None = None
    also: Annotated[tuple[Slug, ...], Field(max_length=8)] = ()
    persons: Persons = 1
    paper: PaperNumber | None = None
    booking: BookingCode | None = None
    visit_id: UUID | None = None
    chain: ChainId | Literal[""] = ""
    n: Counted = 0
    after: Counted = 0

    @model_validator(mode="after")
    def _booked(self) -> Self:
        if self.booking is None and (self.priority_class == "appointment" or self.slot is not None):
            fault = InitErrorDetails(
                type=PydanticCustomError("booking_missing", "an appointment has a booking"),
                loc=("booking",),
                input=None,
            )
            raise ValidationError.from_exception_data("IssueVisit", [fault])
        return self


Scope = Annotated[str, StringConstraints(pattern=r"^(hall|(agency|service|kiosk):[A-Za-z0-9_-]{1,64})$")]


class StopNumbers(Change):
    """Give no numbers in a scope, until a time if one is known. `reason` is one of the core's short list."""

    scope: Scope
    reason: Slug
    until: GivenTime | None = None


class GoOn(Change):
    """Give numbers again in a scope."""

    scope: Scope


class RaiseQuota(Change):
    """Let so many persons more come for a service today."""

    persons: Annotated[int, Strict(), Field(ge=1, le=500)]


class CloseCounter(Change):
    """Leave a counter. Where nobody else serves who waits here, `waiting` says what becomes of them: stay,
    stop (no more numbers) or end (with a right for another day each)."""

    waiting: Literal["stay", "stop", "end"] | None = None


class Pause(Change):
    """A break at a counter, until a time if one is known. `reason` is one of the core's short list."""

    until: GivenTime | None = None
    reason: Slug | None = None


class CallNext(Change):
    """Finish the leg in hand (null for none; a mismatch is refused) and call the next.

    `became` says what became of one who was called and is not known to have come; without it the rules
    of presence and absence say so: nobody is finished who may not have been there. `outcome`, from the
    hall's list, is that of who is finished.
    """

    finishes: LegId | None
    became: Literal["present", "absent", "aside"] | None = None
    outcome: Slug | None = None


class CallChosen(CallNext):
    """Finish the leg in hand and call this one instead of the next. `reason`, one of the core's short
    list, is kept in the log."""

    leg_id: LegId
    reason: Slug


class ConfirmDate(Change):
    """A person says what date it is in the hall."""

    date: Annotated[date, Strict()]


class VoidDay(Change):
    """Take back a day that was opened on a wrong clock. `losing` is how many numbers, bookings and changes of
    settings may be lost with it, as `GET /day/clock` told them; none where it is left out."""

    date: Annotated[date, Strict()]
    losing: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class OnLeg(Change):
    """Something done to the leg in hand. `occurred_at` is when a cut-off tablet did it, `clock_certain`
    whether its clock had been set by the hub's."""

    leg_id: LegId
    occurred_at: GivenTime | None = None
    clock_certain: Annotated[bool, Strict()] = True


class FinishLeg(OnLeg):
    """Service is over, with an outcome from the hall's list where one was chosen."""

    outcome: Slug | None = None


class PromiseCollection(OnLeg):
    """The visitor in hand comes back on another day for what is ready then."""

    on: Annotated[date, Strict()]


class ServeNow(Change):
    """Serve somebody who stands at the counter without a ticket, or with number `paper` of a roll."""

    service_id: Slug
    priority_class: Literal["regular", "priority", "high"] = "regular"
    persons: Persons = 1
    paper: PaperNumber | None = None


class ParkLeg(OnLeg):
    """Let the leg wait aside, until a time if one is known."""

    until: GivenTime | None = None


class TransferLeg(OnLeg):
    """End the leg here and begin the next at another service: of any of its counters, of `to_counter` alone,
    or `back` where the visitor was sent from. With a `reason` of the core's short list also where it opens no
    more today."""

    service_id: Slug | None = None
    to_counter: Slug | None = None
    reason: Slug | None = None
    back: Annotated[bool, Strict()] = False

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if self.service_id is None and not self.back:
            fault = InitErrorDetails(type="missing", loc=("service_id",), input=None)
            raise ValidationError.from_exception_data("TransferLeg", [fault])
        return self


class KeepPlace(Change):
    """Somebody who waits goes away for a while and keeps the place: until a time, or as long as the hall
    allows."""

    until: GivenTime | None = None


class ChangeVisit(Change):
    """A visit that waits goes for another service, or counts as another class (null: as before), or for more
    services at the end of its way (`also`)."""

    service_id: Slug | None = None
    priority_class: PriorityClass | None = None
    also: Annotated[tuple[Slug, ...], Field(max_length=8)] = ()


class MarkTicket(Change):
    """Whether a visit's ticket is known not to be `printed`, or was printed again; not `certain`: nobody
    knows."""

    printed: Annotated[bool, Strict()]
    certain: Annotated[bool, Strict()] = True


class AskForCopy(Change):
    """Have a copy of a visit's ticket printed at a kiosk, by its device id; null: at the one that prints what
    the hall asks for."""

    kiosk_id: Slug | None = None


class MakeBooking(Change):
    """Book a time of a service for so many persons. `reference` is what another register of bookings gave
    its visitor to check in with; without it the hub makes up a code. No name, no number of identity, no
    contact."""

    service_id: Slug
    slot: GivenTime
    persons: Persons = 1
    reference: BookingCode | None = None


class CorrectLeg(Change):
    """Put right what is told of a leg that has ended: what became of it (`state`), its service, its outcome
    (empty: none) or its times; null is as it was. `corrects` is the seq of what is put right: the leg's
    `ended_seq`."""

    leg_id: LegId
    corrects: Counted
    state: Literal["finished", "missed"] | None = None
    service_id: Slug | None = None
    outcome: Slug | Literal[""] | None = None
    started_at: GivenTime | None = None
    ended_at: GivenTime | None = None


class AnnounceCall(Change):
    """A display tells what became of a call: `shown`, `spoken` to its end, or `dropped`, when it will not be
    spoken. The call is the one that was first made at `called_at` and then `recalls` times again.
    `zone_id` is where the display hangs (null: the whole hall), `occurred_at` when it was seen or heard."""

    called_at: GivenTime
    recalls: Annotated[int, Strict(), Field(ge=0, le=1000)] = 0
    kind: Literal["shown", "spoken", "dropped"]
    zone_id: Slug | None = None
    occurred_at: GivenTime | None = None
    clock_certain: Annotated[bool, Strict()] = True


class ReserveNumbers(Change):
    """Set numbers aside for a device that may be cut off."""

    count: Annotated[int, Strict(), Field(ge=1, le=200)]


class Announce(Change):
    """Have something said in a zone, or in the whole hall, so many times. What was `recorded` was sent
    before, to `/announcements/{request_id}/sound`; its `text` is needed too: some read it who cannot hear."""

    zone_id: Slug | None = None
    recorded: Annotated[bool, Strict()] = False
    text: str = Field(default="", max_length=200, validate_default=True)
    language: SpokenLanguage = "id"
    times: Annotated[int, Strict(), Field(ge=1, le=3)] = 2

    @field_validator("text")
    @classmethod
    def _sayable(cls, text: str) -> str:
        _impersonal(tidied(text).text)
        return text

    @property
    def said(self) -> Tidied:
        """The text as it is shown and spoken, and what was left out of it."""
        return tidied(self.text)


class SignIn(Message):
    """A member of staff signs in. Exempt from `request_id`."""

    username: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]


class DeviceFault(Message):
    """Something that a device does without. `code` is stable and tells a page what to say; `about` names
    the file, the setting or the refusal that it is about."""

    code: Slug
    about: Annotated[str, StringConstraints(max_length=200)] = ""


class DeviceStatus(Message):
    """What a device says of itself; replaces what it said before. `counts` are since its start, or measured
    (a kiosk's tickets_left, celsius, free_mib, clock_certain), `zone` is
    where a display hangs (null: the whole hall), `speaks` the zones that it speaks for now, `sound_card` the
    name of the one that it was given (empty: the machine's usual one)."""

    state: Literal["ok", "degraded", "fault"]
    detail: Annotated[str, StringConstraints(max_length=500)] = ""
    software: Annotated[str, StringConstraints(max_length=32)]
    day: Annotated[str, StringConstraints(max_length=10)] | None = None
    seq: Counted | None = None
    counts: Annotated[dict[Slug, Counted], Field(max_length=32)] = {}
    faults: Annotated[tuple[DeviceFault, ...], Field(max_length=8)] = ()
    zone: Slug | None = None
    speaks: Annotated[tuple[Slug, ...], Field(max_length=64)] = ()
    sound_card: Annotated[str, StringConstraints(max_length=100)] = ""
