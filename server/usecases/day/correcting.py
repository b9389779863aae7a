"""A manager puts right what the log says of a leg that has ended."""

from __future__ import annotations

from datetime import UTC, datetime

from balai.domain.commands import everyday as ec
from balai.domain.state import HallDay, Happened
from balai.errors import Refusal
from balai.protocol import requests as r
from balai.words.said import say
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.day.visits import leg_answer


def correct(dispatcher: Submits, actor: str, visit_id: str, request: r.CorrectLeg) -> Kept:
    """Correct a leg of a visit. The answer is a LegAnswer. Raises Refusal `leg_unknown` for another's."""
    if request.leg_id.rpartition(".")[0] != visit_id:
        raise Refusal("leg_unknown", say("detail.leg_unknown"), leg_id=request.leg_id)
    command = ec.CorrectLeg(
        actor=actor,
        leg_id=request.leg_id,
        corrects=request.corrects,
        state=request.state,
        service_id=request.service_id,
        outcome=request.outcome,
        started_at=_utc(request.started_at),
        ended_at=_utc(request.ended_at),
    )

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[request.leg_id])

    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/correct", answer)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
