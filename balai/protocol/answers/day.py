"""The open day: where numbers are stopped, closing and its rights, its clock, its log, the machine."""

from __future__ import annotations

from datetime import date

from balai.domain.entry import Entry
from balai.protocol.base import Moment, News
from balai.protocol.views import StoppedRow


class VoucherRow(News):
    """The right of a visitor whom closing overtook: the number it was, and the day it is honoured on
    (null: the day on which the service opens again). It keeps what the visitor came for: `plan` follows
    `service_id`; and how many came. With `keeps_place` number and place wait on that day by themselves,
    and no code is needed."""

    code: str
    number: str
    service_id: str
    valid_on: date | None
    plan: tuple[str, ...] = ()
    persons: int = 1
    keeps_place: bool = False


class NumbersView(News):
    """Where no numbers are given now."""

    stopped: tuple[StoppedRow, ...]
    day: str
    seq: int


class ClosingView(News):
    """Whom ending the waiting now would touch: the numbers that wait or are aside, and those at counters, who
    are not touched. `stopped`: whether the hall gives no more numbers, which comes first. `ended` are the
    numbers whose waiting was ended today and would wait again if closing is taken back."""

    stopped: bool
    waiting: tuple[str, ...]
    in_hand: tuple[str, ...]
    ended: tuple[str, ...] = ()
    day: str
    seq: int


class DayReopened(News):
    """Closing was taken back: these numbers wait again."""

    waiting: tuple[str, ...]
    day: str
    seq: int


class DayClosed(News):
    """Closing: who went unserved by this request, each with a right for another day."""

    unserved: tuple[VoucherRow, ...]
    day: str
    seq: int


class VoucherList(News):
    """Rights that today leaves behind, and those carried over that may still be used."""

    day: str
    unserved: tuple[VoucherRow, ...]
    carried: tuple[VoucherRow, ...]


class Now(News):
    """The hub's time and the hall's day."""

    now: Moment
    day: str


class WrongDay(News):
    """A day that is open though the hub's clock has not come to it, and what taking it back would lose:
    the `numbers` given in it, bookings made or cancelled, changes of settings; `count` is all of them."""

    date: date
    numbers: tuple[str, ...]
    bookings: int
    settings: int
    count: int


class DayClock(News):
    """The hub's clock: whether it is `believed`, what it shows in the hall, the open `day`, and that day as
    `ahead` where it is later than what the clock shows."""

    believed: bool
    now: Moment
    shows: date
    day: str
    ahead: WrongDay | None = None


class DayTakenBack(News):
    """The day that the hall went back to, with its place in the log."""

    day: str
    seq: int


class MachineTasks(News):
    """What somebody is to see to at the hub's machine: one sentence or more, by language."""

    tasks: tuple[dict[str, str], ...]


class LogPage(News):
    """A page of today's log."""

    day: str
    entries: tuple[Entry, ...]
