"""The closed list of what can happen in a hall's day. Each type is versioned; old ones are read for ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any, ClassVar

from balai.domain.announced import AnnouncementMade, CallAnnounced, Event, Newer, Unknown
from balai.domain.bookings import BookedTime, BookingMade, BookingReleased
from balai.domain.data import from_data, to_data
from balai.domain.errors import BrokenLog
from balai.domain.events.corrections import LegCorrected
from balai.domain.events.counters import (
    COUNTERS,
    BreakPassed,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterReleased,
    CounterResumed,
)
from balai.domain.events.everyday import (
    EVERYDAY,
    CollectionPromised,
    CopyAsked,
    LegSetAside,
    LegTaken,
    TicketMarked,
    VisitChanged,
)
from balai.domain.events.old import upcast
from balai.domain.hall.config import HallConfig, config_from_data, config_to_data
from balai.domain.hall.learned import NOTHING_LEARNED, Lasting, Learned, Usual
from balai.domain.scheduled import (
    SCHEDULED,
    ConfigurationScheduled,
    ConfigurationWithdrawn,
    Scheduled,
)
from balai.domain.stopped import LegLapsed, NumbersResumed, NumbersStopped, VisitRestored
from balai.domain.visit import Voucher

# Beside what is defined here, these are taken from here.
__all__ = [
    "AnnouncementMade", "BookingMade", "BookingReleased", "BreakPassed", "CallAnnounced",
    "CollectionPromised", "ConfigurationScheduled", "ConfigurationWithdrawn", "CopyAsked", "CounterClosed",
    "CounterOpened", "CounterPaused", "CounterReleased", "CounterResumed", "Event", "LegCorrected",
    "LegLapsed", "LegSetAside", "LegTaken", "NumbersResumed", "NumbersStopped", "TicketMarked", "Unknown",
    "VisitChanged", "VisitRestored",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayOpened(Event):
    """A new day with the hall's whole configuration, the last hash of the day before, since version 2 what
    earlier days taught, and since version 3 the change that waits for a later day and the bookings that
    stand."""

    TYPE: ClassVar[str] = "day_opened"
    VERSION: ClassVar[int] = 3
    date: date
    config: HallConfig
    previous_hash: str
    carried: tuple[Voucher, ...] = ()
    learned: Learned = NOTHING_LEARNED
    scheduled: Scheduled | None = None
    booked: tuple[BookedTime, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigurationChanged(Event):
    """The hall's configuration was edited during the day."""

    TYPE: ClassVar[str] = "configuration_changed"
    config: HallConfig


@dataclass(frozen=True, slots=True)
class VisitIssued(Event):
    """A number was given; its first leg waits.

    Since version 2 `reach` is what was told of being served today: "sure", "doubtful", "no_counter"
    where no counter that offers it is there or expected, since version 3 also "part_today" where a later
    service of the journey cannot be reached today; `first_on` is the day on which this visitor comes first
    if the day is not enough, and `step` the later service that this is about, if it is one. `done` are
    services that were done before; `base` is what a place kept over night counts from, and `came` when its
    waiting begins today; `booking` is the code of the booking that this visit claims (a `slot` without one
    is of an older log).
    """

    TYPE: ClassVar[str] = "visit_issued"
    VERSION: ClassVar[int] = 3
    visit_id: str
    leg_id: str
    number: str
    series_id: str
    ordinal: int
    service_id: str
    priority_class: str
    channel: str
    plan: tuple[str, ...] = ()
    slot: datetime | None = None
    voucher: str | None = None
    reach: str = "sure"
    first_on: date | None = None
    persons: int = 1
    step: str | None = None
    done: tuple[str, ...] = ()
    base: datetime | None = None
    came: datetime | None = None
    booking: str | None = None


@dataclass(frozen=True, slots=True)
class VisitUnserved(Event):
    """Closing overtook a waiting visit; `voucher` is honoured first on `valid_on`, since version 2 without a
    date where the service's next day is not known. Since version 3 it may be that the order itself `keeps`
    over night: number and place wait then by themselves."""

    TYPE: ClassVar[str] = "visit_unserved"
    VERSION: ClassVar[int] = 3
    visit_id: str
    leg_id: str
    voucher: str
    valid_on: date | None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class VisitCancelled(Event):
    """A visit ended before its service."""

    TYPE: ClassVar[str] = "visit_cancelled"
    visit_id: str
    leg_id: str


