"""Two hubs on one PostgreSQL and one Redis: pushes cross, and Redis may stop, hang and come back while
calls go on and every board becomes true again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from tests.support.hub.listeners import Bare, StaffedCounter, Wall, hello, issue
from tests.support.hub.services import RedisServer

KTP = "perekaman-ktp"
CALL_WITHIN = 1.0
TRUE_WITHIN = 5.0
Trouble = Callable[[RedisServer], None]


@dataclass
class TwoHubs:
    """A hall with two hubs, a wall at each, and a counter at the first."""

    hubs: list[Hub]
    walls: list[Wall]
    staffed: StaffedCounter
    display: str
    kiosk: str

    def all_true(self) -> bool:
        """Whether both walls show what their own hub says, and both hubs say the same."""
        said = [hub.api(self.display).get("/state?audience=board").ok() for hub in self.hubs]
        same = said[0]["seq"] == said[1]["seq"]
        return same and all(wall.up and wall.shows(said[0]) for wall in self.walls)


@pytest.fixture
def halls(tmp_path: Path, postgres_url: str, redis_server: RedisServer) -> Iterator[TwoHubs]:
    with Site(tmp_path, store=postgres_url, redis=redis_server.url) as site:
        display, kiosk, password = site.device("display"), site.device("kiosk"), site.account("sari")
        hubs = [site.start(), site.start()]
        walls = [Wall(hub.url, display) for hub in hubs]
        issue(hubs[1].api(kiosk), KTP, 30)
        staffed = StaffedCounter(hubs[0].staff("sari", password), "loket-1")
        yield TwoHubs(hubs, walls, staffed, display, kiosk)
        for wall in walls:
            wall.close()
        for hub in hubs:
            assert hub.stop() == 0


def call_in_time(staffed: StaffedCounter) -> None:
    """Call, recall and start; each must be answered within a second."""
    patient = staffed.api
    staffed.api = Api(*patient_address(patient))
    staffed.api.headers = patient.headers
    staffed.api._connection.timeout = CALL_WITHIN
    for act in (staffed.call, staffed.recall, staffed.start):
        act()
    staffed.api.close()
    staffed.api = patient


def called_in(message: dict[str, Any] | None) -> dict[str, Any] | None:
    """The data of a leg_called that crosses, or None for any other message."""
    push = json.loads(message["data"])["data"][0] if message else {}
    return push.get("data") if push.get("type") == "leg_called" else None


def patient_address(api: Api) -> tuple[str, int]:
    return api._connection.host, api._connection.port


def test_news_crosses_from_hub_to_hub(halls: TwoHubs, redis_server: RedisServer) -> None:
    eventually(halls.all_true, what="the first boards")
    with redis_server.client() as client, client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe("balai:tenggarong")
        eventually(lambda: heard.get_message() is None)
        number = halls.staffed.call()
        eventually(halls.all_true, what="both boards")
        said = eventually(lambda: called_in(heard.get_message()), what="the call on its way")
    assert said is not None
    assert said["number"] == number
    assert halls.walls[1].board is not None
    assert halls.walls[1].board.calls[0].number == number
    eventually(lambda: halls.walls[0].look() and halls.walls[0].waiting == halls.walls[1].waiting)


def test_a_client_goes_on_at_the_other_hub_where_it_left_off(halls: TwoHubs) -> None:
    seen = halls.hubs[0].api(halls.display).get("/state?audience=board").ok()
    halls.staffed.call()
    halls.staffed.start()
    last = {"day": seen["day"], "seq": seen["seq"]}
    with Bare(halls.hubs[1].url, hello(halls.display, last=last)) as client:
        missed = [client.first(), client.first()]
    assert [(kind, push.get("type")) for kind, push in missed] == [
        ("push", "leg_called"),
        ("push", "leg_started"),
    ]


@pytest.mark.parametrize(
    ("trouble", "relief"),
    [(RedisServer.stop, RedisServer.start), (RedisServer.freeze, RedisServer.thaw)],
    ids=["stopped", "frozen"],
)
def test_redis_may_go_and_come_back(
    halls: TwoHubs, redis_server: RedisServer, trouble: Trouble, relief: Trouble
) -> None:
    eventually(halls.all_true, what="the first boards")
    call_in_time(halls.staffed)
    trouble(redis_server)
    for _ in range(3):
        call_in_time(halls.staffed)
        eventually(halls.all_true, timeout=TRUE_WITHIN, what="the boards without Redis")
    relief(redis_server)
    for _ in range(3):
        call_in_time(halls.staffed)
        eventually(halls.all_true, timeout=TRUE_WITHIN, what="the boards with Redis again")
    assert not [wall for wall in halls.walls if wall.of(LinkDown)], "no wall lost its hub"
    for hub in halls.hubs:
        health = eventually(lambda hub=hub: hub.api().ask("GET", "/health", prefix="").ok())  # type: ignore[misc]
        assert health["ok"]
