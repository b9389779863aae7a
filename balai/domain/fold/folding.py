"""evolve, the fold (or reducer). It trusts the log; it refuses only what cannot be folded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from balai.domain import events as e
from balai.domain.chains import carried
from balai.domain.errors import BrokenLog
from balai.domain.fold import bookings, chains, correcting, hearing, offering, waiting
from balai.domain.fold import counters as at_counter
from balai.domain.fold import stopped as on_stopped
from balai.domain.fold import visits as of_visit
from balai.domain.fold.visits import Changes
from balai.domain.hall.learned import Expectations
from balai.domain.hall.numbering import LEAST_DIGITS, Numbers, gave, parted
from balai.domain.order.lanes import Waiting, enqueue
from balai.domain.quota import count, recounted
from balai.domain.registers.scheduled import Scheduled
from balai.domain.registers.voided import with_given
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.values.shards import Shards
from balai.domain.visit import Leg, LegState, Step


def evolve(day: HallDay | None, happened: Happened) -> HallDay:
    """The day after `happened`. `day` is None only before `day_opened`.

    Raises BrokenLog when the event does not follow: a gap in seq, a leg or visit nobody knows.
    """
    event = happened.event
    kind = type(event)
    if isinstance(event, e.DayOpened):
        return _opened(day, happened, event)
    if day is None or happened.seq != day.seq + 1:
        raise BrokenLog(f"Event {happened.seq} does not follow.", seq=happened.seq)
    try:
        changes = _FOLDS[kind](day, happened, event)
    except KeyError as fault:
        if not day.passed_over:
            raise BrokenLog(f"Event {happened.seq} names {fault}, unknown here.", seq=happened.seq) from fault
        changes = _passed_over(day, happened)
    if kind in _COUNTS:
        changes["taken"] = _recounted(day, changes, event)
    if kind in _MISSES:
        changes["missed"] = _missed(day, changes.get("legs", day.legs), event)
    steps = changes.get("steps", day.steps)
    if steps and kind not in _BUILDS_NOTHING:
        changes["steps"] = _overtaken(day, steps, happened)
    return replace(day, seq=happened.seq, at=max(day.at, happened.at), **changes)


def _opened(day: HallDay | None, h: Happened, event: e.DayOpened) -> HallDay:
    """The day as it begins. Numbers of places kept over night stand on paper, and those of this date when it
    was opened before its time: none is given again."""
    if day is not None or h.seq != 1:
        raise BrokenLog("A day opens once, as its first event.", seq=h.seq)
    none: Numbers = {}
    held, numbers = carried(event.standing, none)
    for right in event.carried:
        if right.place is not None:
            prefix, digits = parted(right.number)
            numbers = gave(numbers, prefix, right.place.ordinal, right.place.ordinal, len(digits))
    for voided in (one for one in event.voided if one.date == event.date):
        numbers = with_given(numbers, voided.given)
    return HallDay(
        event.date, event.config, 1, h.at, vouchers={right.code: right for right in event.carried},
        expectations=Expectations.of(event.learned), scheduled=event.scheduled, numbers=numbers,
        bookings=bookings.carried(event.config, event.booked), voided=event.voided, chains=held,
    )  # fmt: skip


def _recounted(day: HallDay, changes: Changes, event: Any) -> Mapping[str, int]:
    """The quota's counts after a visit has changed; nothing where it was passed over."""
    legs, visits = changes.get("legs", day.legs), changes.get("visits", day.visits)
    visit_id = getattr(event, "visit_id", None) or day.legs[event.leg_id].visit_id
    before, after = day.visits.get(visit_id), visits.get(visit_id)
    return recounted(day.taken, day.config, (before, day.legs), (after, legs))


def _missed(day: HallDay, legs: Shards[Leg], event: Any) -> tuple[str, ...]:
    """Who was marked as absent and has not come back, after something happened to a leg."""
    leg = legs.get(event.leg_id)
    others = tuple(leg_id for leg_id in day.missed if leg_id != event.leg_id)
    return (*others, leg.id) if leg is not None and leg.state is LegState.MISSED else others