@dataclass(frozen=True, slots=True)
class LegCalled(Event):
    """A waiting leg was called to a counter, by the named rule ("chosen": by staff, with a reason).

    `settles` is the leg that left the counter by the same command: both are taken back together.
    `passing` and `ratio_turn` are what the rule counts with; `why` says whom it passed and for what
    reason: `reasons`, codes and parameters (see `order.why.recorded`), since version 2; of logs of version 1
    also `words`, as staff were shown them, by language. `wall` tells what displays could do in the
    counter's zone (see `heard.WALLS`).
    """

    TYPE: ClassVar[str] = "leg_called"
    VERSION: ClassVar[int] = 2
    leg_id: str
    counter_id: str
    rule: str
    passing: bool = False
    ratio_turn: bool = False
    reason: str | None = None
    why: dict[str, Any] | None = None
    settles: str | None = None
    wall: str = "unknown"


@dataclass(frozen=True, slots=True)
class LegRecalled(Event):
    """A called leg was called once more; `times` counts from 1. `wall` is as of `LegCalled`."""

    TYPE: ClassVar[str] = "leg_recalled"
    leg_id: str
    counter_id: str
    times: int
    wall: str = "unknown"


@dataclass(frozen=True, slots=True)
class LegStarted(Event):
    """Service began; `presumed` when nobody said so."""

    TYPE: ClassVar[str] = "leg_started"
    leg_id: str
    counter_id: str
    presumed: bool


@dataclass(frozen=True, slots=True)
class LegFinished(Event):
    """Service ended, with one of the hall's outcomes where staff chose one."""

    TYPE: ClassVar[str] = "leg_finished"
    leg_id: str
    counter_id: str
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class LegMissed(Event):
    """The called visitor did not come."""

    TYPE: ClassVar[str] = "leg_missed"
    leg_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class LegParked(Event):
    """The leg waits aside, until a time if one was said."""

    TYPE: ClassVar[str] = "leg_parked"
    leg_id: str
    counter_id: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class LegReturned(Event):
    """A parked leg waits again, with its first arrival."""

    TYPE: ClassVar[str] = "leg_returned"
    leg_id: str


@dataclass(frozen=True, slots=True)
class LegReinstated(Event):
    """A leg missed at `counter_id` waits again, its place counting from `base`, by the rule of return in
    force (logs of the first version have no `base`: half a standard before)."""

    TYPE: ClassVar[str] = "leg_reinstated"
    leg_id: str
    counter_id: str
    base: datetime | None = None
    rule: str = "half_standard"


@dataclass(frozen=True, slots=True)
class LegBegun(Event):
    """The next leg of a planned journey waits, after the one finished at `counter_id`."""

    TYPE: ClassVar[str] = "leg_begun"
    visit_id: str
    leg_id: str
    service_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class StepUndone(Event):
    """The last step at a counter was taken back; `undone_seq` is its event, `removed_leg_id` the leg
    that had begun by it."""

    TYPE: ClassVar[str] = "step_undone"
    counter_id: str
    leg_id: str
    undone_seq: int
    removed_leg_id: str | None = None


@dataclass(frozen=True, slots=True)
class CallUndone(Event):
    """A wrong call was taken back, the event `undone_seq`: the leg waits where it waited."""

    TYPE: ClassVar[str] = "call_undone"
    leg_id: str
    counter_id: str
    undone_seq: int


@dataclass(frozen=True, slots=True)
class LegTransferred(Event):
    """A leg ended here and the next begins at another service, under the same number; at `to_counter` alone
    where one was chosen."""

    TYPE: ClassVar[str] = "leg_transferred"
    leg_id: str
    counter_id: str
    new_leg_id: str
    service_id: str
    reason: str | None = None
    to_counter: str | None = None


@dataclass(frozen=True, slots=True)
class NumbersReserved(Event):
    """A block of numbers was set aside for a device that may be cut off; printed with `prefix` and at least
    `width` digits (logs before: the series' letter)."""

    TYPE: ClassVar[str] = "numbers_reserved"
    series_id: str
    first: int
    last: int
    device_id: str
    prefix: str = ""
    width: int = 0


