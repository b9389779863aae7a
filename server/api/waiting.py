"""Routes for people who wait: keeping a place, another service or class, a ticket that is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from flask import Response

from balai.protocol import requests as r
from balai.protocol.answers import ChangedVisit, LegAnswer
from server.api.paths import LegPath, VisitPath, of_leg, of_visit
from server.api.routing import Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases import waiting
from server.usecases.asking import Submits


def add_waiting(routes: Routes, dispatcher: Submits, kiosks: Callable[[], Collection[str]]) -> None:
    """What staff do for people who wait; `kiosks` gives the device ids of the hall's kiosks."""

    def keep_place(who: Principal, path: LegPath, body: r.KeepPlace) -> Response:
        """Let somebody who waits go away for a while and keep the place."""
        return kept(waiting.keep_place(dispatcher, who.actor, path.leg_id, body))

    def change_visit(who: Principal, path: VisitPath, body: r.ChangeVisit) -> Response:
        """Let a visit that waits go for another service, or count as another class."""
        return kept(waiting.change(dispatcher, who.actor, str(path.visit_id), body))

    def mark_ticket(who: Principal, path: VisitPath, body: r.MarkTicket) -> Response:
        """Say that a ticket is known not to be printed, or was printed after all."""
        return kept(waiting.mark_ticket(dispatcher, who.actor, str(path.visit_id), body))

    def ask_for_copy(who: Principal, path: VisitPath, body: r.AskForCopy) -> Response:
        """Have a ticket printed once more at a kiosk, marked as a copy; `ticket_marked` tells what became of
        it."""
        return kept(waiting.ask_for_copy(dispatcher, who.actor, str(path.visit_id), body, kiosks()))

    add = partial(routes.add, "POST", answers=LegAnswer, refuses=True)
    add("/legs/<leg_id>/aside", keep_place, may=Permission.VISITS_CHANGE, about=of_leg)
    routes.add(
        "POST", "/visits/<visit_id>/change", change_visit,
        may=Permission.VISITS_CHANGE, about=of_visit, answers=ChangedVisit, refuses=True,
    )  # fmt: skip
    add("/visits/<visit_id>/ticket", mark_ticket, may=Permission.VISITS_ISSUE)
    add("/visits/<visit_id>/copy", ask_for_copy, may=Permission.VISITS_CHANGE, about=of_visit)
