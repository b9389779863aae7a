"""Routes that read: the hall, its state, its log, its devices, the time."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from flask import Response

from balai.clock import Clock
from balai.domain.hall.config import config_to_data
from balai.domain.state import HallDay
from balai.protocol.answers.day import LogPage, Now
from balai.protocol.managed.devices import DeviceList
from balai.protocol.requests import DeviceStatus
from balai.protocol.views import Audience, Catalogue, Snapshot
from balai.words.said import say
from server.api.hall.document import HallDocument, WaitingChange
from server.api.paths import HallQuery, LogQuery, StateQuery
from server.api.routing import Json, Routes
from server.auth.principal import Principal
from server.auth.roles import READS, Permission
from server.packing import packed_or_not
from server.problems import Rejected
from server.store import Store
from server.store.day.todays_log import TodaysLog
from server.usecases.devices import devices
from server.usecases.trail import Did
from server.views.catalogue import catalogue_of
from server.views.days import Today, log_page


def add_hall(routes: Routes, days: Today, clock: Clock, store: Store, snapshot: SnapshotOf) -> None:
    """The hall, the state as an audience may see it, the log, the time."""

    def show_state(who: Principal, query: StateQuery) -> Snapshot:
        """The day as the asker may see it, whole, with its place in the log."""
        wanted = query.audience or who.audience
        if not who.may(READS[wanted]):
            raise Rejected(403, "forbidden", say("detail.not_for_role", role=who.role, wanted=wanted))
        agency_id = who.limit(READS[wanted]) if wanted == "staff" else None
        return snapshot(days.current(), wanted, agency_id, apart=query.catalogue == "apart")

    def show_catalogue() -> Response:
        """The hall's agencies and services, by version: as long as that is the same, it is kept (ETag)."""
        made = catalogue_of(days.last().config)
        return packed_or_not(made.text, made.packed, made.view.version)

    def show_log(who: Principal, query: LogQuery) -> LogPage:
        """Entries of today after a seq: all of them, or those that concern the asker's agency."""
        return log_page(store, days.current(), query.after, query.limit, who.limit(Permission.LOG_READ))

    def show_hall(query: HallQuery) -> Json:
        """The hall's configuration in force, and whether a change of it waits for a later day; `brief`:
        without its services and what goes by them, which is nearly all of a large hall."""
        day = days.current()
        told = WaitingChange(on=waits.on, since=waits.since) if (waits := day.scheduled) else None
        config = replace(day.config, services=(), counters=(), series=()) if query.brief else day.config
        return {**config_to_data(config), "waiting_change": told and told.model_dump(mode="json")}

    def show_time() -> Now:
        """The hub's time and the hall's day."""
        return Now(now=clock.now(), day=days.last().date.isoformat())

    routes.add("GET", "/catalogue", show_catalogue, may=Permission.HALL_READ, answers=Catalogue)
    routes.add("GET", "/state", show_state, may=Permission.HALL_READ, answers=Snapshot)
    routes.add("GET", "/log", show_log, may=Permission.LOG_READ, answers=LogPage, notes=Did.LOG_READ)
    routes.add("GET", "/hall", show_hall, may=Permission.HALL_READ, answers=HallDocument)
    routes.add("GET", "/time", show_time, may=Permission.TIME_READ, answers=Now, short=True)


class SnapshotOf(Protocol):
    """What an audience may see of a day."""

    def __call__(self, day: HallDay, audience: Audience, agency_id: str | None, *, apart: bool) -> Snapshot:
        """See `views.snapshot_of`."""
        ...


def add_devices(routes: Routes, store: Store, writes: TodaysLog, clock: Clock, hall_id: str) -> None:
    """What devices say of themselves."""

    def report_status(who: Principal, body: DeviceStatus) -> None:
        """Keep what the asking device says of itself."""
        devices.report(store.devices, writes, clock, hall_id, who.id, body)

    def list_devices() -> DeviceList:
        """All devices with what each said last."""
        return devices.listed(store.devices, hall_id)

    routes.add(
        "PUT", "/devices/me/status", report_status, may=Permission.DEVICES_REPORT, answers=None, status=204
    )
    routes.add("GET", "/devices", list_devices, may=Permission.DEVICES_READ, answers=DeviceList)
