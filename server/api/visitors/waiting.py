"""Routes for people who wait: keeping a place, another service or class, a ticket that is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from flask import Response

from balai.protocol import requests as r
from balai.protocol.answers.visits import ChangedVisit, LegAnswer
from server.api.paths import LegPath, VisitPath, of_leg, of_visit
from server.api.routing import Routes, kept, must_reach
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day import waiting
from server.usecases.day.visits import EntriesOf, issuer
from server.views import concern
from server.views.days import Today


def add_waiting(
    routes: Routes, dispatcher: Submits, days: Today, entries: EntriesOf,
    kiosks: Callable[[], Collection[str]],
) -> None:  # fmt: skip
    """What staff do for people who wait; `kiosks` gives the device ids of the hall's kiosks."""

    def keep_place(who: Principal, path: LegPath, body: r.KeepPlace) -> Response:
        """Let somebody who waits go away for a while and keep the place."""
        return kept(waiting.keep_place(dispatcher, who.actor, path.leg_id, body))

    def change_visit(who: Principal, path: VisitPath, body: r.ChangeVisit) -> Response:
        """Let a visit that waits go for another service, or count as another class."""
        return kept(waiting.change(dispatcher, who.actor, str(path.visit_id), body))

    add = partial(routes.add, "POST", answers=LegAnswer, refuses=True)
    _add_tickets(routes, dispatcher, days, entries, kiosks)
    add("/legs/<leg_id>/aside", keep_place, may=Permission.VISITS_CHANGE, about=of_leg)
    routes.add(
        "POST", "/visits/<visit_id>/change", change_visit,
        may=Permission.VISITS_CHANGE, about=of_visit, answers=ChangedVisit, refuses=True,
    )  # fmt: skip


def _add_tickets(
    routes: Routes, dispatcher: Submits, days: Today, entries: EntriesOf,
    kiosks: Callable[[], Collection[str]],
) -> None:  # fmt: skip
    """Tickets on paper. Staff give numbers for every agency, so who gave one sees to its ticket too."""

    def reached(who: Principal, visit_id: str) -> None:
        day = days.current()
        agencies = concern.of_visit(day, visit_id)
        theirs = agencies is None or who.reaches(Permission.VISITS_CHANGE, agencies)
        if not theirs and issuer(day, visit_id, entries) != who.actor:
            must_reach(who, Permission.VISITS_CHANGE, agencies)

    def mark_ticket(who: Principal, path: VisitPath, body: r.MarkTicket) -> Response:
        """Say that a ticket is known not to be printed, or was printed after all."""
        reached(who, str(path.visit_id))
        return kept(waiting.mark_ticket(dispatcher, who.actor, str(path.visit_id), body))

    def ask_for_copy(who: Principal, path: VisitPath, body: r.AskForCopy) -> Response:
        """Have a ticket printed once more at a kiosk, marked as a copy; `ticket_marked` tells what became of
        it."""
        reached(who, str(path.visit_id))
        return kept(waiting.ask_for_copy(dispatcher, who.actor, str(path.visit_id), body, kiosks()))

    add = partial(routes.add, "POST", answers=LegAnswer, refuses=True)
    add("/visits/<visit_id>/ticket", mark_ticket, may=Permission.VISITS_ISSUE)
    add("/visits/<visit_id>/copy", ask_for_copy, may=Permission.VISITS_CHANGE)
