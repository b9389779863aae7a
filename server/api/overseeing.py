"""Routes of a manager's page of the hall at a glance."""

from __future__ import annotations

from flask import Response

from balai.protocol import requests as r
from balai.protocol.managed.overview import Overview, QuotaNow, TechnicianCalled
from server.api.paths import DevicePath, ServicePath, of_service
from server.api.routing import Routes, kept
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.usecases.asking import Submits
from server.usecases.day.overseeing import OverviewOf, raise_quota
from server.usecases.machine.calling import Technicians
from server.usecases.trail import Did
from server.views.days import Today


def add_overseeing(
    routes: Routes, dispatcher: Submits, days: Today, look: OverviewOf, technicians: Technicians
) -> None:
    """The hall at a glance, and what is put right from there."""

    def show_overview(who: Principal) -> Overview:
        """The hall or the asker's agency at a glance, as the managers' room is told it by itself."""
        return look(days.current(), who.limit(Permission.COUNTERS_READ))

    def let_more_come(who: Principal, path: ServicePath, body: r.RaiseQuota) -> Response:
        """Let more people come for a service today than its quota lets; from tomorrow on it holds again."""
        return kept(raise_quota(dispatcher, who.actor, path.service_id, body))

    def call_technician(who: Principal, path: DevicePath, body: r.Change) -> TechnicianCalled:
        """Tell a technician, as alerts are told, what is wrong with a device; within five minutes once."""
        return technicians.call(path.device_id)

    routes.add("GET", "/overview", show_overview, may=Permission.COUNTERS_READ, answers=Overview)
    routes.add(
        "POST", "/services/<service_id>/quota", let_more_come,
        may=Permission.QUOTA_RAISE, about=of_service, answers=QuotaNow, refuses=True,
    )  # fmt: skip
    routes.add(
        "POST", "/devices/<device_id>/technician", call_technician,
        may=Permission.TECHNICIAN_CALL, answers=TechnicianCalled, refuses=True,
        notes=Did.TECHNICIAN_CALLED,
    )  # fmt: skip
