"""Numbers are stopped and go on; whom ending the waiting would touch."""

from __future__ import annotations

from datetime import UTC

from balai.domain import commands as c
from balai.domain.decide.closing import overtaken
from balai.domain.state import HallDay, Happened
from balai.protocol import requests as r
from balai.protocol.answers.day import ClosingView, NumbersView
from server.usecases.asking import Json, Kept, Submits, ask
from server.views.views import stopped_rows


def stop(dispatcher: Submits, actor: str, request: r.StopNumbers) -> Kept:
    """Give no more numbers in a scope. The answer is a NumbersView."""
    until = request.until.astimezone(UTC) if request.until else None
    command = c.StopNumbers(actor=actor, scope=request.scope, reason=request.reason, until=until)
    return ask(dispatcher, command, request, "POST /numbers/stop", _answer)


def go_on(dispatcher: Submits, actor: str, request: r.GoOn) -> Kept:
    """Give numbers again in a scope. The answer is a NumbersView."""
    return ask(dispatcher, c.GoOn(actor=actor, scope=request.scope), request, "POST /numbers/go-on", _answer)


def _answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
    return shown(day).model_dump(mode="json")


def shown(day: HallDay) -> NumbersView:
    """Where no numbers are given now."""
    return NumbersView(stopped=stopped_rows(day), day=day.date.isoformat(), seq=day.seq)


def closing_view(day: HallDay) -> ClosingView:
    """Whom ending the waiting now would touch."""
    waiting = [leg.number for leg in overtaken(day, None)]
    in_hand = [leg.number for leg in day.legs_at_counters()]
    return ClosingView(
        stopped="hall" in day.stopped,
        waiting=tuple(waiting),
        in_hand=tuple(sorted(in_hand)),
        ended=tuple(day.visits[visit_id].number for visit_id in day.ended.values()),
        day=day.date.isoformat(),
        seq=day.seq,
    )
