"""What the commands at counters make happen: open, close, serve."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.hearing import counts_from, on_its_way
from balai.domain.decide.issuing.journeys import check_sent
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.named import check_outcome, check_reason, desk
from balai.domain.decide.sending import destination, released
from balai.domain.decide.stopping import leaving, left_alone, opening
from balai.domain.decide.visits import unserved_events
from balai.domain.errors import Refusal
from balai.domain.hall.config import Counter
from balai.domain.hall.localtime import day_bounds
from balai.domain.heard import wall_of
from balai.domain.state import HallDay
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState


def open_(day: HallDay, command: c.OpenCounter, now: datetime) -> list[e.Event]:
    """Sit down at a counter that nobody holds, holding no other."""
    counter = desk(day, command.counter_id)
    state = day.counter(counter.id)
    if state.status is not CounterStatus.CLOSED:
        if state.holder == command.actor:
            return []
        raise Refusal("counter_taken", f"Somebody else holds counter {counter.shown}.", counter_id=counter.id)
    for other in day.counters.values():
        if other.holder == command.actor:
            raise Refusal("holds_another", "You hold another counter.", counter_id=other.id)
    own = counter if command.skills is None else counter.served_by(command.skills)
    if not own.service_ids:
        raise Refusal(
            "skills_elsewhere", f"You serve nothing of counter {counter.shown}.", counter_id=counter.id
        )
    narrowed = own.service_ids if own != counter else None
    return [e.CounterOpened(counter.id, command.session_id, narrowed), *opening(day, own)]


def held(day: HallDay, command: c.CounterCommand) -> tuple[Counter, CounterState]:
    """The counter of a command by its holder. Raises Refusal where it is closed or another's."""
    counter = desk(day, command.counter_id)
    state = day.counter(counter.id)
    if state.status is CounterStatus.CLOSED:
        raise Refusal("counter_closed", f"Counter {counter.shown} is closed.", counter_id=counter.id)
    if command.actor != "system" and state.holder != command.actor:
        raise Refusal("counter_taken", f"Somebody else holds counter {counter.shown}.", counter_id=counter.id)
    return counter, state


def on_duty(day: HallDay, command: c.CounterCommand) -> tuple[Counter, CounterState]:
    """The same, where it is not on a break either. Raises Refusal `counter_paused`."""
    counter, state = held(day, command)
    if state.status is CounterStatus.PAUSED:
        raise Refusal("counter_paused", f"Counter {counter.shown} is on a break.", counter_id=counter.id)
    return counter, state


def check_idle(day: HallDay, state: CounterState) -> None:
    """Raises Refusal `leg_in_hand` where somebody is at the counter."""
    if state.leg_id is not None:
        number = day.legs[state.leg_id].number
        raise Refusal("leg_in_hand", f"{number} is still at this counter.", leg_id=state.leg_id)


def close(day: HallDay, command: c.CloseCounter, now: datetime) -> list[e.Event]:
    """Leave an idle counter; the last of a service says what becomes of those who wait for it."""
    counter, state = held(day, command)
    check_idle(day, state)
    stopped = leaving(day, command, counter, now)
    alone = left_alone(day, counter, now) if command.waiting == "end" else {}
    freed = released(day, counter.id)
    waiting = [leg for service_id in alone for leg in day.line(service_id)]
    return [*stopped, *unserved_events(day, waiting, command.codes), *freed, e.CounterClosed(counter.id)]


def release(day: HallDay, command: c.ReleaseCounter, now: datetime) -> list[e.Event]:
    """Free a counter that its holder left (who may do so is checked by the use case). One who was
    called waits again with the place they had; one in service has been served."""
    counter = desk(day, command.counter_id)
    state = day.counter(counter.id)
    if state.status is CounterStatus.CLOSED:
        raise Refusal("counter_closed", f"Counter {counter.shown} is closed.", counter_id=counter.id)
    if command.holder not in (None, state.holder):
        return []
    leg, ended = day.leg_at(counter.id), [*released(day, counter.id), e.CounterReleased(counter.id)]
    if leg is None:
        return ended
    if leg.state is LegState.CALLED:
        return [e.LegParked(leg.id, counter.id, None), e.LegReturned(leg.id), *ended]
    return [*finish_events(day, leg.id), *ended]


def pause(day: HallDay, command: c.PauseCounter, now: datetime) -> list[e.Event]:
    """Begin a break, or change its end."""
    _, state = held(day, command)
    check_idle(day, state)
    if command.reason is not None:
        check_reason(command.reason, c.PAUSE_REASONS)
    possible_until(day, command.until, now)
    same = (state.until, state.reason) == (command.until, command.reason)
    if state.status is CounterStatus.PAUSED and same:
        return []
    return [e.CounterPaused(state.id, command.until, command.reason)]


def possible_until(day: HallDay, until: datetime | None, now: datetime) -> None:
    """Raises Refusal `until_not_possible` for an end that has passed or lies beyond this day."""
    if until is None or now < until <= day_bounds(day.date, day.config.zone)[1]:
        return
    raise Refusal("until_not_possible", "An end must lie between now and the end of this day.")


