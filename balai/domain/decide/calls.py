"""Calling the next or a chosen leg, what becomes of the one who is there, and taking the last step back."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.counters import absent_by_the_rules, finish_events, held, on_duty
from balai.domain.decide.hearing import counts_from
from balai.domain.decide.named import check_offered, check_reason
from balai.domain.errors import Refusal
from balai.domain.fold.folding import evolve
from balai.domain.hall.config import Counter
from balai.domain.heard import wall_of
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import DISCIPLINES, Choice, chosen
from balai.domain.order.why import explain, recorded
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg, LegState, Step

#: How long somebody waits aside who was called, passed over, and may not be marked absent yet.
ASIDE = timedelta(minutes=5)


def _ready(day: HallDay, command: c.CallNext, now: datetime) -> tuple[Counter, list[e.Event], HallDay]:
    """The counter that may call, the events that end what is there, and the day after them: a leg that
    begins by a finish waits when the next is chosen."""
    counter, state = on_duty(day, command)
    if command.finishes != state.leg_id:
        raise Refusal(
            "leg_mismatch",
            "Another visitor is at this counter than the one named to be finished.",
            finishes=command.finishes,
            in_hand=state.leg_id,
        )
    ended = settle(day, state.leg_id, command.became, now, command.outcome) if state.leg_id else []
    return counter, ended, _after(day, ended, command, now)


def _after(day: HallDay, events: list[e.Event], command: c.Command, now: datetime) -> HallDay:
    for event in events:
        happened = Happened(
            day.seq + 1, now, command.actor, event, command.occurred_at, command.clock_certain
        )
        day = evolve(day, happened)
    return day


def _call_event(day: HallDay, command: c.CallNext, counter: Counter, choice: Choice) -> e.LegCalled:
    reason = command.reason if isinstance(command, c.CallChosen) else None
    why = recorded(explain(day, counter, choice, reason))
    return e.LegCalled(
        leg_id=choice.leg.id, counter_id=counter.id, rule=choice.rule, passing=choice.passing,
        ratio_turn=choice.ratio_turn, reason=reason, why=why, settles=command.finishes,
        wall=wall_of(day.config, counter.id, command.walls),
    )  # fmt: skip


def call(day: HallDay, command: c.CallNext, now: datetime) -> list[e.Event]:
    """End the leg in hand and call whom the rule picks."""
    counter, ended, after = _ready(day, command, now)
    rules = day.config.rules
    turns = after.counter(counter.id)
    choice = DISCIPLINES[rules.discipline].choose_next(lanes_for(after, counter.id), counter, turns, rules)
    if choice is not None:
        return [*ended, _call_event(after, command, counter, choice)]
    if not ended:
        raise Refusal("nobody_waiting", f"Nobody waits for counter {counter.shown}.", counter_id=counter.id)
    return ended


def call_chosen(day: HallDay, command: c.CallChosen, now: datetime) -> list[e.Event]:
    """End the leg in hand and call this one, for a recorded reason."""
    counter, ended, after = _ready(day, command, now)
    leg = after.legs.get(command.leg_id)
    if leg is None or (leg.state is not LegState.WAITING and leg.bound != counter.id):
        raise Refusal("leg_not_waiting", "This visitor does not wait (any more).", leg_id=command.leg_id)
    check_offered(counter, leg.service_id)
    check_reason(command.reason, c.REASONS_TO_CHOOSE)
    return [*ended, _call_event(after, command, counter, chosen(after.lanes, counter, leg, day.config.rules))]


def settle(
    day: HallDay, leg_id: str, became: str | None, now: datetime, outcome: str | None = None
) -> list[e.Event]:
    """What ends a leg over which the next is called. One in service is finished. One who was called is
    what `became` says; where it says nothing: present once presence is presumed, otherwise absent where
    the rules of absence allow it, otherwise aside for a while. Nobody is finished who was not there."""
    leg = day.legs[leg_id]
    if became is not None and became not in c.BECAME:
        raise Refusal("became_unknown", "This is not one of the list.", known=list(c.BECAME))
    if leg.state is LegState.SERVING or became == "present":
        return finish_events(day, leg.id, outcome)
    if became is None:
        became = _becomes(day, leg, now)
    if became == "present":
        return finish_events(day, leg.id, outcome)
    if became == "absent":
        absent_by_the_rules(day, leg, now)
        return [e.LegMissed(leg.id, str(leg.counter_id))]
    return [e.LegParked(leg.id, str(leg.counter_id), now + ASIDE)]


def _becomes(day: HallDay, leg: Leg, now: datetime) -> str:
    presence = timedelta(seconds=day.config.rules.presence_seconds)
    began = counts_from(day, leg)
    if began is not None and now - began >= presence:
        return "present"
    try:
        absent_by_the_rules(day, leg, now)
    except Refusal:
        return "aside"
    return "absent"


def undo(day: HallDay, command: c.Undo, now: datetime) -> list[e.Event]:
    """Take the last step at the counter back, while it is fresh and nothing has built on it. A call goes
    back together with what it settled."""
    held(day, command)
    step = day.steps.get(command.counter_id)
    if step is None:
        raise Refusal("nothing_to_undo", "There is nothing to take back at this counter.")
    if now - step.at > timedelta(seconds=day.config.rules.undo_seconds):
        raise Refusal(
            "undo_too_late", "It is too late to take this back.", seconds=day.config.rules.undo_seconds
        )
    if step.overtaken:
        raise Refusal("undo_overtaken", f"{step.leg.number} has moved on; this cannot be taken back.")
    if step.after.state is not LegState.CALLED:
        return [_undone(command.counter_id, step)]
    called = e.CallUndone(step.leg.id, command.counter_id, step.seq)
    return [called, _undone(command.counter_id, step.before)] if step.before else [called]


def _undone(counter_id: str, step: Step) -> e.StepUndone:
    return e.StepUndone(counter_id, step.leg.id, step.seq, step.new_leg_id)
