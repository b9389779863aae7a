"""How the events at counters change a day: opened, called, served, undone, released."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from balai.domain import events as e
from balai.domain.fold.visits import Changes, next_leg, not_aside, waiting_leg, with_leg
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.heard import first_call
from balai.domain.order.discipline import counted
from balai.domain.order.lanes import dequeue, enqueue
from balai.domain.state import RECENT_CALLS, Call, HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState, Step


def _at_counter(day: HallDay, counter_id: str, **changes: Any) -> Mapping[str, CounterState]:
    return {**day.counters, counter_id: replace(day.counter(counter_id), **changes)}


def _no_step(day: HallDay, counter_id: str) -> Mapping[str, Step]:
    return {k: v for k, v in day.steps.items() if k != counter_id} if counter_id in day.steps else day.steps


def _of(state: CounterState) -> dict[str, Any]:
    return {
        "priority_run": state.priority_run,
        "since_pass": state.since_pass,
        "since_pass_of": state.since_pass_of,
    }


def called(day: HallDay, h: Happened, event: e.LegCalled) -> Changes:
    """A waiting leg was called."""
    leg, counter_id = day.legs[event.leg_id], event.counter_id
    state = day.counter(counter_id)
    run, since, since_of = counted(
        state, leg.priority_class, passing=event.passing, ratio_turn=event.ratio_turn
    )
    leg_called = replace(leg, bound=None, state=LegState.CALLED, counter_id=counter_id, called_at=h.at)
    holding = replace(
        state, leg_id=leg.id, last_leg_id=leg.id, priority_run=run, since_pass=since, since_pass_of=since_of
    )
    before = [call for call in day.calls if call.leg_id != leg.id][: RECENT_CALLS - 1]
    changes = {
        "legs": day.legs.set(leg.id, leg_called),
        "counters": {**day.counters, counter_id: holding},
        "calls": (Call(leg.id, counter_id, h.at, leg.service_id), *before),
        "steps": {**day.steps, counter_id: _call_step(day, h, event, leg_called)},
        "heard": day.heard.set(leg.id, first_call(h.at, event.wall)),
    }
    if leg.bound:
        return {**changes, "parked": not_aside(day, leg.id)}
    return {**changes, "lanes": dequeue(day.lanes, leg)}


def _call_step(day: HallDay, h: Happened, event: e.LegCalled, after: Leg) -> Step:
    settled = day.steps.get(event.counter_id) if event.settles else None
    leg, visit = day.legs[after.id], day.visits[after.visit_id]
    counter, heard = day.counter(event.counter_id), day.heard.get(leg.id)
    aside = day.parked.index(leg.id) if leg.bound else None
    return Step(h.seq, h.at, leg, after, visit, counter, before=settled, heard=heard, aside=aside)


def call_undone(day: HallDay, h: Happened, event: e.CallUndone) -> Changes:
    """A wrong call was taken back: the leg waits in its place, and the counter is as before the call;
    the step of the same command may still be taken back."""
    step = day.steps[event.counter_id]
    leg = waiting_leg(day, step.leg)
    leg = replace(leg, state=LegState.PARKED) if leg.bound else leg
    steps = _no_step(day, event.counter_id)
    return {
        "legs": day.legs.set(leg.id, leg),
        "lanes": day.lanes if leg.bound else enqueue(day.lanes, leg),
        "parked": (*day.parked[: step.aside], leg.id, *day.parked[step.aside :]) if leg.bound else day.parked,
        "counters": {**day.counters, event.counter_id: step.counter},
        "calls": tuple(call for call in day.calls if call.leg_id != leg.id),
        "steps": {**steps, event.counter_id: step.before} if step.before else steps,
        "heard": day.heard.set(leg.id, step.heard) if step.heard else day.heard.without(leg.id),
    }


def recalled(day: HallDay, h: Happened, event: e.LegRecalled) -> Changes:
    """A called leg was called once more."""
    leg = replace(day.legs[event.leg_id], recalls=event.times)
    heard = day.heard[leg.id].called_again(h.at, event.times, event.wall)
    return {"legs": day.legs.set(leg.id, leg), "heard": day.heard.set(leg.id, heard)}


def _not_before(h: Happened, earlier: datetime | None) -> datetime:
    """The best time known, but no earlier than what came before it, whatever a device's clock says."""
    return h.when if earlier is None else max(h.when, earlier)


def started(day: HallDay, h: Happened, event: e.LegStarted) -> Changes:
    """Service began."""
    leg = day.legs[event.leg_id]
    serving = replace(
        leg, state=LegState.SERVING, started_at=_not_before(h, leg.called_at), presumed=event.presumed
    )
    return {"legs": day.legs.set(leg.id, serving)}


