"""The closed list of what can happen in a hall's day. Each type is versioned; old ones are read for ever."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

from balai.domain.chains import CHAINS, LateTicketAdopted, Standing, VisitAbandoned
from balai.domain.errors import BrokenLog
from balai.domain.event import Event, Newer, Unknown
from balai.domain.events.announcing import AnnouncementMade, AnnouncementWithdrawn, CallAnnounced
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
from balai.domain.events.days import ConfigurationChanged, DayOpened, NumbersReserved
from balai.domain.events.everyday import (
    EVERYDAY,
    CollectionPromised,
    CopyAsked,
    LegSetAside,
    LegTaken,
    TicketMarked,
    VisitChanged,
)
from balai.domain.events.offering import OFFERING, QuotaRaised, VisitRefused
from balai.domain.events.old import upcast
from balai.domain.events.visits import (
    CallUndone,
    LegBegun,
    LegCalled,
    LegFinished,
    LegMissed,
    LegParked,
    LegRecalled,
    LegReinstated,
    LegReturned,
    LegStarted,
    LegTransferred,
    StepUndone,
    VisitCancelled,
    VisitIssued,
    VisitUnserved,
)
from balai.domain.hall.config import HallConfig, config_from_data, config_to_data
from balai.domain.hall.learned import Lasting, Learned, Usual
from balai.domain.registers.bookings import BookedTime, BookingMade, BookingReleased
from balai.domain.registers.scheduled import (
    SCHEDULED,
    ConfigurationScheduled,
    ConfigurationWithdrawn,
    Scheduled,
)
from balai.domain.registers.stopped import LegLapsed, NumbersResumed, NumbersStopped, VisitRestored
from balai.domain.registers.voided import DayVoided, VoidedDay
from balai.domain.values.data import from_data, to_data
from balai.domain.values.json_text import writer
from balai.domain.visit import Voucher

__all__ = [
    "AnnouncementMade", "AnnouncementWithdrawn", "BookingMade", "BookingReleased", "BreakPassed",
    "CallAnnounced", "CallUndone",
    "CollectionPromised", "ConfigurationChanged", "ConfigurationScheduled", "ConfigurationWithdrawn",
    "CopyAsked", "CounterClosed", "CounterOpened", "CounterPaused", "CounterReleased", "CounterResumed",
    "DayOpened", "DayVoided", "Event", "LateTicketAdopted", "LegBegun", "LegCalled", "LegCorrected",
    "LegFinished", "LegLapsed", "LegMissed", "LegParked", "LegRecalled", "LegReinstated", "LegReturned",
    "LegSetAside", "LegStarted", "LegTaken", "LegTransferred", "NumbersReserved", "NumbersResumed",
    "NumbersStopped", "QuotaRaised", "StepUndone", "TicketMarked", "Unknown", "VisitAbandoned",
    "VisitCancelled", "VisitChanged", "VisitIssued", "VisitRefused", "VisitRestored", "VisitUnserved",
]  # fmt: skip


_KINDS: tuple[type[Event], ...] = (
    DayOpened, ConfigurationChanged, NumbersReserved, VisitIssued, VisitCancelled, VisitUnserved,
    LegCalled, LegRecalled, LegStarted, LegFinished, LegMissed, LegParked, LegReturned, LegReinstated,
    LegBegun, LegTransferred, StepUndone, CallUndone, *COUNTERS, AnnouncementMade,
    AnnouncementWithdrawn, CallAnnounced, NumbersStopped,
    NumbersResumed, VisitRestored, LegLapsed, BookingMade, BookingReleased, LegCorrected,
    *EVERYDAY, *SCHEDULED, DayVoided, *CHAINS, *OFFERING,
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
    "stands_until": _day,
    "of_day": date.fromisoformat,
    "flags": tuple,
    "standing": lambda rows: tuple(from_data(Standing, row) for row in rows),
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
    "service_ids": lambda ids: None if ids is None else tuple(ids),
    "done": tuple,
    "in_use": tuple,
    "on": date.fromisoformat,
    "carried": lambda rows: tuple(from_data(Voucher, row) for row in rows),
    "booked": lambda rows: tuple(
        BookedTime(r["code"], r["service_id"], datetime.fromisoformat(r["slot"]), r["persons"]) for r in rows
    ),
    "scheduled": lambda row: from_data(Scheduled, row) if row else None,
    "voided": lambda rows: tuple(from_data(VoidedDay, row) for row in rows),
}


def _plain(value: object) -> object:
    if isinstance(value, HallConfig):
        return config_to_data(value)
    if isinstance(value, (BookedTime, Learned, Voucher)):
        return asdict(value)
    if isinstance(value, (Scheduled, VoidedDay, Standing)):
        return to_data(value)
    if isinstance(value, (date, time, datetime)):
        return value.isoformat()
    raise TypeError(f"not for the log: {type(value).__name__}")


_encode = writer(ascii_only=False, sort_keys=True, default=_plain)


def body_of(event: Event) -> str:
    """The event's fields as canonical JSON: sorted keys, no spaces, UTF-8 letters kept."""
    if isinstance(event, Unknown):
        return event.body
    fields = _fields_of(type(event))(event)  # type: ignore[arg-type]  # a class is hashable
    if event.newer is not None:
        fields |= json.loads(event.newer.fields)
    return _encode(fields)


@cache
def _fields_of(kind: type[Event]) -> Callable[[Any], dict[str, Any]]:
    """What reads all fields of a kind at once, in order of their names."""
    parts = ", ".join(f"{name!r}: event.{name}" for name in sorted(kind.__slots__))
    read: Callable[[Any], dict[str, Any]] = eval(f"lambda event: {{{parts}}}")  # noqa: S307  # names of fields alone
    return read


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
