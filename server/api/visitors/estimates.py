"""Routes of what is expected: a visit's place and window, and how honest such windows have been."""

from __future__ import annotations

from balai.protocol.answers.waits import CoverageView, NextWaits, VisitWait
from server.api.paths import ClassQuery, VisitPath, of_visit
from server.api.routing import Routes
from server.auth.roles import Permission
from server.usecases.estimates import Estimates, waits
from server.views.days import Today


def add_estimates(routes: Routes, days: Today, estimates: Estimates) -> None:
    """Light enough to be asked again and again: today's state in memory, no history."""

    def show_wait(path: VisitPath) -> VisitWait:
        """Where a visit stands in line, and when it will probably be called."""
        return waits(days.last(), str(path.visit_id), estimates.of_leg)

    def show_next(query: ClassQuery) -> NextWaits:
        """When whoever takes the next number of each service, in this class, will probably be called."""
        return estimates.next_of_each(days.last(), query.priority_class)

    def show_coverage() -> CoverageView:
        """Measured coverage of the windows told over the last 30 days, by service and class."""
        return estimates.coverage(days.last())

    routes.add(
        "GET",
        "/visits/<visit_id>/wait",
        show_wait,
        may=Permission.VISITS_READ,
        about=of_visit,
        answers=VisitWait,
    )
    routes.add("GET", "/estimates/next", show_next, may=Permission.OFFER_READ, answers=NextWaits)
    routes.add(
        "GET", "/estimates/coverage", show_coverage, may=Permission.COVERAGE_READ, answers=CoverageView
    )
