"""The route of the audit trail."""

from __future__ import annotations

from balai.protocol.base import shown
from balai.protocol.managed.trail import TrailPage, TrailRow
from server.api.paths import TrailQuery
from server.api.routing import Routes
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.store.kept.trail import KEPT_DAYS
from server.usecases.trail import Did, Trail


def add_trail(routes: Routes, trail: Trail) -> None:
    """Who did what outside the day's commands."""

    def show_trail(who: Principal, query: TrailQuery) -> TrailPage:
        """Sign-ins and failed ones, devices, accounts, configuration, reading of logs: the latest first.
        Reading it stands in it as well."""
        found = trail.entries(query.before, query.limit)
        return TrailPage(entries=tuple(shown(TrailRow, one) for one in found), kept_days=KEPT_DAYS)

    routes.add(
        "GET", "/trail", show_trail, may=Permission.TRAIL_READ, answers=TrailPage, notes=Did.TRAIL_READ
    )
