"""How a day changes by what happens to people who wait."""

from __future__ import annotations

from balai.domain import events as e
from balai.domain.fold.visits import Changes, waiting_leg, waits_again
from balai.domain.heard import first_call
from balai.domain.order.lanes import dequeue, enqueue, standard
from balai.domain.rights import done_by
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.visit import LegState, Voucher


def set_aside(day: HallDay, h: Happened, event: e.LegSetAside) -> Changes:
    """Somebody who waits was set aside and keeps the place."""
    leg = day.legs[event.leg_id]
    aside = replace(leg, state=LegState.PARKED, until=event.until, kept=leg.kept + 1)
    return {
        "legs": day.legs.set(leg.id, aside),
        "lanes": dequeue(day.lanes, leg),
        "parked": (*day.parked, leg.id),
    }


def reinstated(day: HallDay, h: Happened, event: e.LegReinstated) -> Changes:
    """A missed leg waits again from the base that the event gives; older logs give none: half of the
    standard ago (never before it came)."""
    leg = day.legs[event.leg_id]
    base = event.base
    if base is None:
        half = standard(day.config.service_by_id[leg.service_id], leg.priority_class) / 2
        base = max(leg.base, h.at - half)
    again = replace(leg, base=base, joined_at=h.at, returns=leg.returns + 1, returned_at=h.at)
    return waits_again(day, again)


def changed(day: HallDay, h: Happened, event: e.VisitChanged) -> Changes:
    """A visit goes for another service or class; its arrival is kept."""
    visit, leg = day.visits[event.visit_id], day.legs[event.leg_id]
    visit = replace(visit, priority_class=event.priority_class, plan=event.plan)
    visited = replace(day, visits=day.visits.set(visit.id, visit))
    joined = leg.joined_at if event.service_id == leg.service_id else h.at
    waits = waiting_leg(visited, replace(leg, service_id=event.service_id, joined_at=joined))
    lanes = day.lanes
    if leg.state is LegState.WAITING:
        lanes = enqueue(dequeue(lanes, leg), waits)
    else:
        # Another service may not be that counter's: then staff bring the leg back to the line.
        same = event.service_id == leg.service_id
        waits = replace(waits, state=leg.state, bound=leg.bound if same else None)
    return {
        "visits": visited.visits,
        "legs": day.legs.set(leg.id, waits),
        "lanes": lanes,
    }


def ticket_marked(day: HallDay, h: Happened, event: e.TicketMarked) -> Changes:
    """A ticket is known not to be printed, or was printed after all, or nobody knows."""
    known = event.printed if event.certain else None
    visit = replace(day.visits[event.visit_id], printed=known, print_unsure=not event.certain)
    return {"visits": day.visits.set(visit.id, visit)}


def taken(day: HallDay, h: Happened, event: e.LegTaken) -> Changes:
    """Somebody who stands at the counter is served there."""
    leg = day.legs[event.leg_id]
    serving = replace(
        leg, state=LegState.SERVING, counter_id=event.counter_id, called_at=h.at, started_at=h.when
    )
    counter = replace(day.counter(event.counter_id), leg_id=leg.id, last_leg_id=leg.id)
    return {
        "legs": day.legs.set(leg.id, serving),
        "lanes": dequeue(day.lanes, leg),
        "counters": {**day.counters, counter.id: counter},
        "steps": {k: v for k, v in day.steps.items() if k != counter.id},
        "heard": day.heard.set(leg.id, first_call(h.at, "unknown")),
    }


def promised(day: HallDay, h: Happened, event: e.CollectionPromised) -> Changes:
    """A right to come back on another day, beside the visit as it is."""
    visit = day.visits[event.visit_id]
    voucher = Voucher(
        event.voucher, visit.number, event.service_id, event.valid_on,
        done=done_by(visit, day.legs), priority_class=visit.priority_class, persons=visit.persons,
    )  # fmt: skip
    return {"unserved": {**day.unserved, voucher.code: voucher}}
