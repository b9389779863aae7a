"""A real hub's live wire, met by real clients: what each is told first, what it missed, who is refused."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from balai.protocol.pushes import MaySpeak, Speaker
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from hardware.ports import LinkDown
from tests.support.hub.listeners import Bare, StaffedCounter, Wall, hello, issue

KTP = "perekaman-ktp"


@dataclass
class Hall:
    """One hub with a display, a kiosk and a member of staff, for all tests here."""

    site: Site
    hub: Hub
    display: str
    kiosk: str
    staff: Api
    staffed: StaffedCounter

    @property
    def wall(self) -> Api:
        """A client with the display's token."""
        return self.hub.api(self.display)

    def state(self, audience: str) -> dict[str, Any]:
        """The snapshot over HTTP."""
        api = {"board": self.hub.api(self.display), "device": self.hub.api(self.kiosk)}.get(
            audience, self.staff
        )
        return api.get(f"/state?audience={audience}").ok()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with Site(tmp_path_factory.mktemp("live")) as site:
        display, kiosk, password = site.device("display"), site.device("kiosk"), site.account("sari")
        hub = site.start()
        staff = hub.staff("sari", password)
        yield Hall(site, hub, display, kiosk, staff, StaffedCounter(staff, "loket-1"))


def test_a_wall_shows_what_the_hub_says_and_follows_every_call(hall: Hall) -> None:
    wall = Wall(hall.hub.url, hall.display)
    eventually(lambda: wall.is_true_to(hall.wall), what="the first board")
    issue(hall.hub.api(hall.kiosk), KTP, 3)
    number = hall.staffed.call()
    hall.staffed.recall()
    hall.staffed.start()
    eventually(lambda: wall.is_true_to(hall.wall), what="the board after a call")
    assert wall.board is not None
    assert wall.board.calls[0].number == number
    eventually(lambda: wall.look() and wall.waiting.get(KTP) == len_waiting(hall), what="queue lengths")
    wall.close()


def served_one(hall: Hall) -> None:
    """Somebody is being served at the counter, and one more waits."""
    issue(hall.hub.api(hall.kiosk), KTP, 2)
    hall.staffed.call()
    hall.staffed.start()


def len_waiting(hall: Hall) -> int:
    waiting: dict[str, int] = hall.state("device")["data"]["waiting"]
    return waiting[KTP]


def test_who_comes_first_gets_a_snapshot_each_its_own(hall: Hall) -> None:
    for token, audience in ((hall.display, "board"), (hall.kiosk, "device")):
        with Bare(hall.hub.url, hello(token)) as client:
            kind, snapshot = client.first()
            assert kind == "snapshot"
            assert snapshot["audience"] == audience
            assert client.opening["pingInterval"] + client.opening["pingTimeout"] == 10_000
    with Bare(hall.hub.url, hello(), cookie=hall.staff.cookie) as client:
        kind, snapshot = client.first()
        assert (kind, snapshot["audience"]) == ("snapshot", "staff")
        assert snapshot["data"] == hall.state("staff")["data"]


def test_who_missed_some_gets_just_those(hall: Hall) -> None:
    served_one(hall)
    before = hall.state("board")
    hall.staffed.call()
    hall.staffed.start()
    with Bare(hall.hub.url, hello(hall.display, last={"day": before["day"], "seq": before["seq"]})) as client:
        missed = [client.hear("push") for _ in range(3)]
        assert [push["type"] for push in missed] == ["leg_finished", "leg_called", "leg_started"]
        assert missed[0]["prev"] <= before["seq"]
        assert missed[1]["prev"] == missed[0]["seq"]
        assert client.hear("head")["head"] == missed[-1]["seq"]


@pytest.mark.parametrize(
    "last", [{"day": "2020-01-01", "seq": 3}, {"day": None, "seq": 0}, {"seq": 10**9}, None]
)
def test_who_cannot_be_led_there_in_steps_gets_a_snapshot(hall: Hall, last: dict[str, Any] | None) -> None:
    if last is not None and "day" not in last:
        last = {"day": hall.state("board")["day"], **last}
    with Bare(hall.hub.url, hello(hall.display, last=last)) as client:
        kind, snapshot = client.first()
    assert kind == "snapshot"
    assert snapshot["data"] == hall.state("board")["data"]


def test_what_one_touch_does_comes_in_one_message_to_who_takes_it_so(hall: Hall) -> None:
    served_one(hall)
    with Bare(hall.hub.url, {**hello(hall.display), "together": True}) as client:
        client.hear("snapshot")
        hall.staffed.call()
        pushes = client.hear("pushes")
    assert [push["type"] for push in pushes] == ["leg_finished", "leg_called"]
    assert pushes[1]["prev"] == pushes[0]["seq"]


