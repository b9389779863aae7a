"""Two hubs on PostgreSQL: of their displays one speaks, also when its hub dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from balai.protocol.pushes import MaySpeak, Speaker
from demo.driving.hubs import Site
from demo.driving.wait import eventually
from server.store import open_store
from server.store.kept.walls.speakers import LEASE_SECONDS, Leases
from tests.support.hub.listeners import Wall
from tests.support.hub.services import RedisServer


def _speaks(wall: Wall) -> bool:
    said = [event for event in wall.of(Speaker) if isinstance(event, Speaker)]
    return bool(said) and said[-1].zones != ()


def test_of_two_hubs_displays_one_speaks_and_the_other_takes_over(
    tmp_path: Path, postgres_url: str, redis_server: RedisServer
) -> None:
    with Site(tmp_path, store=postgres_url, redis=redis_server.url) as site:
        hubs = [site.start(), site.start()]
        walls = [Wall(hub.url, site.device("display", f"layar-{n}")) for n, hub in enumerate(hubs, 1)]
        for wall in walls:
            wall.link.may_speak(MaySpeak(able=True))
        eventually(lambda: all(wall.of(Speaker) for wall in walls))
        eventually(lambda: sum(_speaks(wall) for wall in walls) == 1)
        first = next(n for n, wall in enumerate(walls) if _speaks(wall))
        hubs[first].kill()
        eventually(lambda: _speaks(walls[1 - first]), timeout=30)
        for wall in walls:
            wall.close()
        assert hubs[1 - first].stop() == 0


class Hubs:
    """Two hubs on one store, with a clock that is moved by hand."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(f"sqlite:///{folder / 'balai.db'}")
        self.now = 0.0
        self.a, self.b = (Leases(self.store.run, "hall", name, lambda: self.now) for name in "ab")


@pytest.fixture
def hubs(tmp_path: Path) -> Iterator[Hubs]:
    made = Hubs(tmp_path)
    yield made
    made.store.close()


def test_of_two_hubs_one_has_the_zone(hubs: Hubs) -> None:
    assert list(hubs.a.take({"atas": "layar-1"})) == ["atas"]
    for _ in range(5):
        assert list(hubs.b.take({"atas": "layar-2"})) == []
        assert list(hubs.a.take({"atas": "layar-1"})) == ["atas"]
        hubs.now += 2


def test_a_hub_knows_the_zones_for_which_another_has_a_display(hubs: Hubs) -> None:
    hubs.a.take({"atas": "layar-1"})
    hubs.b.take({})
    assert hubs.a.others() == frozenset()
    assert hubs.b.others() == {"atas"}
    hubs.now += LEASE_SECONDS
    hubs.b.take({})
    assert hubs.b.others() == frozenset()


def test_a_zone_that_is_given_up_is_free_at_once(hubs: Hubs) -> None:
    hubs.a.take({"atas": "layar-1", "bawah": "layar-1"})
    hubs.a.take({"bawah": "layar-1"})
    assert list(hubs.b.take({"atas": "layar-2", "bawah": "layar-2"})) == ["atas"]


def test_a_hub_that_died_loses_its_zone_after_its_lease(hubs: Hubs) -> None:
    hubs.a.take({"atas": "layar-1"})
    assert list(hubs.b.take({"atas": "layar-2"})) == []
    hubs.now += LEASE_SECONDS - 1
    assert list(hubs.b.take({"atas": "layar-2"})) == []
    hubs.now += 1
    assert list(hubs.b.take({"atas": "layar-2"})) == ["atas"]
    assert list(hubs.a.take({"atas": "layar-1"})) == []


def test_without_its_store_a_hub_keeps_a_zone_no_longer_than_its_lease(hubs: Hubs) -> None:
    hubs.a.take({"atas": "layar-1"})
    with hubs.store.write.begin() as connection:
        connection.exec_driver_sql("DROP TABLE speakers")
    hubs.now += LEASE_SECONDS - 1
    assert list(hubs.a.take({"atas": "layar-1"})) == ["atas"]
    hubs.now += 2
    assert list(hubs.a.take({"atas": "layar-1"})) == []