_KINDS: tuple[type[Event], ...] = (
    DayOpened, ConfigurationChanged, NumbersReserved, VisitIssued, VisitCancelled, VisitUnserved,
    LegCalled, LegRecalled, LegStarted, LegFinished, LegMissed, LegParked, LegReturned, LegReinstated,
    LegBegun, LegTransferred, StepUndone, CallUndone, *COUNTERS, AnnouncementMade, CallAnnounced,
    NumbersStopped, NumbersResumed, VisitRestored, LegLapsed, BookingMade, BookingReleased, LegCorrected,
    *EVERYDAY, *SCHEDULED,
)  # fmt: skip
_KNOWN: Mapping[str, type[Event]] = {kind.TYPE: kind for kind in _KINDS}
#: A kind reads its earlier versions too: what they lack has a default.
KINDS: Mapping[tuple[str, int], type[Event]] = {
    (k.TYPE, version): k for k in _KINDS for version in range(1, k.VERSION + 1)
}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_READ: Mapping[str, Callable[[Any], Any]] = {
    "config": config_from_data,
    "date": date.fromisoformat,
    "valid_on": _day,
    "until": _moment,
    "slot": _moment,
    "started_at": _moment,
    "ended_at": _moment,
    "first_on": _day,
    "learned": lambda row: Learned(
        row["days"],
        tuple(Usual(r["counter_id"], time.fromisoformat(r["opens"])) for r in row["rota"]),
        tuple(Lasting(r["service_id"], r["minutes"]) for r in row["lasting"]),
    ),
    "base": _moment,
    "came": _moment,
    "called_at": datetime.fromisoformat,
    "plan": tuple,
    "done": tuple,
    "in_use": tuple,
    "on": date.fromisoformat,
    "carried": lambda rows: tuple(from_data(Voucher, row) for row in rows),
    "booked": lambda rows: tuple(
        BookedTime(r["code"], r["service_id"], datetime.fromisoformat(r["slot"]), r["persons"]) for r in rows
    ),
    "scheduled": lambda row: from_data(Scheduled, row) if row else None,
}


def _plain(value: object) -> object:
    if isinstance(value, HallConfig):
        return config_to_data(value)
    if isinstance(value, (BookedTime, Learned, Voucher)):
        return asdict(value)
    if isinstance(value, Scheduled):
        return to_data(value)
    if isinstance(value, (date, time, datetime)):
        return value.isoformat()
    raise TypeError(f"not for the log: {type(value).__name__}")


def body_of(event: Event) -> str:
    """The event's fields as canonical JSON: sorted keys, no spaces, UTF-8 letters kept."""
    if isinstance(event, Unknown):
        return event.body
    names: tuple[str, ...] = type(event).__slots__
    fields = {name: getattr(event, name) for name in names}
    if event.newer is not None:
        fields |= json.loads(event.newer.fields)
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def event_from(type_: str, version: int, body: str) -> Event:
    """Read an event back. One of a newer version is read as far as it is known here, the rest is kept.

    Raises BrokenLog for a body that no version has written.
    """
    kind = KINDS.get((type_, version)) or _KNOWN.get(type_)
    try:
        data = _parsed(body)
        if kind is None or version > kind.VERSION:
            return _newer(kind, type_, version, body, data)
        return _read(kind, upcast(type_, version, data))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise BrokenLog(f"The body of a {type_} does not read: {fault}.") from fault


def _parsed(body: str) -> Any:
    """As `json.loads`, quicker for a text without blanks around it, which is how bodies are written."""
    try:
        data, end = _DECODER.raw_decode(body)
    except ValueError:
        return json.loads(body)
    return data if end == len(body) else json.loads(body)


_DECODER = json.JSONDecoder()


def _read(kind: type[Event], data: dict[str, Any]) -> Event:
    for name, read in _readers(kind):  # type: ignore[arg-type]  # a class is hashable
        if name in data:
            data[name] = read(data[name])
    return kind(**data)


@cache
def _readers(kind: type[Event]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields of a kind whose text stands for something else."""
    return tuple((field.name, _READ[field.name]) for field in fields(kind) if field.name in _READ)


def _newer(kind: type[Event] | None, type_: str, version: int, body: str, data: Any) -> Event:
    if not isinstance(data, dict):
        raise TypeError("it is no JSON object")
    names: tuple[str, ...] = kind.__slots__ if kind else ()
    try:
        assert kind is not None
        event = _read(kind, {name: data[name] for name in names if name in data})
    except (AssertionError, ValueError, TypeError, KeyError, AttributeError):
        return Unknown(type_, version, body)
    unknown = {name: value for name, value in data.items() if name not in names}
    return replace(event, newer=Newer(version, json.dumps(unknown, ensure_ascii=False)))
