"""What `balai log explain` tells of a number beside its calls and its closing: as codes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from balai.domain import events as e
from balai.domain.state import HallDay, Happened

Told = tuple[str, dict[str, object]]


def told_of(day: HallDay, happened: Happened) -> Told | None:
    """The code of a sentence (`log.note.<code>`) with its parameters, or None where nothing is told; `day` is
    the one after the event. A text in several languages is a mapping by language."""
    tell = _TELLS.get(type(happened.event))
    return tell(day, happened, happened.event) if tell is not None else None


def _counter(day: HallDay, counter_id: str) -> object:
    counter = day.config.counter_by_id.get(counter_id)
    return counter.number if counter else counter_id


def _changed(day: HallDay, h: Happened, event: e.VisitChanged) -> Told:
    service = day.config.service_by_id.get(event.service_id)
    return "changed", {"service": service.name if service else event.service_id, "kind": event.priority_class}


def _finished(day: HallDay, h: Happened, event: e.LegFinished) -> Told | None:
    if event.outcome is None:
        return None
    one = next((found for found in day.config.outcomes if found.id == event.outcome), None)
    names = {"id": one.name, "en": one.name_en or one.name} if one else {}
    return "outcome", {"outcome": names or event.outcome}


def _sent(day: HallDay, h: Happened, event: e.LegTransferred) -> Told | None:
    return ("sent_to", {"counter": _counter(day, event.to_counter)}) if event.to_counter else None


_BACK = {
    "at_once": "back_at_once",
    "after_numbers": "back_after_numbers",
    "half_standard": "back_half_standard",
}
_CALL = {
    "shown": "call_shown",
    "spoken": "call_spoken",
    "dropped": "call_dropped",
    "no_wall": "call_no_wall",
}
_TELLS: Mapping[type[e.Event], Callable[[HallDay, Happened, Any], Told | None]] = {
    e.LegSetAside: lambda day, h, event: ("set_aside", {"until": event.until}),
    e.LegReinstated: lambda day, h, event: (_BACK[event.rule], {}),
    e.VisitChanged: _changed,
    e.TicketMarked: lambda day, h, event: ("printed" if event.printed else "unprinted", {}),
    e.LegTaken: lambda day, h, event: ("taken", {"counter": _counter(day, event.counter_id)}),
    e.LegTransferred: _sent,
    e.LegFinished: _finished,
    e.CallAnnounced: lambda day, h, event: (_CALL[event.kind], {"actor": h.actor}),
}