def as_folded(day: HallDay, happened: Happened) -> Happened:
    """What happened as `day`, the day after it, understood it: an event that was passed over is unknown,
    so that nobody looks for what it names."""
    event = happened.event
    if happened.seq not in day.passed_over or isinstance(event, e.Unknown):
        return happened
    return replace(happened, event=e.Unknown(*event.written, e.body_of(event)))


def _overtaken(day: HallDay, steps: Mapping[str, Step], h: Happened) -> Mapping[str, Step]:
    """The steps, those marked whose leg this event (of another command) has happened to."""
    leg_id = getattr(h.event, "leg_id", None)
    if leg_id is None:
        return steps
    marked = {}
    for counter_id in _last_counters(day, leg_id):
        step = steps.get(counter_id) if counter_id is not None else None
        if step is None or step.seq == h.seq or step.overtaken:
            continue
        if step.concerns(leg_id):
            marked[str(counter_id)] = replace(step, overtaken=True)
        elif step.before is not None and step.before.concerns(leg_id):
            marked[str(counter_id)] = replace(step, before=None)
    return {**steps, **marked} if marked else steps


def _last_counters(day: HallDay, leg_id: str) -> tuple[str | None, ...]:
    """Where a step may stand that concerns a leg and is not overtaken: at its counter, and at the one that
    sent it on. Whatever takes a leg back from its counter to the line is itself what overtakes its step."""
    leg = day.legs.get(leg_id)
    if leg is None:
        return ()
    if not leg.transferred:
        return (leg.counter_id,)
    leg_ids = day.visits[leg.visit_id].leg_ids
    sender = day.legs[leg_ids[leg_ids.index(leg_id) - 1]].counter_id
    return (leg.counter_id, sender) if sender != leg.counter_id else (sender,)


def _configured(day: HallDay, h: Happened, event: e.ConfigurationChanged) -> Changes:
    """New settings hold for whoever waits, too: due times follow the new standards."""
    configured = replace(day, config=event.config)
    legs, lanes = day.legs, _NO_LANES
    for was in (leg for service in day.lanes.values() for line in service.values() for leg in line):
        leg = of_visit.waiting_leg(configured, was)
        legs, lanes = legs.set(leg.id, leg), enqueue(lanes, leg)
    for was in map(day.legs.__getitem__, day.parked):
        if was.bound:  # it waits beside the lanes, for one counter
            leg = replace(of_visit.waiting_leg(configured, was), state=was.state)
            legs = legs.set(leg.id, leg)
    taken = count(event.config, day.visits.values(), legs)
    desks = at_counter.desks(event.config, day.counters)
    changes = {"config": event.config, "legs": legs, "lanes": lanes, "taken": taken, "desks": desks}
    if event.config.hall.time_zone != day.config.hall.time_zone:
        changes["bookings"] = bookings.in_zone(day.bookings, event.config)
    return changes


def _scheduled(day: HallDay, h: Happened, event: e.ConfigurationScheduled) -> Changes:
    return {"scheduled": Scheduled(event.config, event.on, h.at, h.actor, event.in_use)}


def _withdrawn(day: HallDay, h: Happened, event: e.ConfigurationWithdrawn) -> Changes:
    return {"scheduled": None}


def _voided(day: HallDay, h: Happened, event: e.DayVoided) -> Changes:
    return {"voided": (*day.voided, *event.voided)}


_NO_LANES: Waiting = {}


def _reserved(day: HallDay, h: Happened, event: e.NumbersReserved) -> Changes:
    series = day.config.series_by_id.get(event.series_id)
    prefix = event.prefix or (series.letter if series else event.series_id)
    width = event.width or max(LEAST_DIGITS, len(str(series.last if series else 0)))
    if event.chain:
        return chains.held(day, event)
    return {"numbers": gave(day.numbers, prefix, event.first, event.last, width)}


