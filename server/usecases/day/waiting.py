"""What staff do for people who wait. Every answer is a LegAnswer of where the visit is, or more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC

from balai.domain.commands import everyday as ec
from balai.domain.events import VisitChanged
from balai.domain.state import HallDay, Happened
from balai.errors import Refusal
from balai.protocol import requests as r
from balai.protocol.answers.visits import ChangedVisit
from balai.words.said import say
from server.store.day.jobs import Answer
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.day.visits import leg_answer


def keep_place(dispatcher: Submits, actor: str, leg_id: str, request: r.KeepPlace) -> Kept:
    """Let somebody who waits go away for a while."""
    until = request.until.astimezone(UTC) if request.until else None
    command = ec.SetAside(actor=actor, leg_id=leg_id, until=until)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.legs[leg_id])

    return ask(dispatcher, command, request, f"POST /legs/{leg_id}/aside", answer)


def change(dispatcher: Submits, actor: str, visit_id: str, request: r.ChangeVisit) -> Kept:
    """Another service or class for a visit that waits. The answer is a ChangedVisit."""
    command = ec.ChangeVisit(
        actor=actor,
        visit_id=visit_id,
        service_id=request.service_id,
        priority_class=request.priority_class,
        also=request.also,
    )

    def answer(day: HallDay, own: tuple[Happened, ...]) -> Json:
        told = next((h.event for h in own if isinstance(h.event, VisitChanged)), None)
        found = ChangedVisit.model_validate(leg_answer(day, day.current_leg(day.visits[visit_id])))
        reach = {"reach": told.reach, "first_on": told.first_on, "step": told.step} if told else {}
        return found.model_copy(update=reach).model_dump(mode="json")

    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/change", answer)


def mark_ticket(dispatcher: Submits, actor: str, visit_id: str, request: r.MarkTicket) -> Kept:
    """Note that a ticket was not printed, or was printed after all."""
    printed, certain = request.printed, request.certain
    command = ec.MarkTicket(actor=actor, visit_id=visit_id, printed=printed, certain=certain)
    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/ticket", _where(visit_id))


def ask_for_copy(
    dispatcher: Submits, actor: str, visit_id: str, request: r.AskForCopy, kiosks: Collection[str]
) -> Kept:
    """Have a ticket printed once more. `kiosks` are the device ids of the hall's kiosks. Raises Refusal
    `kiosk_unknown` for another."""
    if request.kiosk_id is not None and request.kiosk_id not in kiosks:
        raise Refusal("kiosk_unknown", say("detail.kiosk_unknown"), known=sorted(kiosks))
    command = ec.AskForCopy(actor=actor, visit_id=visit_id, kiosk_id=request.kiosk_id)
    return ask(dispatcher, command, request, f"POST /visits/{visit_id}/copy", _where(visit_id))


def _where(visit_id: str) -> Answer:
    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        return leg_answer(day, day.current_leg(day.visits[visit_id]))

    return answer
