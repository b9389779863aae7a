"""What a manager's room is told of the hall, and what is put right from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from balai.clock import Clock
from balai.domain.commands import everyday as ec
from balai.domain.hall.localtime import day_bounds
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg
from balai.protocol.managed.devices import DeviceRow
from balai.protocol.managed.overview import Overview
from balai.protocol.requests import RaiseQuota
from server.store.kept.beats import NEAR
from server.usecases.asking import Json, Kept, Submits, ask
from server.usecases.estimates import UNKNOWN, NextWindow
from server.usecases.machine.vitals import SILENT
from server.views import overview
from server.views.roster import SightingOf


class OverviewOf(Protocol):
    """The hall at a glance, or one agency of it."""

    def __call__(self, day: HallDay, agency_id: str | None = None) -> Overview:
        """`day` as it is now."""
        ...


def overview_of(
    sighting: SightingOf,
    clock: Clock,
    window: NextWindow,
    devices: Callable[[], tuple[DeviceRow, ...]],
    sure: Callable[[], bool],
) -> OverviewOf:
    """Looks at a day with what the hub knows beside it; `sure` is whether it believes its clock."""

    def look(day: HallDay, agency_id: str | None = None) -> Overview:
        now = clock.now()
        wrong = () if agency_id else tuple(row for row in devices() if _is_wrong(row, now))
        seen = overview.overview(day, sighting, now, _chance(window), wrong, agency_id)
        ahead = now < day_bounds(day.date, day.config.zone)[0] - NEAR
        return seen.model_copy(update={"believed": sure(), "ahead": ahead})

    return look


def _chance(window: NextWindow) -> overview.ChanceOf:
    def chance(day: HallDay, leg: Leg) -> float | None:
        found = window(day, leg)
        if found == UNKNOWN:
            return None
        return 1.0 if found.chance is None else found.chance / 100

    return chance


def _is_wrong(row: DeviceRow, now: datetime) -> bool:
    return row.state != "ok" or row.seen_at is None or now - row.seen_at > SILENT


def raise_quota(dispatcher: Submits, actor: str, service_id: str, request: RaiseQuota) -> Kept:
    """Let more come for a service today. The answer is a QuotaNow."""
    command = ec.RaiseQuota(actor=actor, service_id=service_id, persons=request.persons)

    def answer(day: HallDay, _: tuple[Happened, ...]) -> Json:
        more = day.raised.get(service_id, 0)
        return {"service_id": service_id, "more": more, "day": day.date.isoformat(), "seq": day.seq}

    return ask(dispatcher, command, request, f"POST /services/{service_id}/quota", answer)