def pass_break(day: HallDay, command: c.PassBreak, now: datetime) -> list[e.Event]:
    """The end that was said for a break has come, and the counter still rests."""
    state = day.counter(desk(day, command.counter_id).id)
    if state.status is not CounterStatus.PAUSED or state.until is None or now < state.until:
        raise Refusal("break_not_over", "No break at this counter is over.", counter_id=state.id)
    return [] if state.overdue else [e.BreakPassed(state.id, state.until)]


def resume(day: HallDay, command: c.ResumeCounter, now: datetime) -> list[e.Event]:
    """End a break."""
    _, state = held(day, command)
    return [e.CounterResumed(state.id)] if state.status is CounterStatus.PAUSED else []


def finish_events(day: HallDay, leg_id: str, outcome: str | None = None) -> list[e.Event]:
    """Service ends, presence presumed where nobody said so; the next leg of a planned journey begins.
    Raises Refusal `outcome_unknown` for what is not on the hall's list."""
    leg = day.legs[leg_id]
    counter_id = str(leg.counter_id)
    if outcome is not None:
        check_outcome(day, outcome)
    events: list[e.Event] = [e.LegFinished(leg.id, counter_id, outcome)]
    if leg.state is LegState.CALLED:
        events.insert(0, e.LegStarted(leg.id, counter_id, presumed=True))
    visit = day.visits[leg.visit_id]
    if visit.plan:
        events.append(e.LegBegun(visit.id, visit.next_leg_id, visit.plan[0], counter_id))
    return events


def in_hand(day: HallDay, command: c.LegCommand, *states: LegState) -> Leg:
    """The leg of a command, at its counter in one of `states`. Raises Refusal."""
    _, state = held(day, command)
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


def recall(day: HallDay, command: c.Recall, now: datetime) -> list[e.Event]:
    """Call once more; also while serving, as presence may have been presumed or said by mistake."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    wall = wall_of(day.config, command.counter_id, command.walls)
    return [e.LegRecalled(leg.id, command.counter_id, leg.recalls + 1, wall)]


def start(day: HallDay, command: c.Start, now: datetime) -> list[e.Event]:
    """The visitor is present."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    if leg.state is LegState.SERVING:
        return []
    return [e.LegStarted(leg.id, command.counter_id, command.presumed)]


def finish(day: HallDay, command: c.Finish, now: datetime) -> list[e.Event]:
    """Service is over; a planned journey goes on."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    return finish_events(day, leg.id, command.outcome)


def miss(day: HallDay, command: c.Miss, now: datetime) -> list[e.Event]:
    """The visitor did not come: only after the recalls and the time that the rules ask for, counted from
    when the call had been seen and heard."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    absent_by_the_rules(day, leg, now)
    return [e.LegMissed(leg.id, command.counter_id)]


def absent_by_the_rules(day: HallDay, leg: Leg, now: datetime) -> None:
    """Raises Refusal `recall_first` or `too_early` where a called visitor may not be marked absent yet."""
    rules = day.config.rules
    if leg.recalls < rules.recalls_before_miss:
        left = rules.recalls_before_miss - leg.recalls
        raise Refusal(
            "recall_first", f"Call {leg.number} again first, {left} more time(s).", recalls_left=left
        )
    began = counts_from(day, leg)
    if began is None or on_its_way(day, leg):
        raise Refusal("not_heard_yet", f"{leg.number} has not been announced yet; nobody could know.")
    wait = timedelta(seconds=rules.miss_after_seconds) - (now - began)
    if wait > timedelta():
        raise Refusal(
            "too_early", f"Give {leg.number} a moment more.", seconds_left=round(wait.total_seconds())
        )


def park(day: HallDay, command: c.Park, now: datetime) -> list[e.Event]:
    """The leg waits aside."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    possible_until(day, command.until, now)
    return [e.LegParked(leg.id, command.counter_id, command.until)]


def transfer(day: HallDay, command: c.Transfer, now: datetime) -> list[e.Event]:
    """The next leg waits at any service of any agency, or for one counter alone. A place that the visitor
    has in its quota already, planned or held before, is not asked for again; its desks must open once more
    today, long enough to be served, unless staff give a reason to send the visitor all the same."""
    leg = in_hand(day, command, LegState.CALLED, LegState.SERVING)
    visit = day.visits[leg.visit_id]
    service, to_counter = destination(day, leg, command)
    if command.reason is not None:
        check_reason(command.reason, (*c.REASONS_TO_CHOOSE, *c.REASONS_TO_SEND))
    within_quota(day, service, visit.persons, now, visit=visit)
    if command.reason not in c.REASONS_TO_CHOOSE:
        check_sent(day, service, now)
    new_id = visit.next_leg_id
    return [e.LegTransferred(leg.id, command.counter_id, new_id, service.id, command.reason, to_counter)]
