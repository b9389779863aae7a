"""Routes of devices that may be cut off from the hub."""

from __future__ import annotations

from collections.abc import Callable, Collection

from flask import Response

from balai.clock import Clock
from balai.protocol.devices import cut_off as p
from server.api.paths import ServicesQuery, VisitPath
from server.api.routing import Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day import cut_off
from server.views.days import Today


def add_cut_off(
    routes: Routes, dispatcher: Submits, days: Today, clock: Clock, kiosks: Callable[[], Collection[str]]
) -> None:
    """What a device holds for when it is cut off, and what it brings afterwards."""

    def hold_numbers(who: Principal, body: p.HoldNumbers) -> Response:
        """Let the asking device hold numbers that nobody else gives."""
        return kept(cut_off.hold(dispatcher, days.current().config, who.actor, len(kiosks()), body))

    def show_offline(who: Principal, query: ServicesQuery) -> p.OfflineFacts:
        """Hours and quotas of the coming days, by which a device gives numbers by itself."""
        return cut_off.facts(days.current(), clock.now(), query.ids)

    def adopt_visit(who: Principal, body: p.AdoptVisit) -> Response:
        """Take a ticket that the asking device gave out by itself, in its place by the time of the press."""
        return kept(cut_off.adopt(dispatcher, days.current(), who.actor, body))

    def void_visit(who: Principal, path: VisitPath, body: p.VoidVisit) -> Response:
        """Void what the asking device never handed out."""
        return kept(cut_off.void(dispatcher, who.actor, path.visit_id, body))

    may, add = Permission.NUMBERS_RESERVE, routes.add
    add("POST", "/devices/me/numbers", hold_numbers, may=may, answers=p.HeldNumbers, refuses=True)
    add("GET", "/devices/me/offline", show_offline, may=may, answers=p.OfflineFacts)
    add("POST", "/visits/adopt", adopt_visit, may=may, answers=p.AdoptedVisit, status=201, refuses=True)
    add("POST", "/visits/<visit_id>/void", void_visit, may=may, answers=p.AdoptedVisit, refuses=True)
