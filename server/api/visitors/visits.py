"""Routes of visits, legs and series."""

from __future__ import annotations

from flask import Response

from balai.protocol import requests as r
from balai.protocol.answers.visits import IssuedVisit, LegAnswer, ReservedNumbers, VisitView
from server.api.paths import LegPath, NumberQuery, SeriesPath, VisitPath, of_leg, of_visit
from server.api.routing import Routes, kept, must_reach
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day import visits
from server.usecases.estimates import Estimates
from server.usecases.limits import Limit, guess
from server.views import concern
from server.views.days import Today


def add_visits(
    routes: Routes,
    dispatcher: Submits,
    days: Today,
    entries: visits.EntriesOf,
    estimates: Estimates,
    codes: Limit,
) -> None:
    """Give numbers, show and cancel visits, bring legs back, reserve numbers. `codes` limits how many may be
    guessed."""
    _add_reading(routes, days, entries, estimates)

    def issue_visit(who: Principal, body: r.IssueVisit) -> Response:
        """Give a number for a service."""
        code = body.voucher or body.booking
        if code is None:
            return kept(visits.issue(dispatcher, who.actor, body, estimates.next_ticket))
        with guess(codes, who.actor):
            return kept(visits.issue(dispatcher, who.actor, body, estimates.next_ticket))

    def cancel_visit(who: Principal, path: VisitPath, body: r.Change) -> Response:
        """End a visit that is not at a counter."""
        return kept(visits.cancel(dispatcher, who.actor, str(path.visit_id), body))

    def return_leg(who: Principal, path: LegPath, body: r.Change) -> Response:
        """Let a parked leg wait again."""
        return kept(visits.return_leg(dispatcher, who.actor, path.leg_id, body))

    def reinstate_leg(who: Principal, path: LegPath, body: r.Change) -> Response:
        """Let a visitor marked as absent wait again."""
        return kept(visits.reinstate(dispatcher, who.actor, path.leg_id, body))

    def reserve_numbers(who: Principal, path: SeriesPath, body: r.ReserveNumbers) -> Response:
        """Set numbers aside for the asking device."""
        return kept(visits.reserve(dispatcher, who.actor, path.series_id, body))

    add = routes.add
    add(
        "POST",
        "/visits",
        issue_visit,
        may=Permission.VISITS_ISSUE,
        answers=IssuedVisit,
        status=201,
        refuses=True,
        short=True,
    )
    add(
        "POST",
        "/visits/<visit_id>/cancel",
        cancel_visit,
        may=Permission.VISITS_CHANGE,
        about=of_visit,
        answers=LegAnswer,
        refuses=True,
    )
    add(
        "POST",
        "/legs/<leg_id>/return",
        return_leg,
        may=Permission.VISITS_CHANGE,
        about=of_leg,
        answers=LegAnswer,
        refuses=True,
    )
    add(
        "POST",
        "/legs/<leg_id>/reinstate",
        reinstate_leg,
        may=Permission.VISITS_CHANGE,
        about=of_leg,
        answers=LegAnswer,
        refuses=True,
    )
    add(
        "POST", "/series/<series_id>/reserve", reserve_numbers,
        may=Permission.NUMBERS_RESERVE, answers=ReservedNumbers, refuses=True,
    )  # fmt: skip


def _add_reading(routes: Routes, days: Today, entries: visits.EntriesOf, estimates: Estimates) -> None:
    def show_visit(who: Principal, path: VisitPath) -> VisitView:
        """One visit of today, with its history as one timeline."""
        staff = who.may(Permission.VISITS_CHANGE) or who.may(Permission.LOG_READ)
        return visits.show(days.current(), str(path.visit_id), entries, estimates.of_leg, staff=staff)

    def find_visit(who: Principal, query: NumberQuery) -> VisitView:
        """The visit of today with a number, as it is printed or typed loosely (`a23`)."""
        day = days.current()
        visit_id = visits.numbered(day, query.number)
        must_reach(who, Permission.LINE_READ, concern.of_visit(day, visit_id))
        return visits.show(day, visit_id, entries, estimates.of_leg, staff=True)

    add = routes.add
    add("GET", "/visits", find_visit, may=Permission.LINE_READ, answers=VisitView)
    add(
        "GET", "/visits/<visit_id>", show_visit, may=Permission.VISITS_READ, about=of_visit, answers=VisitView
    )
