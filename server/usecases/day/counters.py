"""What staff do at a counter. The core lets an actor act only at the counter it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.events import CallUndone, LegCalled, LegFinished, LegMissed, LegParked, LegTaken, StepUndone
from balai.domain.state import HallDay, Happened
from balai.protocol import requests as r
from balai.protocol.answers.counters import CallAnswer, CalledLeg, CounterAnswer
from server.store.day.codes import fresh_codes
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.day.visits import leg_answer
from server.usecases.ids import new_id

#: The zones with a display alive, and whether it "shows" or also "speaks" there.
Walls = Callable[[], Mapping[str, str]]


def open_counter(
    dispatcher: Submits, actor: str, counter_id: str, request: r.Change, skills: tuple[str, ...] | None = None
) -> Kept:
    """Sit down at a counter, with the services that the actor may serve (None: all). The answer is a
    CounterAnswer."""
    command = c.OpenCounter(actor=actor, counter_id=counter_id, session_id=new_id(), skills=skills)
    return _at_counter(dispatcher, "open", command, request)


def close_counter(
    dispatcher: Submits, actor: str, day: HallDay, counter_id: str, request: r.CloseCounter
) -> Kept:
    """Leave a counter. The answer is a CounterAnswer."""
    counter = day.desk(counter_id)
    ends = counter is not None and request.waiting == "end"
    waiting = [leg.visit_id for s in counter.service_ids for leg in day.line(s)] if counter and ends else []
    command = c.CloseCounter(
        actor=actor, counter_id=counter_id, waiting=request.waiting, codes=fresh_codes(day, waiting)
    )
    return _at_counter(dispatcher, "close", command, request)


def pause_counter(dispatcher: Submits, actor: str, counter_id: str, request: r.Pause) -> Kept:
    """Take a break. The answer is a CounterAnswer."""
    command = c.PauseCounter(
        actor=actor, counter_id=counter_id, until=_utc(request.until), reason=request.reason
    )
    return _at_counter(dispatcher, "pause", command, request)


def resume_counter(dispatcher: Submits, actor: str, counter_id: str, request: r.Change) -> Kept:
    """End a break. The answer is a CounterAnswer."""
    return _at_counter(dispatcher, "resume", c.ResumeCounter(actor=actor, counter_id=counter_id), request)


def release_counter(dispatcher: Submits, actor: str, counter_id: str, request: r.Change) -> Kept:
    """Free a counter that its holder left; for managers. The answer is a CounterAnswer."""
    return _at_counter(dispatcher, "release", c.ReleaseCounter(actor=actor, counter_id=counter_id), request)


def _at_counter(
    dispatcher: Submits, verb: str, command: c.CounterCommand | c.ReleaseCounter, request: r.Change
) -> Kept:
    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        state = day.counter(command.counter_id)
        said = CounterAnswer(
            counter_id=state.id,
            status=state.status,
            until=state.until,
            day=day.date.isoformat(),
            seq=day.seq,
            reason=state.reason,
        )
        return said.model_dump(mode="json")

    return ask(dispatcher, command, request, _route(command.counter_id, verb), answer)


def call_next(
    dispatcher: Submits, actor: str, counter_id: str, request: r.CallNext, walls: Mapping[str, str]
) -> Kept:
    """Finish the leg in hand and call the next. The answer is a CallAnswer."""
    command = c.CallNext(
        actor=actor,
        counter_id=counter_id,
        finishes=request.finishes,
        became=request.became,
        outcome=request.outcome,
        walls=walls,
    )
    return ask(dispatcher, command, request, _route(counter_id, "call"), _called)


def call_chosen(
    dispatcher: Submits, actor: str, counter_id: str, request: r.CallChosen, walls: Mapping[str, str]
) -> Kept:
    """Finish the leg in hand and call this one, for a recorded reason. The answer is a CallAnswer."""
    command = c.CallChosen(
        actor=actor,
        counter_id=counter_id,
        finishes=request.finishes,
        became=request.became,
        outcome=request.outcome,
        leg_id=request.leg_id,
        reason=request.reason,
        walls=walls,
    )
    return ask(dispatcher, command, request, _route(counter_id, "call-chosen"), _called)


def undo(dispatcher: Submits, actor: str, counter_id: str, request: r.Change) -> Kept:
    """Take the last step at the counter back. The answer is a LegAnswer of the leg as it stands again."""

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        # What was taken back last is there now: who was settled by a wrong call, where it was one.
        event = own[-1].event
        assert isinstance(event, StepUndone | CallUndone)
        return leg_answer(day, day.legs[event.leg_id])

    command = c.Undo(actor=actor, counter_id=counter_id)
    return ask(dispatcher, command, request, _route(counter_id, "undo"), answer)


def _called(day: HallDay, own: tuple[Happened, ...]) -> Json:
    called = next((h.event for h in own if isinstance(h.event, LegCalled)), None)
    finished = next((h.event.leg_id for h in own if isinstance(h.event, LegFinished)), None)
    settled = next((h.event.leg_id for h in own if isinstance(h.event, _SETTLES)), None)
    answer = CallAnswer(
        called=_called_leg(day, called) if called else None,
        finished=finished,
        settled=settled,
        became=day.legs[settled].state if settled else None,
        day=day.date.isoformat(),
        seq=day.seq,
    )
    return answer.model_dump(mode="json")


_SETTLES = (LegFinished, LegMissed, LegParked)


def _called_leg(day: HallDay, event: LegCalled) -> CalledLeg:
    leg = day.legs[event.leg_id]
    assert leg.called_at is not None
    return CalledLeg(
        leg_id=leg.id,
        visit_id=leg.visit_id,
        number=leg.number,
        service_id=leg.service_id,
        counter_id=event.counter_id,
        called_at=leg.called_at,
    )


_LEG_COMMANDS: dict[str, Callable[..., c.LegCommand]] = {
    "recall": c.Recall,
    "start": c.Start,
    "miss": c.Miss,
}
LEG_VERBS = tuple(_LEG_COMMANDS)


def on_leg(
    dispatcher: Submits, actor: str, counter_id: str, verb: str, request: r.OnLeg, walls: Walls
) -> Kept:
    """Recall, start or miss the leg in hand. The answer is a LegAnswer."""
    command = _LEG_COMMANDS[verb](
        actor=actor,
        counter_id=counter_id,
        leg_id=request.leg_id,
        occurred_at=request.occurred_at,
        clock_certain=request.clock_certain,
    )
    if isinstance(command, c.Recall):
        command = replace(command, walls=walls())
    return _with_leg(dispatcher, verb, command, request)


def finish(dispatcher: Submits, actor: str, counter_id: str, request: r.FinishLeg) -> Kept:
    """Service is over. The answer is a LegAnswer."""
    command = c.Finish(
        actor=actor,
        counter_id=counter_id,
        leg_id=request.leg_id,
        occurred_at=request.occurred_at,
        clock_certain=request.clock_certain,
        outcome=request.outcome,
    )
    return _with_leg(dispatcher, "finish", command, request)


def serve_now(dispatcher: Submits, actor: str, counter_id: str, request: r.ServeNow) -> Kept:
    """Serve somebody who stands at the counter. The answer is a LegAnswer."""
    command = ec.ServeNow(
        actor=actor,
        counter_id=counter_id,
        visit_id=new_id(),
        service_id=request.service_id,
        priority_class=request.priority_class,
        persons=request.persons,
        paper=request.paper,
    )

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        event = own[-1].event
        assert isinstance(event, LegTaken)
        return leg_answer(day, day.legs[event.leg_id])

    return ask(dispatcher, command, request, _route(counter_id, "serve"), answer)


def park(dispatcher: Submits, actor: str, counter_id: str, request: r.ParkLeg) -> Kept:
    """Let the leg in hand wait aside. The answer is a LegAnswer."""
    command = c.Park(
        actor=actor,
        counter_id=counter_id,
        leg_id=request.leg_id,
        occurred_at=request.occurred_at,
        clock_certain=request.clock_certain,
        until=_utc(request.until),
    )
    return _with_leg(dispatcher, "park", command, request)


def transfer(dispatcher: Submits, actor: str, counter_id: str, request: r.TransferLeg) -> Kept:
    """Send the visitor on to another service. The answer is a LegAnswer of the leg that begins."""
    command = c.Transfer(
        actor=actor,
        counter_id=counter_id,
        leg_id=request.leg_id,
        occurred_at=request.occurred_at,
        clock_certain=request.clock_certain,
        service_id=request.service_id,
        reason=request.reason,
        to_counter=request.to_counter,
        back=request.back,
    )

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        ended = day.legs[request.leg_id]
        return leg_answer(day, day.current_leg(day.visits[ended.visit_id]))

    return ask(dispatcher, command, request, _route(counter_id, "transfer"), answer)


def _with_leg(dispatcher: Submits, verb: str, command: c.LegCommand, request: r.OnLeg) -> Kept:
    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[command.leg_id])

    return ask(dispatcher, command, request, _route(command.counter_id, verb), answer)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _route(counter_id: str, verb: str) -> str:
    return f"POST /counters/{counter_id}/{verb}"
