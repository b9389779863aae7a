"""Two hubs on one PostgreSQL and Redis: what /health says when a part fails, and who is out everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.hub.services import RedisServer

SERVICE = "perekaman-ktp"


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
    well = {"store": True, "writer": True, "day": True, "clock": True, "redis": True}
    assert health_of(hub) == (200, well)
    redis_server.freeze()
    assert health_of(hub) == (503, {**well, "redis": False})
    api = hub.api(kiosk)
    api.change("/visits", service_id=SERVICE).ok()
    api.close()
    redis_server.thaw()
    eventually(lambda: health_of(hub) == (200, well), 20, what="Redis to be well again")


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
