"""Routes of bookings, and of what a manager puts right."""

from __future__ import annotations

from flask import Response

from balai.protocol import requests as r
from balai.protocol.answers.visits import LegAnswer
from balai.protocol.managed.bookings import BookingList, BookingRow
from server.api.paths import BookingPath, BookingQuery, VisitPath, of_booking, of_visit
from server.api.routing import Routes, kept, must_reach
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day import bookings, correcting
from server.usecases.limits import Limit, guess
from server.views import concern
from server.views.days import Today


def add_bookings(routes: Routes, dispatcher: Submits, days: Today, codes: Limit) -> None:
    """Book times, list them, take them back. `codes` limits how many may be guessed."""

    def make_booking(who: Principal, body: r.MakeBooking) -> Response:
        """Book a time of a service; its visitor checks in with the code of the answer."""
        _reaches(who, Permission.BOOKINGS_CHANGE, days, body.service_id)
        return kept(bookings.make(dispatcher, who.actor, days.current(), body))

    def list_bookings(who: Principal, query: BookingQuery) -> BookingList:
        """The bookings of a date, today's without one, and where there is still room."""
        day = days.current()
        limit = who.limit(Permission.BOOKINGS_READ)
        return bookings.listed(day, query.on or day.date, limit, query.service_id)

    def cancel_booking(who: Principal, path: BookingPath, body: r.Change) -> Response:
        """Take a booking back that nobody has claimed."""
        with guess(codes, who.actor):
            return kept(bookings.cancel(dispatcher, who.actor, path.code, body))

    may = Permission.BOOKINGS_CHANGE
    routes.add("POST", "/bookings", make_booking, may=may, answers=BookingRow, status=201, refuses=True)
    routes.add("GET", "/bookings", list_bookings, may=Permission.BOOKINGS_READ, answers=BookingList)
    routes.add(
        "POST", "/bookings/<code>/cancel", cancel_booking,
        may=may, about=of_booking, answers=BookingRow, refuses=True,
    )  # fmt: skip


def add_corrections(routes: Routes, dispatcher: Submits, days: Today) -> None:
    """Put right what the log says of a visit that has ended."""

    def correct_visit(who: Principal, path: VisitPath, body: r.CorrectLeg) -> Response:
        """Put right what became of a leg that has ended, its service, outcome or times."""
        leg = days.current().legs.get(body.leg_id)
        for service_id in (leg.service_id if leg else None, body.service_id):
            if service_id is not None:
                _reaches(who, Permission.VISITS_CORRECT, days, service_id)
        return kept(correcting.correct(dispatcher, who.actor, str(path.visit_id), body))

    routes.add(
        "POST", "/visits/<visit_id>/correct", correct_visit,
        may=Permission.VISITS_CORRECT, about=of_visit, answers=LegAnswer, refuses=True,
    )  # fmt: skip


def _reaches(who: Principal, may: Permission, days: Today, service_id: str) -> None:
    """Refuse a service of another agency, where the asker reaches one only."""
    must_reach(who, may, concern.of_service(days.current(), service_id) or None)
