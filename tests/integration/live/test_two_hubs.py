"""Two hubs on one PostgreSQL and one Redis: pushes cross, and Redis may stop, hang and come back while
calls go on and every board becomes true again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import urllib3

from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from tests.support.hub.listeners import Bare, StaffedCounter, Wall, hello, issue
from tests.support.hub.services import PostgresServer, RedisServer

KTP = "perekaman-ktp"
CHANNEL = "balai:tenggarong:log"
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
    redis: RedisServer
    manager: Api
    display_id: str = "display"

    def all_true(self) -> bool:
        """Whether both walls show what their own hub says, and both hubs say the same."""
        said = [hub.api(self.display).get("/state?audience=board").ok() for hub in self.hubs]
        same = said[0]["seq"] == said[1]["seq"]
        return same and all(wall.up and wall.shows(said[0]) for wall in self.walls)


@pytest.fixture(scope="module")
def halls(tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer) -> Iterator[TwoHubs]:
    name, redis, folder = postgres_server.create_database(), RedisServer(), tmp_path_factory.mktemp("hall")
    with Site(folder, store=postgres_server.url(name), redis=redis.url) as site:
        display, kiosk, password = site.device("display"), site.device("kiosk"), site.account("sari")
        hubs = [site.start(), site.start()]
        walls = [Wall(hub.url, display) for hub in hubs]
        issue(hubs[1].api(kiosk), KTP, 60)
        staffed = StaffedCounter(hubs[0].staff("sari", password), "loket-1")
        manager = hubs[1].staff("budi", site.account("budi", "manager"))
        yield TwoHubs(hubs, walls, staffed, display, kiosk, redis, manager)
        for wall in walls:
            wall.close()
        for hub in hubs:
            assert hub.stop() == 0
    postgres_server.drop_database(name)
    redis.close()


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


def patient_address(api: Api) -> tuple[str, int]:
    return api._connection.host, api._connection.port


def test_news_crosses_from_hub_to_hub_as_a_hint_to_look(halls: TwoHubs) -> None:
    eventually(halls.all_true, what="the first boards")
    with halls.redis.client() as client, client.pubsub(ignore_subscribe_messages=True) as heard:
        heard.subscribe(CHANNEL)
        eventually(lambda: heard.get_message() is None)
        number = halls.staffed.call()
        eventually(halls.all_true, what="both boards")
        said = eventually(heard.get_message, what="the hint on its way")
    assert re.fullmatch(rb"\d{4}-\d\d-\d\d \d+", said["data"])
    assert halls.walls[1].board is not None
    assert halls.walls[1].board.calls[0].number == number
    eventually(lambda: halls.walls[0].look() and halls.walls[0].waiting == halls.walls[1].waiting)


def test_who_reaches_redis_puts_nothing_on_a_wall_and_stops_no_call(halls: TwoHubs) -> None:
    eventually(halls.all_true, what="the first boards")
    seen = halls.hubs[1].api(halls.display).get("/state?audience=board").ok()
    push = {"day": seen["day"], "seq": seen["seq"] + 1, "prev": seen["seq"], "type": "leg_called",
            "at": seen["at"], "data": {"number": "X-999"}}  # fmt: skip
    about = {"namespace": "/hall", "room": "board", "host_id": "stranger", "skip_sid": None, "callback": None}
    forged = [
        {"method": "emit", "event": "push", "data": [push], **about},
        {"method": "close_room", **about},
        {"method": "disconnect", "sid": "x", **about},
    ]
    with halls.redis.client() as client:
        for channel in (CHANNEL, "balai:tenggarong", "flask-socketio", "socketio"):
            for message in forged:
                client.publish(channel, json.dumps(message))
        for n in range(200):
            client.publish(CHANNEL, f"{seen['day']} {seen['seq'] + 1000 + n}")
            client.publish(CHANNEL, f"9999-12-31 {n}")
        number = halls.staffed.call()
        eventually(halls.all_true, what="both boards")
    assert not [wall for wall in halls.walls if wall.of(LinkDown)]
    for wall in halls.walls:
        assert wall.board is not None
        assert wall.board.calls[0].number == number
        assert "X-999" not in {call.number for call in wall.board.calls}


def test_a_client_goes_on_at_the_other_hub_where_it_left_off(halls: TwoHubs) -> None:
    halls.staffed.call()
    halls.staffed.start()
    seen = halls.hubs[0].api(halls.display).get("/state?audience=board").ok()
    halls.staffed.call()
    last = {"day": seen["day"], "seq": seen["seq"]}
    with Bare(halls.hubs[1].url, hello(halls.display, last=last)) as client:
        missed = [client.first(), client.first()]
    assert [(kind, push.get("type")) for kind, push in missed] == [
        ("push", "leg_finished"),
        ("push", "leg_called"),
    ]


def test_a_picture_of_a_wall_is_seen_at_whichever_hub_a_manager_looks(halls: TwoHubs) -> None:
    """The wall is connected to the first hub, and its picture goes there; the manager is at the second."""
    path = f"/api/v1/devices/{halls.display_id}/frame"
    manager, link = halls.manager, halls.walls[0].link

    def seen() -> bytes:
        answer = urllib3.request("GET", halls.hubs[1].url + path, headers=manager.headers, timeout=10)
        return answer.data if answer.status == 200 else b""

    for picture in (b"\xff\xd8\xff first", b"\xff\xd8\xff second"):
        link.thumbnail_wanted.clear()
        assert seen() != picture
        eventually(link.thumbnail_wanted.is_set, what="the question")
        link.send_thumbnail(picture)
        assert seen() == picture


@pytest.mark.parametrize(
    ("trouble", "relief"),
    [(RedisServer.stop, RedisServer.start), (RedisServer.freeze, RedisServer.thaw)],
    ids=["stopped", "frozen"],
)
def test_redis_may_go_and_come_back(halls: TwoHubs, trouble: Trouble, relief: Trouble) -> None:
    eventually(halls.all_true, what="the first boards")
    call_in_time(halls.staffed)
    trouble(halls.redis)
    for _ in range(3):
        call_in_time(halls.staffed)
        eventually(halls.all_true, timeout=TRUE_WITHIN, what="the boards without Redis")
    relief(halls.redis)
    for _ in range(3):
        call_in_time(halls.staffed)
        eventually(halls.all_true, timeout=TRUE_WITHIN, what="the boards with Redis again")
    assert not [wall for wall in halls.walls if wall.of(LinkDown)], "no wall lost its hub"
    for hub in halls.hubs:
        health = eventually(lambda hub=hub: hub.api().ask("GET", "/health", prefix="").ok())  # type: ignore[misc]
        assert health["ok"]