def left(state: LegState) -> Callable[[HallDay, Happened, Any], Changes]:
    """A fold of the events with which a leg leaves its counter; the step may be undone."""

    def fold(day: HallDay, h: Happened, event: Any) -> Changes:
        leg = day.legs[event.leg_id]
        ended_at = None if state is LegState.PARKED else _not_before(h, leg.started_at or leg.called_at)
        gone = replace(
            leg, state=state, ended_at=ended_at, until=getattr(event, "until", None),
            outcome=getattr(event, "outcome", None), ended_seq=h.seq,
        )  # fmt: skip
        step = Step(h.seq, h.at, leg, gone, day.visits[leg.visit_id], day.counter(event.counter_id))
        return {
            "legs": day.legs.set(leg.id, gone),
            "counters": _at_counter(day, event.counter_id, leg_id=None, free_since=h.at),
            "steps": {**day.steps, event.counter_id: step},
            "parked": (*day.parked, leg.id) if state is LegState.PARKED else day.parked,
        }

    return fold


def transferred(day: HallDay, h: Happened, event: e.LegTransferred) -> Changes:
    """A leg ended here and the next waits elsewhere."""
    changes = left(LegState.TRANSFERRED)(day, h, event)
    visit = day.visits[day.legs[event.leg_id].visit_id]
    leg = next_leg(day, h, visit, event.new_leg_id, event.service_id)
    where: Changes = {"lanes": enqueue(day.lanes, leg)}
    if event.to_counter is not None:
        leg = replace(leg, state=LegState.PARKED, bound=event.to_counter)
        where = {"parked": (*day.parked, leg.id)}
    step = changes["steps"][event.counter_id]
    # A planned step that is reached by hand is not to come once more.
    plan = tuple(service_id for service_id in visit.plan if service_id != event.service_id)
    return {
        **changes,
        **where,
        "legs": changes["legs"].set(leg.id, leg),
        "visits": day.visits.set(visit.id, replace(with_leg(visit, leg.id), plan=plan)),
        "steps": {**changes["steps"], event.counter_id: replace(step, new_leg_id=leg.id)},
    }


def undone(day: HallDay, h: Happened, event: e.StepUndone) -> Changes:
    """The last step at a counter was taken back: leg, visit and counter stand as before it, but for the ids
    that were given out."""
    step = day.steps[event.counter_id]
    visit = replace(step.visit, begun=day.visits[step.visit.id].begun)
    legs, lanes = day.legs.set(step.leg.id, step.leg), day.lanes
    if step.new_leg_id is not None:
        new = legs[step.new_leg_id]
        legs = legs.without(new.id)
        lanes = lanes if new.bound else dequeue(lanes, new)
    return {
        "legs": legs,
        "lanes": lanes,
        "visits": day.visits.set(visit.id, visit),
        "counters": {**day.counters, event.counter_id: step.counter},
        "steps": _no_step(day, event.counter_id),
        "parked": not_aside(day, step.leg.id, step.new_leg_id),
    }


def opened(day: HallDay, h: Happened, event: e.CounterOpened) -> Changes:
    """A member of staff sat down. What the rules count with goes on from the sitting before."""
    state = day.counter(event.counter_id)
    sitting = CounterState(
        state.id, CounterStatus.OPEN, h.actor, event.session_id, h.at, last_leg_id=state.last_leg_id,
        free_since=h.at, service_ids=event.service_ids, **_of(state),
    )  # fmt: skip
    counters = {**day.counters, state.id: sitting}
    return {"counters": counters, "steps": _no_step(day, state.id), "desks": desks(day.config, counters)}


def desks(config: HallConfig, counters: Mapping[str, CounterState]) -> Mapping[str, Counter]:
    """The counters whose holders serve only a part of what they offer, or in another order, as they do."""
    narrowed = ((config.counter_by_id.get(id_), state.service_ids) for id_, state in counters.items())
    return {
        counter.id: counter.served_by(own)
        for counter, own in narrowed
        if counter is not None and own is not None
    }


def paused(day: HallDay, h: Happened, event: e.CounterPaused) -> Changes:
    """A break began."""
    counters = _at_counter(
        day, event.counter_id, status=CounterStatus.PAUSED, until=event.until, reason=event.reason,
        overdue=False,
    )  # fmt: skip
    return {"counters": counters, "steps": _no_step(day, event.counter_id)}


def break_passed(day: HallDay, h: Happened, event: e.BreakPassed) -> Changes:
    """A break lasts longer than was said."""
    return {"counters": _at_counter(day, event.counter_id, overdue=True)}


def resumed(day: HallDay, h: Happened, event: e.CounterResumed) -> Changes:
    """A break ended."""
    return {
        "counters": _at_counter(
            day, event.counter_id, status=CounterStatus.OPEN, until=None, reason=None, overdue=False,
            free_since=h.at,
        )
    }  # fmt: skip


def closed(day: HallDay, h: Happened, event: e.CounterClosed | e.CounterReleased) -> Changes:
    """A counter closed, by its holder or by a manager. What the rules count with is kept."""
    state = day.counter(event.counter_id)
    shut = CounterState(state.id, last_leg_id=state.last_leg_id, **_of(state))
    counters = {**day.counters, state.id: shut}
    return {"counters": counters, "steps": _no_step(day, state.id), "desks": desks(day.config, counters)}
