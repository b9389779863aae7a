"""decide: what a command makes happen, or why not. Reads the day, changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.discipline import DISCIPLINES
from balai.domain.errors import Refusal
from balai.domain.hall import Counter, Service
from balai.domain.numbering import draw, label
from balai.domain.state import HallDay
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState


def decide(day: HallDay | None, command: c.Command, now: datetime) -> list[e.Event]:
    """The events that `command` makes at `now` (aware); an empty list where it changes nothing.

    Raises Refusal with a stable code where the rules do not allow it.
    """
    if isinstance(command, c.OpenDay):
        return _open_day(day, command)
    if day is None:
        raise Refusal("day_not_open", "The hall's day has not been opened yet.")
    return _DECISIONS[type(command)](day, command)


def _open_day(day: HallDay | None, command: c.OpenDay) -> list[e.Event]:
    if day is not None and day.date == command.date:
        return []
    if day is not None:
        raise Refusal("day_open", f"This log is of {day.date}; {command.date} needs its own.")
    return [e.DayOpened(command.date, command.config, command.previous_hash)]


def _configure(day: HallDay, command: c.ChangeConfiguration) -> list[e.Event]:
    if command.config.hall.id != day.config.hall.id:
        raise Refusal("hall_mismatch", f"This is the day of {day.config.hall.id}, not of another hall.")
    if command.config == day.config:
        return []
    _keeps_what_is_in_use(day, command)
    return [e.ConfigurationChanged(command.config)]


def _keeps_what_is_in_use(day: HallDay, command: c.ChangeConfiguration) -> None:
    config = command.config
    services = {s for s, line in day.waiting.items() if line}
    services |= {leg.service_id for leg in day.legs.values() if leg.state is LegState.PARKED}
    services |= {leg.service_id for leg in day.legs_at_counters()}
    counters = {s.id for s in day.counters.values() if s.status is not CounterStatus.CLOSED}
    gone = sorted(services - config.service_by_id.keys()) + sorted(counters - config.counter_by_id.keys())
    if gone:
        raise Refusal(
            "in_use_today",
            f"Still in use today, so it cannot be taken out yet: {', '.join(gone)}.",
            in_use=gone,
        )


def _service(day: HallDay, service_id: str) -> Service:
    service = day.config.service_by_id.get(service_id)
    if service is None:
        raise Refusal("service_unknown", f"This hall has no service {service_id!r}.", service_id=service_id)
    return service


def _issue(day: HallDay, command: c.IssueVisit) -> list[e.Event]:
    service = _service(day, command.service_id)
    if command.visit_id in day.visits:
        raise Refusal("visit_exists", "This visit has its number already.", visit_id=command.visit_id)
    series = day.config.series_by_id[service.series_id]
    ordinal = draw(series, day.next_ordinal.get(series.id, series.first))[0]
    return [
        e.VisitIssued(
            command.visit_id, f"{command.visit_id}.1", label(series, ordinal), series.id, ordinal,
            service.id, command.priority_class, command.channel,
        )
    ]  # fmt: skip


def _cancel(day: HallDay, command: c.CancelVisit) -> list[e.Event]:
    visit = day.visits.get(command.visit_id)
    if visit is None:
        raise Refusal("visit_unknown", "No visit of today has this id.", visit_id=command.visit_id)
    leg = day.current_leg(visit)
    if leg.state not in (LegState.WAITING, LegState.PARKED):
        raise Refusal("leg_not_waiting", f"{visit.number} is {leg.state}, not waiting.", state=leg.state)
    return [e.VisitCancelled(visit.id, leg.id)]


def _reserve(day: HallDay, command: c.ReserveNumbers) -> list[e.Event]:
    series = day.config.series_by_id.get(command.series_id)
    if series is None:
        raise Refusal("series_unknown", f"No series {command.series_id!r}.", series_id=command.series_id)
    block = draw(series, day.next_ordinal.get(series.id, series.first), command.count)
    return [e.NumbersReserved(series.id, block[0], block[-1], command.actor)]


def _desk(day: HallDay, counter_id: str) -> Counter:
    counter = day.config.counter_by_id.get(counter_id)
    if counter is None:
        raise Refusal("counter_unknown", f"This hall has no counter {counter_id!r}.", counter_id=counter_id)
    return counter


def _open(day: HallDay, command: c.OpenCounter) -> list[e.Event]:
    counter = _desk(day, command.counter_id)
    state = day.counter(counter.id)
    if state.status is not CounterStatus.CLOSED:
        if state.holder == command.actor:
            return []
        raise Refusal(
            "counter_taken", f"Somebody else holds counter {counter.number}.", counter_id=counter.id
        )
    for other in day.counters.values():
        if other.holder == command.actor:
            raise Refusal("holds_another", "You hold another counter.", counter_id=other.id)
    return [e.CounterOpened(counter.id, command.session_id)]


def _held(day: HallDay, command: c.CounterCommand) -> tuple[Counter, CounterState]:
    counter = _desk(day, command.counter_id)
    state = day.counter(counter.id)
    if state.status is CounterStatus.CLOSED:
        raise Refusal("counter_closed", f"Counter {counter.number} is closed.", counter_id=counter.id)
    if command.actor != "system" and state.holder != command.actor:
        raise Refusal(
            "counter_taken", f"Somebody else holds counter {counter.number}.", counter_id=counter.id
        )
    return counter, state


def _idle(day: HallDay, command: c.CounterCommand) -> CounterState:
    _, state = _held(day, command)
    if state.leg_id is not None:
        number = day.legs[state.leg_id].number
        raise Refusal("leg_in_hand", f"{number} is still at this counter.", leg_id=state.leg_id)
    return state


def _close(day: HallDay, command: c.CloseCounter) -> list[e.Event]:
    return [e.CounterClosed(_idle(day, command).id)]


def _pause(day: HallDay, command: c.PauseCounter) -> list[e.Event]:
    state = _idle(day, command)
    if state.status is CounterStatus.PAUSED and state.until == command.until:
        return []
    return [e.CounterPaused(state.id, command.until)]


def _resume(day: HallDay, command: c.ResumeCounter) -> list[e.Event]:
    _, state = _held(day, command)
    return [e.CounterResumed(state.id)] if state.status is CounterStatus.PAUSED else []


def _call(day: HallDay, command: c.CallNext) -> list[e.Event]:
    counter, state = _held(day, command)
    if state.status is CounterStatus.PAUSED:
        raise Refusal("counter_paused", f"Counter {counter.number} is on a break.", counter_id=counter.id)
    if command.finishes != state.leg_id:
        raise Refusal(
            "leg_mismatch",
            "Another visitor is at this counter than the one named to be finished.",
            finishes=command.finishes,
            in_hand=state.leg_id,
        )
    finished = _finish_events(day, state.leg_id) if state.leg_id else []
    choice = DISCIPLINES[day.config.rules.discipline].choose_next(day, counter)
    if choice is not None:
        return [*finished, e.LegCalled(choice.leg_id, counter.id, choice.rule)]
    if not finished:
        raise Refusal("nobody_waiting", f"Nobody waits for counter {counter.number}.", counter_id=counter.id)
    return finished


def _finish_events(day: HallDay, leg_id: str) -> list[e.Event]:
    leg = day.legs[leg_id]
    finished = e.LegFinished(leg.id, str(leg.counter_id))
    if leg.state is LegState.CALLED:
        return [e.LegStarted(leg.id, str(leg.counter_id), presumed=True), finished]
    return [finished]


def _in_hand(day: HallDay, command: c.LegCommand, *states: LegState) -> Leg:
    _, state = _held(day, command)
    if state.leg_id != command.leg_id:
        raise Refusal(
            "leg_mismatch",
            "This visitor is not at this counter (any more).",
            leg_id=command.leg_id,
            in_hand=state.leg_id,
        )
    leg = day.legs[command.leg_id]
    if leg.state not in states:
        raise Refusal("leg_state", f"{leg.number} is {leg.state}; this cannot be done now.", state=leg.state)
    return leg


def _recall(day: HallDay, command: c.Recall) -> list[e.Event]:
    # Also while serving: a visitor who is presumed present may not have come, another may have stepped away.
    leg = _in_hand(day, command, LegState.CALLED, LegState.SERVING)
    return [e.LegRecalled(leg.id, command.counter_id, leg.recalls + 1)]


def _start(day: HallDay, command: c.Start) -> list[e.Event]:
    leg = _in_hand(day, command, LegState.CALLED, LegState.SERVING)
    if leg.state is LegState.SERVING:
        return []
    return [e.LegStarted(leg.id, command.counter_id, command.presumed)]


def _finish(day: HallDay, command: c.Finish) -> list[e.Event]:
    return _finish_events(day, _in_hand(day, command, LegState.CALLED, LegState.SERVING).id)


def _miss(day: HallDay, command: c.Miss) -> list[e.Event]:
    # Also while serving: presence may have been presumed, or said by mistake.
    leg = _in_hand(day, command, LegState.CALLED, LegState.SERVING)
    return [e.LegMissed(leg.id, command.counter_id)]


def _park(day: HallDay, command: c.Park) -> list[e.Event]:
    leg = _in_hand(day, command, LegState.CALLED, LegState.SERVING)
    return [e.LegParked(leg.id, command.counter_id, command.until)]


def _transfer(day: HallDay, command: c.Transfer) -> list[e.Event]:
    leg = _in_hand(day, command, LegState.CALLED, LegState.SERVING)
    service = _service(day, command.service_id)
    new_id = f"{leg.visit_id}.{len(day.visits[leg.visit_id].leg_ids) + 1}"
    return [e.LegTransferred(leg.id, command.counter_id, new_id, service.id)]


def _return(day: HallDay, command: c.ReturnLeg) -> list[e.Event]:
    leg = day.legs.get(command.leg_id)
    if leg is None or leg.state is not LegState.PARKED:
        raise Refusal("leg_not_parked", "This visitor is not waiting aside.", leg_id=command.leg_id)
    return [e.LegReturned(leg.id)]


_DECISIONS: Mapping[type[c.Command], Callable[[HallDay, Any], list[e.Event]]] = {
    c.ChangeConfiguration: _configure,
    c.IssueVisit: _issue,
    c.CancelVisit: _cancel,
    c.ReserveNumbers: _reserve,
    c.OpenCounter: _open,
    c.CloseCounter: _close,
    c.PauseCounter: _pause,
    c.ResumeCounter: _resume,
    c.CallNext: _call,
    c.Recall: _recall,
    c.Start: _start,
    c.Finish: _finish,
    c.Miss: _miss,
    c.Park: _park,
    c.Transfer: _transfer,
    c.ReturnLeg: _return,
}
