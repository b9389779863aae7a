"""A day opens, its configuration changes, and blocks of numbers are set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from balai.domain.chains import Standing
from balai.domain.event import Event
from balai.domain.hall.config import HallConfig
from balai.domain.hall.learned import NOTHING_LEARNED, Learned
from balai.domain.registers.bookings import BookedTime
from balai.domain.registers.scheduled import Scheduled
from balai.domain.registers.voided import VoidedDay
from balai.domain.visit import Voucher


@dataclass(frozen=True, slots=True)
class DayOpened(Event):
    """A new day with the hall's whole configuration, the last hash of the day before, since version 2 what
    earlier days taught, since version 3 the change that waits for a later day and the bookings that stand,
    since version 4 the dates from this one on that were opened before and taken back, and since version 5 the
    blocks of numbers that devices hold (`standing`)."""

    TYPE: ClassVar[str] = "day_opened"
    VERSION: ClassVar[int] = 5
    date: date
    config: HallConfig
    previous_hash: str
    carried: tuple[Voucher, ...] = ()
    learned: Learned = NOTHING_LEARNED
    scheduled: Scheduled | None = None
    booked: tuple[BookedTime, ...] = ()
    voided: tuple[VoidedDay, ...] = ()
    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigurationChanged(Event):
    """The hall's configuration was edited during the day."""

    TYPE: ClassVar[str] = "configuration_changed"
    config: HallConfig


@dataclass(frozen=True, slots=True)
class NumbersReserved(Event):
    """A block of numbers was set aside for a device that may be cut off; printed with `prefix` and at least
    `width` digits (logs before: the series' letter). Since version 2 one with a `chain` is a block from the
    top, which that chain holds and the hub passes over, on later days to `stands_until` too."""

    TYPE: ClassVar[str] = "numbers_reserved"
    VERSION: ClassVar[int] = 2
    series_id: str
    first: int
    last: int
    device_id: str
    prefix: str = ""
    width: int = 0
    chain: str = ""
    stands_until: date | None = None
