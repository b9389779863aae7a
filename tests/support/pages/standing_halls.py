"""Halls that stand still, for the pictures of pages: one in mid-morning after a week, the largest there is,
one where nothing has happened, one in trouble, one just begun, a training hall.

Their clock shows one moment for as long as they are looked at; what is past was written into their logs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from balai.domain.hall.config import PRACTICE, Counter, HallConfig
from balai.hall_file.write import hall_toml
from demo.driving.hubs import Hub, Site
from demo.driving.past import played_day, put, texts
from demo.driving.tablets import Tablet
from demo.driving.wait import eventually
from server.auth.roles import Role
from server.store import Store, open_store
from server.store.kept.accounts import Account
from server.store.kept.devices import Device
from server.store.kept.trail import Deed, add_entry
from tests.support.pages.morning import Desk, Line, Morning

#: A Tuesday in mid-morning, as on the drawings.
NOW = datetime.fromisoformat("2026-04-14T10:46:00+08:00")
#: So slow that it stands, and yet a clock.
PACE = 1e-6
WEEK = tuple(date(2026, 4, 6) + timedelta(days=n) for n in range(5))
#: Who sits at no counter: what they are called, and their role.
PEOPLE: Mapping[str, tuple[str, Role]] = {
    "kepala": ("Pengelola", "manager"),
    "pengawas": ("Pengawas", "auditor"),
    "admin": ("Administrator", "administrator"),
    "baru": ("Petugas baru", "staff"),
}


def standing_clock() -> str:
    """A clock that stands at `NOW`, for a hub that starts now."""
    return f"scaled:{time.time()}:{PACE}:{NOW.isoformat()}"


@dataclass
class Standing:
    """A hall with its hub; whoever has an account there is signed in by `token_of`."""

    site: Site
    hub: Hub
    tablets: list[Tablet] = field(default_factory=list)
    cookie: str = "balai_session"

    @property
    def url(self) -> str:
        """Where its pages are."""
        return self.hub.url

    @property
    def port(self) -> int:
        """Where its hub listens."""
        return self.hub.port

    def close(self) -> None:
        """End it."""
        for tablet in self.tablets:
            tablet.close()
        self.site.close()


def token_of(account_id: str) -> str:
    """By which an account is signed in."""
    return f"masuk-{account_id}"


@dataclass(frozen=True)
class Told:
    """What a hall is: its settings now and earlier, who is there, its devices, its morning."""

    config: HallConfig
    earlier: tuple[HallConfig, ...] = ()
    people: Mapping[str, tuple[str, Role]] = field(default_factory=lambda: PEOPLE)
    week: int = 0
    desks: Mapping[str, Desk] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    devices: tuple[tuple[Device, Mapping[str, Any] | None, float], ...] = ()
    #: Whose tablets are cut off.
    away: frozenset[str] = frozenset()
    #: Whether those have accounts who sit at the counters.
    seated: bool = True
    #: What is done at the hub before anybody looks.
    then: Callable[[Hub], None] | None = None
    #: What the hub works out before anybody looks.
    asked: tuple[str, ...] = ()
    #: What was noted beside the queue, and so many minutes ago.
    trail: tuple[tuple[Deed, float], ...] = ()


def stand(tell: Callable[[], Told], folder: Path) -> Standing:
    """Make it and start its hub."""
    told = tell()
    file = folder / "hall.toml"
    first = (*told.earlier, told.config)[0]
    file.write_text(hall_toml(first), encoding="utf-8")
    before = NOW - timedelta(days=13)
    site = Site(folder, hall=file, clock=f"scaled:{time.time()}:{PACE}:{before.isoformat()}")
    with open_store(site.store) as store:
        _write(store, told)
    site.set_clock(standing_clock())
    standing = Standing(site, site.start())
    _warm(standing, told.asked)
    if told.then is not None:
        told.then(standing.hub)
    if told.config.hall.id == PRACTICE:
        standing.cookie = "balai_practice"
    address = standing.hub.host, standing.hub.port
    for counter in told.config.counters:
        if counter.id in told.desks and counter.id not in told.away:
            standing.tablets.append(Tablet(address, f"{standing.cookie}={token_of(counter.id)}"))
    eventually(lambda: all(one.view for one in standing.tablets), what="the tablets of who serves")
    return standing


def _warm(standing: Standing, paths: Iterable[str]) -> None:
    """What a hub works out once, it has worked out before a page asks and gives up waiting."""
    api = standing.hub.api()
    api.headers["Cookie"] = f"balai_session={token_of('kepala')}"
    for path in paths:
        api.get(path).ok()


def _write(store: Store, told: Told) -> None:
    hall_id = told.config.hall.id
    _people(store, told)
    for n, config in enumerate((*told.earlier, told.config)):
        store.halls.put(config, NOW - timedelta(days=7 - 3 * n, hours=n + 1), "staff:kepala")
    for device, status, minutes in told.devices:
        store.devices.add(replace(device, hall_id=hall_id), f"token-{device.id}", NOW - timedelta(days=12))
        if status is not None:
            store.devices.report(hall_id, device.id, status, NOW - timedelta(minutes=minutes))
    for deed, minutes in told.trail:
        store.run(partial(add_entry, hall_id=hall_id, deed=deed, at=NOW - timedelta(minutes=minutes)))
    if told.week:
        day = texts(played_day(told.config, told.week, hours=6), hall_id)
        put(store, hall_id, day, WEEK)
    if told.desks or told.lines:
        Morning(store, told.config, NOW).write(told.desks, told.lines)


def _people(store: Store, told: Told) -> None:
    hall_id, begun = told.config.hall.id, NOW - timedelta(days=12)
    people = [Account(id_, hall_id, id_, name, role, "") for id_, (name, role) in told.people.items()]
    if told.seated:
        people += [_sitting(told.config, counter) for counter in told.config.counters]
    for n, one in enumerate(people):
        store.accounts.add(one, begun)
        store.accounts.begin_session(
            one.id, token_of(one.id), NOW - timedelta(hours=3, minutes=n), NOW + timedelta(hours=9)
        )


def _sitting(config: HallConfig, counter: Counter) -> Account:
    agency = next(one for one in config.agencies if one.id == counter.agency_id)
    same = [one for one in config.counters if one.agency_id == agency.id]
    name = f"Petugas {agency.short_name} {same.index(counter) + 1}"
    return Account(
        counter.id, config.hall.id, f"petugas-{counter.number}", name, "staff", "", agency_id=agency.id
    )
