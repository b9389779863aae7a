"""What a device asks and brings that may be cut off from the hub, and what it is answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, Strict, StringConstraints

from balai.protocol.base import Message, Moment, News, Slug
from balai.protocol.requests import ChainId, Change, Channel, Counted, GivenTime, Persons

Prefix = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x20]{1,8}$")]
Ordinal = Annotated[int, Strict(), Field(ge=0, le=10**6)]
Place = Annotated[int, Strict(), Field(ge=1, le=2**53)]


class ClaimedBlock(Message):
    """Numbers that a device holds, as it knows."""

    series_id: Slug
    prefix: Prefix
    first: Ordinal
    last: Ordinal
    width: Annotated[int, Strict(), Field(ge=3, le=6)]
    stands_until: date | None = None


class HoldNumbers(Change):
    """Let the asking device hold numbers of the series of these services (none named: of all) for when it is
    cut off. `claims` are what its `chain` holds already, should the hub have lost that."""

    chain: ChainId
    services: Annotated[tuple[Slug, ...], Field(max_length=1000)] = ()
    claims: Annotated[tuple[ClaimedBlock, ...], Field(max_length=500)] = ()


class HeldBlock(News):
    """Numbers that no other device and no hub gives: `first` to `last`, printed with `prefix`, a hyphen, and
    at least `width` digits; to the end of the day, or of `stands_until`."""

    series_id: str
    prefix: str
    first: int
    last: int
    width: int
    stands_until: date | None = None


class HeldNumbers(News):
    """All that a chain holds, and the last of its tickets that the hub knows today (`last_n`)."""

    chain: str
    blocks: tuple[HeldBlock, ...]
    last_n: int
    day: str
    seq: int


class OfferedService(News):
    """When numbers of a service are given (`hours`: which list of times), how many more persons today's quota
    takes and a whole day's (null: any number), and its series."""

    series_id: str
    hours: int
    left: int | None = None
    quota: int | None = None


class OfflineFacts(News):
    """What a device needs to give numbers by itself for the coming days. Each list of `hours` are spans in
    which numbers are given, as seconds since 1970 (from, to); null where the hall is always open."""

    day: str
    now: Moment
    hours: tuple[tuple[tuple[int, int], ...], ...] | None
    services: dict[str, OfferedService]


class AdoptVisit(Change):
    """A ticket that the asking device gave out by itself (`own`), or that a hub gave that has lost it. `n` is
    its place in the device's `chain`, `day` the date on it; `occurred_at` the press, whether the clock was
    certain; `printed` whether it surely came out; `abandons` the visit that the hub was asked for in vain."""

    visit_id: UUID
    chain: ChainId
    n: Place
    day: date
    series_id: Slug
    prefix: Prefix
    ordinal: Ordinal
    width: Annotated[int, Strict(), Field(ge=3, le=6)]
    service_id: Slug
    own: Annotated[bool, Strict()] = True
    also: Annotated[tuple[Slug, ...], Field(max_length=8)] = ()
    priority_class: Literal["regular", "priority"] = "regular"
    channel: Channel = "kiosk"
    persons: Persons = 1
    abandons: UUID | None = None
    occurred_at: GivenTime
    clock_certain: Annotated[bool, Strict()] = True
    printed: Literal["yes", "unknown"] = "yes"
    after: Counted = 0


class AdoptedVisit(News):
    """A ticket that the hub has now. `flags` say what is odd about it: over_quota, number_twice (somebody
    else has this number too), abandoned_called, print_unknown; a `voucher` where its day is over."""

    visit_id: str
    number: str
    flags: tuple[str, ...] = ()
    voucher: str | None = None
    day: str
    seq: int


class VoidVisit(Change):
    """The asking device never handed out what it asked for under this visit."""

    chain: ChainId
    n: Counted
    after: Counted = 0