def test_asking_brings_what_came_after_or_the_whole(hall: Hall) -> None:
    served_one(hall)
    before = hall.state("board")
    with Bare(hall.hub.url, hello(hall.display)) as client:
        client.hear("snapshot")
        hall.staffed.call()
        last = client.hear("push")
        while last["type"] != "leg_called":
            last = client.hear("push")
        answer = client.sync(before["day"], before["seq"])
        assert [push["type"] for push in answer["pushes"]] == ["leg_finished", "leg_called"]
        assert answer["pushes"][-1] == last
        assert client.sync(last["day"], last["seq"]) == {"pushes": []}
        assert client.sync(None, 0)["snapshot"]["data"] == hall.state("board")["data"]
        client.send('42/hall,9["sync","nonsense"]')
        assert client.hear("ack")["snapshot"]["audience"] == "board"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (hello("no such token"), "token_invalid"),
        (hello(), "token_invalid"),
        (hello("any", protocol=0), "protocol_unsupported"),
        ({"token": "any"}, "hello_invalid"),
        (hello("x" * 100_00), "hello_invalid"),
        ("nonsense", "hello_invalid"),
    ],
)
def test_strangers_are_refused_with_a_reason(hall: Hall, said: object, code: str) -> None:
    with Bare(hall.hub.url, said) as client:
        kind, refusal = client.first()
        assert kind == "refused"
        assert refusal["code"] == refusal["data"]["code"] == code
        assert refusal["message"]
        assert client.ended(), "a refused connection is not kept"


def test_a_device_says_why_it_was_refused(hall: Hall) -> None:
    wall = Wall(hall.hub.url, "no such token")
    eventually(lambda: [e for e in wall.of(LinkDown) if e.reason == "token_invalid"])  # type: ignore[union-attr]
    assert wall.board is None
    wall.close()


def test_a_huge_message_ends_its_connection_and_nothing_else(hall: Hall) -> None:
    wall = Wall(hall.hub.url, hall.display)
    eventually(lambda: wall.up)
    with Bare(hall.hub.url, hello(hall.display)) as client:
        client.hear("snapshot")
        # The head of a text frame of 4 GiB: refused before anything of it is read.
        client.raw.sendall(b"\x81\xff" + (1 << 32).to_bytes(8, "big") + b"\0\0\0\0")
        assert client.ended()
    with Bare(hall.hub.url, hello(hall.display)) as client:
        client.hear("snapshot")
        # Many small frames of one message that never ends.
        piece = b"\xfe" + (16_000).to_bytes(2, "big") + b"\0\0\0\0" + b"x" * 16_000
        with contextlib.suppress(ConnectionError):
            client.raw.sendall(b"\x01" + piece + (b"\x00" + piece) * 200)
        assert client.ended()
    eventually(lambda: wall.is_true_to(hall.wall))
    wall.close()


@pytest.mark.parametrize(
    "nonsense", ["", "4", "42/hall", "42/hall,[", '42/hall,["push",{}]', "9", "451-x", "4" * 999]
)
def test_nonsense_on_the_socket_hurts_nobody_else(hall: Hall, nonsense: str) -> None:
    with Bare(hall.hub.url, hello(hall.display)) as client, Bare(hall.hub.url, hello(hall.display)) as other:
        client.hear("snapshot")
        other.hear("snapshot")
        client.send(nonsense)
        issue(hall.hub.api(hall.kiosk), KTP, 1)
        number = hall.staffed.call()
        pushes = [other.hear("push")]
        while pushes[-1]["type"] != "leg_called":
            pushes.append(other.hear("push"))
        assert pushes[-1]["data"]["number"] == number


def told(wall: Wall) -> list[tuple[str, ...]]:
    """The zones that a display was told to speak for, each time that it was told."""
    return [said.zones for said in wall.of(Speaker) if isinstance(said, Speaker)]


def test_a_display_that_was_enrolled_for_a_zone_speaks_there_and_nowhere_else(hall: Hall) -> None:
    elsewhere, at_home = (
        Wall(hall.hub.url, hall.site.device("display", name, "utama")) for name in ("jauh", "dekat")
    )
    elsewhere.link.may_speak(MaySpeak(zone=None, able=True))
    eventually(lambda: told(elsewhere) == [()], what="silence")
    at_home.link.may_speak(MaySpeak(zone="utama", able=True))
    eventually(lambda: told(at_home)[-1:] == [("utama",)], what="its zone")
    # It is able again, and the zone is free: for the whole hall it still has no voice.
    at_home.close()
    elsewhere.link.may_speak(MaySpeak(zone="lain", able=True))
    other = Wall(hall.hub.url, hall.display)
    other.link.may_speak(MaySpeak(zone="utama", able=True))
    eventually(lambda: told(other)[-1:] == [("utama",)], what="another")
    assert set(told(elsewhere)) == {()}
    for wall in (elsewhere, other):
        wall.close()
