"""Routes of codes on paper."""

from __future__ import annotations

from balai.clock import Clock
from balai.protocol.answers.visits import CodeView
from server.api.paths import CodePath
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.day.codes import look_up
from server.usecases.estimates import Estimates
from server.usecases.limits import Limit, guess
from server.views.days import Today


def add_codes(routes: Routes, days: Today, clock: Clock, estimates: Estimates, codes: Limit) -> None:
    """What a code stands for; `codes` limits how many may be guessed."""

    def look_code_up(who: Principal, path: CodePath) -> CodeView:
        """What a code on paper stands for: a right, a booking, a ticket."""
        with guess(codes, who.actor):
            return look_up(days.current(), path.code, clock.now(), estimates.of_leg)

    routes.add(
        "GET", "/codes/<code>", look_code_up, may=Permission.VISITS_ISSUE, answers=CodeView, refuses=True
    )
