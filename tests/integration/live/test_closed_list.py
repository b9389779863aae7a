"""What a client may do on the live wire is a closed list: a hostile one is let go, and nobody else."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import NamedTuple

import pytest
import websocket

from balai.protocol.pushes import MaySpeak, Speaker
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from tests.support.hub.listeners import Bare, Wall, hello, issue

KTP = "perekaman-ktp"
MASK = b"\0\0\0\0"


class Door(NamedTuple):
    """A hub, a display's token and a kiosk, for all tests here."""

    site: Site
    hub: Hub
    display: str
    kiosk: Api


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with Site(tmp_path_factory.mktemp("door")) as site:
        display, kiosk = site.device("display"), site.device("kiosk")
        hub = site.start()
        yield Door(site, hub, display, hub.api(kiosk))


@contextlib.contextmanager
def listener(door: Door) -> Iterator[Bare]:
    """A display that was let in and heard the hall."""
    with Bare(door.hub.url, hello(door.display)) as client:
        client.hear("snapshot")
        yield client


@pytest.mark.parametrize(
    "said",
    [
        '42/hall,["connect",{"protocol":1}]',
        '42/hall,["connect"]',
        '42/hall,["disconnect"]',
        '42/hall,["disconnect","client disconnect"]',
        '42/hall,["trigger_event","disconnect"]',
        '4510-/hall,["sync",{"_placeholder":true,"num":0}]',
        "bNDI=",
        "40/other,",
        "40/hall,",
        '40/hall,{"protocol":1,"token":"nobody"}',
    ],
)
def test_what_is_not_on_the_list_ends_the_connection(door: Door, said: str) -> None:
    with listener(door) as client:
        client.send(said)
        assert client.ended()
    assert door.hub.api().get("/time").status == 200


def test_who_goes_and_says_hello_again_on_the_same_connection_is_let_go(door: Door) -> None:
    with listener(door) as client:
        client.send("41/hall,")
        client.send(f"40/hall,{json.dumps(hello(door.display))}")
        assert client.ended()


def test_tokens_are_not_tried_one_after_another_on_one_connection(door: Door) -> None:
    """Each would be looked up, beside the share of those that nobody knows."""
    with Bare(door.hub.url, hello("nobody")) as client:
        with contextlib.suppress(ConnectionError):
            for n in range(100):
                client.send(f"40/hall,{json.dumps(hello(f'nobody-{n}'))}")
        refused = 0
        with contextlib.suppress(websocket.WebSocketException, ConnectionError):
            while client.next()[0] == "refused":
                refused += 1
    assert refused <= 1


def test_a_socket_that_says_it_went_loses_its_zone_to_another(door: Door) -> None:
    other = Wall(door.hub.url, door.site.device("display", "lain"))
    with listener(door) as client:
        client.send('42/hall,["speak",{"able":true,"zone":"utama"}]')
        while not client.hear("speaker")["zones"]:
            pass
        other.link.may_speak(MaySpeak(zone="utama", able=True))
        client.send('42/hall,["disconnect"]')
        eventually(lambda: [e for e in other.of(Speaker) if e.zones == ("utama",)], what="the zone")  # type: ignore[union-attr]
        assert client.ended()
    other.close()


PONG = b"\x8a\x80" + MASK
BINARY = b"\x82\x85" + MASK + b"hello"
PIECE = b"\xfe" + (16_000).to_bytes(2, "big") + MASK + b"x" * 16_000
FRAMES = {
    "a message of bytes": BINARY,
    "a ping with a message in it": b"\x89\xfe\x10\x00" + MASK + b"x" * 4096,
    "a ping of 4 GiB": b"\x89\xff" + (1 << 32).to_bytes(8, "big") + MASK,
    "half a ping": b"\x09\x80" + MASK,
    "a message without end, with pongs between its parts": b"\x01" + (PIECE + PONG + b"\x00") * 20 + PIECE,
    "more frames than anybody needs": (b"\x81\x81" + MASK + b"3") * 400,
    "more pings than anybody needs": (b"\x89\x80" + MASK) * 400,
}  # fmt: skip


@pytest.mark.parametrize("frames", FRAMES)
def test_frames_that_no_client_of_ours_sends_end_the_connection(door: Door, frames: str) -> None:
    with listener(door) as client:
        with contextlib.suppress(ConnectionError):
            client.raw.sendall(FRAMES[frames])
        assert client.ended()
    issue(door.kiosk, KTP)


def test_who_asks_without_end_is_let_go(door: Door) -> None:
    with listener(door) as client:
        with contextlib.suppress(ConnectionError):
            for _ in range(60):
                client.send('42/hall,7["sync",{"day":null,"seq":0}]')
        assert client.ended()
