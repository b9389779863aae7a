"""evolve: what each event does to the day. Trusts the log; refuses only what cannot be folded."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from balai.domain import events as e
from balai.domain.errors import BrokenLog
from balai.domain.line import Line
from balai.domain.state import RECENT_CALLS, Call, HallDay, Happened
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState, Visit


def evolve(day: HallDay | None, happened: Happened) -> HallDay:
    """The day after `happened`. `day` is None only before `day_opened`.

    Raises BrokenLog when the event does not follow: a gap in seq, a leg or visit nobody knows.
    """
    if isinstance(happened.event, e.DayOpened):
        if day is not None or happened.seq != 1:
            raise BrokenLog("A day opens once, as its first event.", seq=happened.seq)
        return HallDay(happened.event.date, happened.event.config, 1, happened.at)
    if day is None or happened.seq != day.seq + 1:
        raise BrokenLog(f"Event {happened.seq} does not follow.", seq=happened.seq)
    try:
        changes = _FOLDS[type(happened.event)](day, happened, happened.event)
    except KeyError as fault:
        raise BrokenLog(f"Event {happened.seq} names {fault}, unknown here.", seq=happened.seq) from fault
    return replace(day, seq=happened.seq, at=max(day.at, happened.at), **changes)


def _enqueue(day: HallDay, leg: Leg) -> Mapping[str, Line]:
    line = day.waiting.get(leg.service_id) or Line()
    if line and _place(day.legs[line[-1]]) > _place(leg):
        keys = [(*_place(day.legs[i]), i) for i in line]
        insort(keys, (*_place(leg), leg.id))
        return {**day.waiting, leg.service_id: Line.of(k[2] for k in keys)}
    return {**day.waiting, leg.service_id: line.joined(leg.id)}


def _place(leg: Leg) -> tuple[Any, int]:
    return leg.arrived_at, leg.order


def _dequeue(day: HallDay, leg: Leg) -> Mapping[str, Line]:
    return {**day.waiting, leg.service_id: day.waiting[leg.service_id].left(leg.id)}


def _at_counter(day: HallDay, counter_id: str, **changes: Any) -> Mapping[str, CounterState]:
    return {**day.counters, counter_id: replace(day.counter(counter_id), **changes)}


def _configured(day: HallDay, h: Happened, event: e.ConfigurationChanged) -> dict[str, Any]:
    return {"config": event.config}


def _issued(day: HallDay, h: Happened, event: e.VisitIssued) -> dict[str, Any]:
    visit = Visit(
        event.visit_id, event.number, event.series_id, event.ordinal, event.channel,
        event.priority_class, h.when, (event.leg_id,),
    )  # fmt: skip
    leg = Leg(
        event.leg_id, event.visit_id, event.number, event.service_id, event.priority_class,
        LegState.WAITING, h.when, h.seq,
    )  # fmt: skip
    return {
        "visits": day.visits.set(visit.id, visit),
        "legs": day.legs.set(leg.id, leg),
        "waiting": _enqueue(day, leg),
        "next_ordinal": {
            **day.next_ordinal,
            event.series_id: max(event.ordinal + 1, day.next_ordinal.get(event.series_id, 0)),
        },
    }


def _cancelled(day: HallDay, h: Happened, event: e.VisitCancelled) -> dict[str, Any]:
    leg = day.legs[event.leg_id]
    waiting = _dequeue(day, leg) if leg.state is LegState.WAITING else day.waiting
    ended = leg.with_(state=LegState.CANCELLED, ended_at=h.when)
    return {"legs": day.legs.set(leg.id, ended), "waiting": waiting}


def _called(day: HallDay, h: Happened, event: e.LegCalled) -> dict[str, Any]:
    leg = day.legs[event.leg_id]
    called = leg.with_(state=LegState.CALLED, counter_id=event.counter_id, called_at=h.at, recalls=0)
    before = tuple(call for call in day.calls if call.leg_id != leg.id)
    return {
        "calls": (Call(leg.id, event.counter_id, h.at), *before)[:RECENT_CALLS],
        "legs": day.legs.set(leg.id, called),
        "waiting": _dequeue(day, leg),
        "counters": _at_counter(day, event.counter_id, leg_id=leg.id, last_leg_id=leg.id),
    }


def _recalled(day: HallDay, h: Happened, event: e.LegRecalled) -> dict[str, Any]:
    leg = day.legs[event.leg_id].with_(recalls=event.times)
    return {"legs": day.legs.set(leg.id, leg)}


def _started(day: HallDay, h: Happened, event: e.LegStarted) -> dict[str, Any]:
    leg = day.legs[event.leg_id]
    started = leg.with_(state=LegState.SERVING, started_at=h.when, presumed=event.presumed)
    return {"legs": day.legs.set(leg.id, started)}


def _left(state: LegState) -> Callable[[HallDay, Happened, Any], dict[str, Any]]:
    def fold(day: HallDay, h: Happened, event: Any) -> dict[str, Any]:
        until = getattr(event, "until", None)
        ended_at = None if state is LegState.PARKED else h.when
        leg = day.legs[event.leg_id].with_(state=state, ended_at=ended_at, until=until)
        return {
            "legs": day.legs.set(leg.id, leg),
            "counters": _at_counter(day, event.counter_id, leg_id=None),
        }

    return fold


def _returned(day: HallDay, h: Happened, event: e.LegReturned) -> dict[str, Any]:
    leg = day.legs[event.leg_id].with_(
        state=LegState.WAITING, counter_id=None, called_at=None, started_at=None, presumed=False, until=None
    )
    return {"legs": day.legs.set(leg.id, leg), "waiting": _enqueue(day, leg)}


def _transferred(day: HallDay, h: Happened, event: e.LegTransferred) -> dict[str, Any]:
    changes = _left(LegState.TRANSFERRED)(day, h, event)
    old = day.legs[event.leg_id]
    visit = day.visits[old.visit_id]
    leg = Leg(
        event.new_leg_id, old.visit_id, old.number, event.service_id, old.priority_class,
        LegState.WAITING, old.arrived_at, old.order,
    )  # fmt: skip
    changes["legs"] = changes["legs"].set(leg.id, leg)
    changes["visits"] = day.visits.set(visit.id, replace(visit, leg_ids=(*visit.leg_ids, leg.id)))
    changes["waiting"] = _enqueue(day, leg)
    return changes


def _opened(day: HallDay, h: Happened, event: e.CounterOpened) -> dict[str, Any]:
    state = day.counter(event.counter_id)
    opened = CounterState(
        state.id, CounterStatus.OPEN, h.actor, event.session_id, h.at, last_leg_id=state.last_leg_id
    )
    return {"counters": {**day.counters, state.id: opened}}


def _paused(day: HallDay, h: Happened, event: e.CounterPaused) -> dict[str, Any]:
    return {"counters": _at_counter(day, event.counter_id, status=CounterStatus.PAUSED, until=event.until)}


def _resumed(day: HallDay, h: Happened, event: e.CounterResumed) -> dict[str, Any]:
    return {"counters": _at_counter(day, event.counter_id, status=CounterStatus.OPEN, until=None)}


def _closed(day: HallDay, h: Happened, event: e.CounterClosed) -> dict[str, Any]:
    last = day.counter(event.counter_id).last_leg_id
    closed = CounterState(event.counter_id, last_leg_id=last)
    return {"counters": {**day.counters, event.counter_id: closed}}


def _reserved(day: HallDay, h: Happened, event: e.NumbersReserved) -> dict[str, Any]:
    after = max(event.last + 1, day.next_ordinal.get(event.series_id, 0))
    return {"next_ordinal": {**day.next_ordinal, event.series_id: after}}


_FOLDS: Mapping[type[e.Event], Callable[[HallDay, Happened, Any], dict[str, Any]]] = {
    e.ConfigurationChanged: _configured,
    e.VisitIssued: _issued,
    e.VisitCancelled: _cancelled,
    e.LegCalled: _called,
    e.LegRecalled: _recalled,
    e.LegStarted: _started,
    e.LegFinished: _left(LegState.FINISHED),
    e.LegMissed: _left(LegState.MISSED),
    e.LegParked: _left(LegState.PARKED),
    e.LegReturned: _returned,
    e.LegTransferred: _transferred,
    e.CounterOpened: _opened,
    e.CounterPaused: _paused,
    e.CounterResumed: _resumed,
    e.CounterClosed: _closed,
    e.NumbersReserved: _reserved,
}
