"""Projections: what each audience is told of an event; who hears it is `DATA` of `protocol.pushes`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from balai.domain import events as e
from balai.domain.order.lanes import class_at
from balai.domain.state import HallDay, Happened
from balai.domain.visit import CounterStatus, Leg
from balai.protocol import pushes as p
from balai.protocol.views import Audience
from server.views.views import about_visit, leg_at_counter


def project(day: HallDay, happened: Happened, audience: Audience) -> dict[str, Any] | None:
    """The push's data (JSON) of an event for one audience, or None where it is not for them.

    `day` is the day after the event or any later state of it: what is told of a leg or a counter
    does not change afterwards, so a batch may be projected when all of it has been folded.
    """
    kind = p.DATA[audience].get(happened.event.TYPE)
    if kind is None:
        return None
    facts = _FACTS[type(happened.event)](day, happened, happened.event)
    return kind.model_validate(facts).model_dump(mode="json")


Facts = dict[str, Any]


def _nothing(day: HallDay, h: Happened, event: e.Event) -> Facts:
    return {}


def _agency_of(day: HallDay, leg: Leg) -> str:
    service = day.config.service_by_id.get(leg.service_id)
    return service.agency_id if service else ""


def _called(day: HallDay, h: Happened, event: e.LegCalled | e.LegRecalled) -> Facts:
    leg = day.legs.get(event.leg_id) or _taken_back(day, h, event)
    counter = day.config.counter_by_id.get(event.counter_id)
    first = isinstance(event, e.LegCalled)
    return {
        "leg_id": event.leg_id,
        "number": leg.number,
        "service_id": leg.service_id,
        "agency_id": _agency_of(day, leg),
        "counter_id": event.counter_id,
        "counter_number": counter.number if counter else 0,
        "called_at": h.at if first else leg.called_at or h.at,
        "recalls": 0 if isinstance(event, e.LegCalled) else event.times,
        "wall": event.wall,
        "counts_from": _counts_from(day, leg.id),
        "persons": day.visits[leg.visit_id].persons,
    }


def _taken_back(day: HallDay, h: Happened, event: e.LegCalled | e.LegRecalled) -> Leg:
    """A leg that was called and then taken back together with the step that had begun it, as if it had never
    been: it went for the step that its visit has before it again, or else for something of that counter."""
    visit = day.visits[event.leg_id.rpartition(".")[0]]
    counter = day.config.counter_by_id.get(event.counter_id)
    service_id = next(iter((*visit.plan, *(counter.service_ids if counter else ()))), "")
    before = day.legs[visit.leg_ids[-1]]
    return replace(before, id=event.leg_id, service_id=service_id, called_at=h.at)


def _taken(day: HallDay, h: Happened, event: e.LegTaken) -> Facts:
    leg = day.legs[event.leg_id]
    at_counter = {
        "leg_id": leg.id,
        "number": leg.number,
        "service_id": leg.service_id,
        "state": "serving",
        "called_at": h.at,
        "started_at": h.when,
        "asked_at": h.at,
        "counts_from": h.at,
        "persons": day.visits[leg.visit_id].persons,
    }
    return {"counter_id": event.counter_id, "leg": at_counter}


def _call_announced(day: HallDay, h: Happened, event: e.CallAnnounced) -> Facts:
    names = ("leg_id", "counter_id", "called_at", "recalls", "kind")
    about = {name: getattr(event, name) for name in names}
    return {**about, "counts_from": _counts_from(day, event.leg_id)}


def _counts_from(day: HallDay, leg_id: str) -> datetime | None:
    heard = day.heard.get(leg_id)
    return heard.first_at if heard is not None else None


def _at_counter(day: HallDay, h: Happened, event: Any) -> Facts:
    return {
        "leg_id": event.leg_id,
        "counter_id": event.counter_id,
        "presumed": getattr(event, "presumed", False),
        "when": _when(day, h, event),
    }


def _when(day: HallDay, h: Happened, event: Any) -> datetime:
    """The best time known, but not before what came before it (as the fold keeps it)."""
    leg = day.legs.get(event.leg_id)
    if leg is None:
        return h.when
    known = (leg.called_at,) if isinstance(event, e.LegStarted) else (leg.started_at, leg.called_at)
    before = next((moment for moment in known if moment is not None and moment <= h.at), h.when)
    return max(h.when, before)


def _aside(day: HallDay, h: Happened, event: e.LegParked | e.LegMissed) -> Facts:
    leg = day.legs[event.leg_id]
    until = event.until if isinstance(event, e.LegParked) else None
    missed_at = _when(day, h, event) if isinstance(event, e.LegMissed) else None
    aside = {**_waits(day, leg), "counter_id": event.counter_id, "until": until, "missed_at": missed_at}
    return {**_at_counter(day, h, event), "aside": aside}


def _set_aside(day: HallDay, h: Happened, event: e.LegSetAside) -> Facts:
    leg = day.legs[event.leg_id]
    aside = {**_waits(day, leg), "counter_id": "", "until": event.until}
    return {"leg_id": leg.id, "aside": aside}


def _changed(day: HallDay, h: Happened, event: e.VisitChanged) -> Facts:
    service = day.config.service_by_id.get(event.service_id)
    kind = class_at(service, event.priority_class) if service else event.priority_class
    return {"leg_id": event.leg_id, "service_id": event.service_id, "priority_class": kind}


def _ticket(day: HallDay, h: Happened, event: e.TicketMarked) -> Facts:
    unprinted = event.certain and not event.printed
    return {"visit_id": event.visit_id, "unprinted": unprinted, "print_unsure": not event.certain}


def _copy(day: HallDay, h: Happened, event: e.CopyAsked) -> Facts:
    visit = day.visits[event.visit_id]
    return {
        "visit_id": visit.id,
        "number": visit.number,
        "service_id": event.service_id,
        "at": visit.issued_at,
        "persons": visit.persons,
        "plan": event.plan,
        "kiosk_id": event.kiosk_id,
        "again": event.again,
    }


def _waits(day: HallDay, leg: Leg) -> Facts:
    return {
        "leg_id": leg.id,
        "visit_id": leg.visit_id,
        "number": leg.number,
        "service_id": leg.service_id,
        "priority_class": leg.priority_class,
        "arrived_at": leg.arrived_at,
        "order": leg.order,
        **about_visit(day, leg),
    }


def _leg_waits(day: HallDay, h: Happened, event: e.VisitIssued | e.LegReturned | e.LegReinstated) -> Facts:
    return _waits(day, day.legs[event.leg_id])


def _returned(day: HallDay, h: Happened, event: e.LegReturned) -> Facts:
    return {**_waits(day, day.legs[event.leg_id]), "on_time": h.actor == "system"}


def _transferred(day: HallDay, h: Happened, event: e.LegTransferred) -> Facts:
    visit_id = day.legs[event.leg_id].visit_id
    waits = _next_waits(day, visit_id, event.new_leg_id, event.service_id)
    if event.to_counter is None:
        return {**_at_counter(day, h, event), "waits": waits}
    aside = {**waits, "counter_id": "", "bound": event.to_counter}
    return {**_at_counter(day, h, event), "aside": aside}


def _begun(day: HallDay, h: Happened, event: e.LegBegun) -> Facts:
    return _next_waits(day, event.visit_id, event.leg_id, event.service_id)


def _next_waits(day: HallDay, visit_id: str, leg_id: str, service_id: str) -> Facts:
    # The leg itself is gone in a later day where its beginning was undone.
    visit, service = day.visits[visit_id], day.config.service_by_id.get(service_id)
    kind = class_at(service, visit.priority_class) if service else visit.priority_class
    about = {"leg_id": leg_id, "service_id": service_id, "priority_class": kind}
    return {**_waits(day, day.legs[visit.leg_ids[0]]), **about}


def _cancelled(day: HallDay, h: Happened, event: e.VisitCancelled) -> Facts:
    return {"visit_id": event.visit_id, "leg_id": event.leg_id}


def _unserved(day: HallDay, h: Happened, event: e.VisitUnserved) -> Facts:
    leg = day.legs[event.leg_id]
    return {
        "visit_id": event.visit_id,
        "leg_id": event.leg_id,
        "number": leg.number,
        "service_id": leg.service_id,
        "voucher": event.voucher,
        "valid_on": event.valid_on,
        "keeps": event.keeps,
    }


def _reinstated(day: HallDay, h: Happened, event: e.LegReinstated) -> Facts:
    return {**_at_counter(day, h, event), **_leg_waits(day, h, event)}


def _restored(day: HallDay, h: Happened, event: e.StepUndone) -> Facts:
    return {
        "counter_id": event.counter_id,
        "leg": leg_at_counter(day, day.legs[event.leg_id]),
        "removed_leg_id": event.removed_leg_id,
    }


def _announced(day: HallDay, h: Happened, event: e.AnnouncementMade) -> Facts:
    return {
        "announcement_id": event.announcement_id,
        "zone_id": event.zone_id,
        "language": event.language,
        "times": event.times,
    }


def _unsaid(day: HallDay, h: Happened, event: e.AnnouncementWithdrawn) -> Facts:
    return {"announcement_id": event.announcement_id, "zone_id": event.zone_id}


def _break_passed(day: HallDay, h: Happened, event: e.BreakPassed) -> Facts:
    return {"counter_id": event.counter_id}


def _counter(status: CounterStatus) -> Callable[[HallDay, Happened, Any], Facts]:
    def facts(day: HallDay, h: Happened, event: Any) -> Facts:
        holder = None if status is CounterStatus.CLOSED else h.actor
        if holder == "system":
            holder = day.counter(event.counter_id).holder
        until = getattr(event, "until", None)
        reason = getattr(event, "reason", None)
        counter = day.desk(event.counter_id)
        return {
            "counter_id": event.counter_id,
            "status": status.value,
            "until": until,
            "holder": holder,
            "reason": reason,
            "service_ids": counter.service_ids if counter is not None else None,
        }

    return facts


_FACTS: Mapping[type[e.Event], Callable[[HallDay, Happened, Any], Facts]] = {
    e.DayOpened: _nothing,
    e.ConfigurationChanged: _nothing,
    e.VisitIssued: _leg_waits,
    e.VisitCancelled: _cancelled,
    e.LegCalled: _called,
    e.LegRecalled: _called,
    e.LegStarted: _at_counter,
    e.LegFinished: _at_counter,
    e.LegMissed: _aside,
    e.LegParked: _aside,
    e.LegReturned: _returned,
    e.LegTransferred: _transferred,
    e.CounterOpened: _counter(CounterStatus.OPEN),
    e.CounterPaused: _counter(CounterStatus.PAUSED),
    e.BreakPassed: _break_passed,
    e.CounterResumed: _counter(CounterStatus.OPEN),
    e.CounterClosed: _counter(CounterStatus.CLOSED),
    e.CounterReleased: _counter(CounterStatus.CLOSED),
    e.VisitUnserved: _unserved,
    e.LegReinstated: _reinstated,
    e.LegBegun: _begun,
    e.LegSetAside: _set_aside,
    e.VisitChanged: _changed,
    e.TicketMarked: _ticket,
    e.CopyAsked: _copy,
    e.LegTaken: _taken,
    e.StepUndone: _restored,
    e.CallUndone: _nothing,
    e.AnnouncementMade: _announced,
    e.AnnouncementWithdrawn: _unsaid,
    e.CallAnnounced: _call_announced,
    e.NumbersStopped: _nothing,
    e.NumbersResumed: _nothing,
    e.VisitRestored: _nothing,
    e.LegLapsed: _nothing,
    e.LegCorrected: _nothing,
}
