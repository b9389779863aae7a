"""Two hubs on one PostgreSQL and Redis: what /health says when a part fails, and who is out everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.hub.services import PostgresServer, RedisServer

SERVICE = "perekaman-ktp"
WELL = {"store": True, "writer": True, "day": True, "clock": True, "space": True, "redis": True}


@pytest.fixture
def site(tmp_path: Path, postgres_url: str, redis_server: RedisServer) -> Iterator[Site]:
    with Site(tmp_path, store=postgres_url, redis=redis_server.url) as site:
        yield site


def health_of(hub: Hub) -> tuple[int, dict[str, bool]]:
    api = hub.api()
    answer = api.ask("GET", "/health", prefix="")
    api.close()
    parts: dict[str, Any] = answer.data["parts"]
    return answer.status, {name: part["ok"] for name, part in parts.items()}


def test_health_tells_a_frozen_redis_and_numbers_are_given_meanwhile(
    site: Site, redis_server: RedisServer
) -> None:
    kiosk = site.device("kiosk")
    hub = site.start()
    assert health_of(hub) == (200, WELL)
    redis_server.freeze()
    # Other hubs hear by the log: nobody is to be woken for it.
    assert health_of(hub) == (200, {**WELL, "redis": False})
    api = hub.api(kiosk)
    api.change("/visits", service_id=SERVICE).ok()
    api.close()
    redis_server.thaw()
    eventually(lambda: health_of(hub) == (200, WELL), 20, what="Redis to be well again")


def test_a_frozen_database_is_told_at_once_and_comes_back_by_itself(
    site: Site, postgres_server: PostgresServer
) -> None:
    token = site.device("kiosk")
    hub = site.start()
    kiosk, asked = hub.api(token), str(uuid.uuid4())
    assert kiosk.change("/visits", service_id=SERVICE).ok()["number"] == "A-001"
    postgres_server.freeze()
    try:
        refused = [kiosk.change("/visits", request_id=asked, service_id=SERVICE) for _ in range(3)]
        status, parts = health_of(hub)
    finally:
        postgres_server.thaw()
    assert {(answer.status, answer.code) for answer in refused} == {(503, "store_unavailable")}
    assert (status, parts["store"], parts["writer"], parts["redis"]) == (503, False, False, True)
    again = eventually(lambda: kiosk.change("/visits", request_id=asked, service_id=SERVICE).ok(), 20)
    assert again["number"] == "A-002", "given once, however often it was asked for"
    eventually(lambda: health_of(hub) == (200, WELL), 20, what="all to be well again")


def test_a_hub_ends_when_it_is_told_to_whatever_its_database_does(
    site: Site, postgres_server: PostgresServer
) -> None:
    token = site.device("kiosk")
    hub = site.start()
    hub.api(token).change("/visits", service_id=SERVICE).ok()
    postgres_server.freeze()
    try:
        assert hub.stop() == 0
    finally:
        postgres_server.thaw()


def test_a_device_and_an_account_are_out_at_every_hub_within_seconds(site: Site) -> None:
    token, password = site.device("kiosk"), site.account("ani")
    hubs = [site.start(), site.start()]
    kiosks = [hub.api(token) for hub in hubs]
    staff = [hub.staff("ani", password) for hub in hubs]
    numbers = [kiosk.change("/visits", service_id=SERVICE).ok()["number"] for kiosk in kiosks]
    assert numbers == ["A-001", "A-002"]
    assert [api.get("/session").status for api in staff] == [200, 200]
    site.balai("device", "remove", "kiosk", "--config", str(site.config))
    site.balai("account", "lock", "ani", "--config", str(site.config))

    def statuses(path: str, asked: list[Api]) -> list[int]:
        return [api.get(path).status for api in asked]

    eventually(lambda: statuses("/state", kiosks) == [401, 401], 10, what="the kiosk to be out")
    eventually(lambda: statuses("/session", staff) == [401, 401], 10, what="the account to be out")
    for api in kiosks + staff:
        api.close()
