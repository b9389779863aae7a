"""What a device asks that may be cut off, and what it brings afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from balai.domain.chains import MOST_HELD, HeldBlock
from balai.domain.commands import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldNumbers(Command):
    """Let a chain of the actor, a device, have numbers of these series for when it is cut off: `most` of
    each that are not used yet, where that leaves enough. `claims` are blocks that it holds already,
    as it knows."""

    chain: str
    series_ids: tuple[str, ...]
    most: int = MOST_HELD
    claims: tuple[HeldBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptVisit(Command):
    """A ticket that a device gave out while it was cut off: the paper wins. `n` is its place in the device's
    `chain`, `day` the date on it, `own` whether its number is of the device's block (else the hub gave it and
    has lost it). `occurred_at` is when that was, certainly or not; `abandons` the visit that the hub was
    asked for in vain before; `voucher` a fresh code, where its day is over; whether it was surely
    printed (`certainly_printed`)."""

    visit_id: str
    chain: str
    n: int
    day: date
    number: str
    series_id: str
    ordinal: int
    service_id: str
    own: bool = True
    also: tuple[str, ...] = ()
    priority_class: str = "regular"
    channel: str = "kiosk"
    persons: int = 1
    abandons: str | None = None
    voucher: str = ""
    certainly_printed: bool = True
    after: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidVisit(Command):
    """A device never handed out what it asked for under this visit."""

    visit_id: str
    chain: str
    n: int
    after: int = 0
