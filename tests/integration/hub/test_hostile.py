"""Hostile clients at a real hub: who is known is served, and the hostile are held back or let go."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from statistics import median
from time import monotonic
from typing import NamedTuple, Self

import pytest

from bench.hub.hostile import clients
from demo.driving.api import Api
from demo.driving.hubs import Hub, Site
from demo.driving.wait import eventually
from server.auth.attempts import PER_PAIR
from server.auth.passwords import Passwords
from server.auth.strangers import AT_ONCE, RATE
from server.http.connections import MOST_STRANGERS
from tests.support.hub.listeners import Bare, hello, issue

KTP = "perekaman-ktp"
CLIENTS = 16
TICKETS = 30
HALVES = 4000


class Hall(NamedTuple):
    """A hub with a kiosk that is known, and somebody who may sign in."""

    hub: Hub
    kiosk: Api
    password: str
    wild: str
    board: str


class InService(Site):
    """Its passwords take as long to check as in service."""

    passwords = Passwords


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with InService(tmp_path_factory.mktemp("hostile")) as site:
        kiosk, password = site.device("kiosk"), site.account("ani")
        site.account("budi")
        hub = site.start()
        yield Hall(hub, hub.api(kiosk), password, site.device("kiosk", "wild"), site.device("display"))


class Flood:
    """Clients in threads, each of which asks again as soon as it was answered; `answers` by status."""

    def __init__(
        self, hub: Hub, ask: Callable[[http.client.HTTPConnection], int], clients: int = CLIENTS
    ) -> None:
        self.answers: Counter[int] = Counter()
        self._hub, self._ask, self._over = hub, ask, threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(clients)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        connection = http.client.HTTPConnection(self._hub.host, self._hub.port, timeout=60)
        while not self._over.is_set():
            with suppress(OSError, http.client.HTTPException):
                self.answers[self._ask(connection)] += 1
        connection.close()


def page(path: str, **headers: str) -> Callable[[http.client.HTTPConnection], int]:
    """Ask for a page."""

    def ask(connection: http.client.HTTPConnection) -> int:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    return ask


def unknown_socket(connection: http.client.HTTPConnection) -> int:
    """A socket that is opened and says nothing."""
    host, port = connection.host, connection.port
    with socket.create_connection((host, port), timeout=60) as wire:
        wire.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\n\r\n"
        )
        return int(wire.recv(64).split()[1])


FLOODS = {
    "metrics": page("/metrics"),
    "the document of the API": page("/openapi/openapi.json"),
    "tokens that nobody has": page("/api/v1/state", Authorization="Bearer nobody"),
    "sessions that nobody has": page("/api/v1/session", Cookie="balai_session=nobody"),
    "sockets that say nothing": unknown_socket,
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_by_nobody_known_gets_its_share_and_tickets_are_given_beside_it(
    hall: Hall, flood: str
) -> None:
    began = monotonic()
    with Flood(hall.hub, FLOODS[flood]) as hostile:
        eventually(lambda: hostile.answers.total() >= CLIENTS, what="the flood to begin")
        issue(hall.kiosk, KTP, TICKETS)
    passed = monotonic() - began
    # However fast the machine: of all that they could ask, this many count a quarter at least.
    assert hostile.answers.total() <= 4 * (AT_ONCE + RATE * passed) + CLIENTS + hostile.answers[429]
    assert set(hostile.answers) <= {101, 200, 401, 429}


def number(token: str) -> Callable[[http.client.HTTPConnection], int]:
    """Take a number."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(connection: http.client.HTTPConnection) -> int:
        body = json.dumps({"request_id": str(uuid.uuid4()), "service_id": KTP})
        connection.request("POST", "/api/v1/visits", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    return ask


def test_a_kiosk_that_runs_wild_gives_way_and_is_not_refused(hall: Hall) -> None:
    with Flood(hall.hub, number(hall.wild)) as wild:
        eventually(lambda: wild.answers.total() >= CLIENTS, what="the flood to begin")
        before = wild.answers.total()
        issue(hall.kiosk, KTP, TICKETS)
        beside = wild.answers.total() - before
    assert set(wild.answers) == {201}
    # Without a share of its own it has as many turns beside each ticket as it has connections.
    assert beside < TICKETS * CLIENTS / 2


BODIES = {
    "a length of 100 GB": (b"Content-Length: 100000000000\r\n\r\n", b"x" * 65_536),
    "chunks without end": (b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
}


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/session"])
@pytest.mark.parametrize("body", BODIES)
def test_a_body_without_end_is_not_read_to_its_end(hall: Hall, body: str, path: str) -> None:
    head, piece = BODIES[body]
    with socket.create_connection((hall.hub.host, hall.hub.port), timeout=60) as wire:
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n".encode() + head)
        with pytest.raises(ConnectionError):
            wire.sendall(piece * 4000)
    issue(hall.kiosk, KTP)


@pytest.mark.parametrize("body", ["x" * 200_000, b"x" * 60_000])
def test_after_a_body_that_nobody_wanted_the_next_request_is_answered(hall: Hall, body: str | bytes) -> None:
    connection = http.client.HTTPConnection(hall.hub.host, hall.hub.port, timeout=60)
    for _ in range(2):
        connection.request("POST", "/nowhere", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404
        assert not answer.will_close
    connection.close()


def test_half_sent_heads_take_no_place_from_who_asks(hall: Hall) -> None:
    with ExitStack() as open_:
        halves = []
        for _ in range(HALVES):
            half = open_.enter_context(socket.create_connection((hall.hub.host, hall.hub.port), timeout=60))
            half.sendall(b"POST /api/v1/visits HTTP/1.1\r\nHost: h\r\nX-Half: ")
            halves.append(half)
        issue(hall.kiosk, KTP)
        # At first the address may still have to wait for what a flood before took of its share.
        eventually(lambda: hall.hub.api().get("/time").status == 200, what="whoever comes now to be let in")
        gone = halves[: HALVES - MOST_STRANGERS - 1]
        assert {half.recv(1) for half in gone} == {b""}, "the oldest went"


def test_tries_to_sign_in_at_once_are_counted_and_hold_nobody_up(hall: Hall) -> None:
    wrong = json.dumps({"username": "budi", "password": "salah-sekali"})

    def tried(connection: http.client.HTTPConnection) -> int:
        connection.request("POST", "/api/v1/session", wrong, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        return answer.status

    with Flood(hall.hub, tried) as hostile:
        eventually(lambda: hostile.answers[429] > CLIENTS, timeout=60, what="the limit")
        issue(hall.kiosk, KTP, 5)
        assert hall.hub.staff("ani", hall.password).get("/session").status == 200
    assert hostile.answers[401] == PER_PAIR
    assert set(hostile.answers) == {401, 429}


def median_of_tickets(hall: Hall) -> float:
    """How long a number takes, in seconds."""
    times = []
    for _ in range(TICKETS // 2):
        began = monotonic()
        issue(hall.kiosk, KTP)
        times.append(monotonic() - began)
    return median(times)


def test_a_number_beside_hostile_clients_takes_at_most_twice_as_long(hall: Hall) -> None:
    """48 of them: floods of all kinds, parallel sign-ins, half heads, event names, attachments."""

    def times_as_long() -> float:
        loud = median_of_tickets(hall)
        hostile.send_signal(signal.SIGSTOP)
        quiet = median_of_tickets(hall)
        hostile.send_signal(signal.SIGCONT)
        return loud / quiet

    stranger = hall.hub.api()
    for _ in range(AT_ONCE):
        # What nobody known may ask at once is used up.
        stranger.get("/time")
    with clients(hall.hub.port) as hostile:
        # Whatever else the machine does disturbs some rounds of either; without a share of their own hostile
        # clients make each round a hundred times as long.
        eventually(lambda: times_as_long() <= 2, timeout=60, what="a number to take at most twice as long")


def test_a_number_beside_one_token_that_asks_for_the_whole_again_and_again(hall: Hall) -> None:
    """By forty sockets, none of which reads what it is told."""
    url, said = hall.hub.url, hello(hall.board)
    asked = '42/hall,7["sync",{"day":"2020-01-01","seq":0}]'

    def times_as_long() -> float:
        with ExitStack() as open_:
            sockets = [open_.enter_context(Bare(url, said, small=True)) for _ in range(40)]
            for one in sockets:
                one.hear("snapshot")
            for one in sockets * 25:
                # Who takes nothing in may be cut off meanwhile.
                with suppress(OSError):
                    one.send(asked)
            loud = median_of_tickets(hall)
        return loud / median_of_tickets(hall)

    eventually(lambda: times_as_long() <= 2, timeout=60, what="a number to take at most twice as long")


def test_what_was_let_go_leaves_nothing_behind(hall: Hall) -> None:
    lines = hall.hub.log.splitlines()
    # How fast the disk is, is not of their making: health tells a slow one as well.
    assert [line for line in lines if '"level": "error"' in line and '"unhealthy"' not in line] == []