def _unknown(day: HallDay, h: Happened, event: e.Unknown) -> Changes:
    """An event of a newer version changes nothing that is known here, but numbers that it names are
    taken: they may be on paper."""
    said = json.loads(event.body)
    last = said.get("last", said.get("ordinal"))
    first = said.get("first", last)
    series = day.config.series_by_id.get(str(said.get("series_id")))
    prefix, digits = parted(str(said.get("number", "")))
    prefix = prefix or str(said.get("prefix") or (series.letter if series else ""))
    changes = _passed_over(day, h)
    if prefix and isinstance(first, int) and isinstance(last, int) and first <= last:
        changes["numbers"] = gave(day.numbers, prefix, first, last, max(LEAST_DIGITS, len(digits)))
    return changes


def _passed_over(day: HallDay, h: Happened) -> Changes:
    return {"passed_over": (*day.passed_over, h.seq)}


def _nothing(day: HallDay, h: Happened, event: e.CopyAsked) -> Changes:
    return {}


#: A leg that begins is part of the step before it; who is called once more, or was heard to be
#: called, is still only called.
_BUILDS_NOTHING = frozenset({
    e.VisitIssued, e.LegBegun, e.LegRecalled, e.CallUndone, e.CallAnnounced, e.TicketMarked,
    e.CopyAsked, e.CollectionPromised,
})  # fmt: skip
#: By these a visit that was there counts in another way.
_COUNTS = frozenset({
    e.VisitCancelled, e.VisitChanged, e.LegTransferred, e.LegBegun, e.StepUndone, e.CallUndone,
    e.LegCorrected,
})  # fmt: skip
#: By these a leg becomes one that was missed, or is it no more.
_MISSES = frozenset({e.LegMissed, e.LegReinstated, e.StepUndone, e.LegCorrected, e.LegLapsed})
_FOLDS: Mapping[type[e.Event], Callable[[HallDay, Happened, Any], Changes]] = {
    e.ConfigurationChanged: _configured,
    e.ConfigurationScheduled: _scheduled,
    e.ConfigurationWithdrawn: _withdrawn,
    e.VisitIssued: of_visit.issued,
    e.VisitCancelled: of_visit.cancelled,
    e.VisitUnserved: of_visit.unserved,
    e.LegReturned: of_visit.returned,
    e.LegReinstated: waiting.reinstated,
    e.LegBegun: of_visit.begun,
    e.LegCalled: at_counter.called,
    e.LegRecalled: at_counter.recalled,
    e.LegStarted: at_counter.started,
    e.LegFinished: at_counter.left(LegState.FINISHED),
    e.LegMissed: at_counter.left(LegState.MISSED),
    e.LegParked: at_counter.left(LegState.PARKED),
    e.LegTransferred: at_counter.transferred,
    e.StepUndone: at_counter.undone,
    e.CallUndone: at_counter.call_undone,
    e.CounterOpened: at_counter.opened,
    e.CounterPaused: at_counter.paused,
    e.BreakPassed: at_counter.break_passed,
    e.CounterResumed: at_counter.resumed,
    e.CounterClosed: at_counter.closed,
    e.CounterReleased: at_counter.closed,
    e.NumbersReserved: _reserved,
    e.DayVoided: _voided,
    e.AnnouncementMade: hearing.announced,
    e.AnnouncementWithdrawn: hearing.withdrawn,
    e.CopyAsked: _nothing,
    e.NumbersStopped: on_stopped.stopped,
    e.NumbersResumed: on_stopped.resumed,
    e.VisitRestored: on_stopped.restored,
    e.LegLapsed: on_stopped.lapsed,
    e.Unknown: _unknown,
    e.LegSetAside: waiting.set_aside,
    e.VisitChanged: waiting.changed,
    e.TicketMarked: waiting.ticket_marked,
    e.LegTaken: waiting.taken,
    e.CollectionPromised: waiting.promised,
    e.CallAnnounced: hearing.call_announced,
    e.BookingMade: bookings.made,
    e.BookingReleased: bookings.released,
    e.LegCorrected: correcting.corrected,
    e.VisitAbandoned: chains.abandoned,
    e.LateTicketAdopted: chains.late,
    e.QuotaRaised: offering.raised,
    e.VisitRefused: offering.refused,
}
