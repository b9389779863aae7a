"""What displays tell of calls: shown, spoken, or not to be spoken."""

from __future__ import annotations

from datetime import UTC

from balai.domain import commands as c
from balai.domain.state import HallDay, Happened
from balai.protocol import requests as r
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.day.visits import leg_answer


def announce_call(dispatcher: Submits, actor: str, leg_id: str, request: r.AnnounceCall) -> Kept:
    """Keep what a display reports of a call. The answer is a LegAnswer."""
    command = c.AnnounceCall(
        actor=actor,
        leg_id=leg_id,
        called_at=request.called_at.astimezone(UTC),
        recalls=request.recalls,
        kind=request.kind,
        zone_id=request.zone_id,
        occurred_at=request.occurred_at.astimezone(UTC) if request.occurred_at else None,
        clock_certain=request.clock_certain,
    )

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[leg_id])

    return ask(dispatcher, command, request, f"POST /legs/{leg_id}/announced", answer)
