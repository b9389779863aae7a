"""When a device comes back to its hub, how many come at once, and where it looks for it."""

from __future__ import annotations

import contextlib
import heapq
import random
import socket
import threading
from collections.abc import Iterator
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from balai.clock import SystemClock
from demo.driving.wait import eventually
from hardware.hub import address as hub_address
from hardware.hub import backoff
from hardware.hub.address import HubAddress, NobodyThereError
from hardware.hub.backoff import FIRST_DELAY, LONGEST_DELAY, Backoff, ConnectionResult
from hardware.hub.link import LiveHubLink
from hardware.ports import LinkDown

DISPLAYS = 200


def attempts(rng: random.Random, *, opens: float) -> float:
    """When a device whose hub died at 0 and takes connections again at `opens` has one."""
    waits = Backoff(rng)
    now = waits.wait(ConnectionResult.HELD, 0.0)
    while now < opens:
        now += waits.wait(ConnectionResult.NOBODY, 0.0)
    return now - opens


@pytest.mark.parametrize("opens", [0.1, 1.5, 30.0, 300.0])
def test_whoever_was_cut_off_is_there_within_a_second_and_not_all_at_once(opens: float) -> None:
    rng = random.Random(f"a hall {opens}")
    came = sorted(attempts(rng, opens=opens) for _ in range(DISPLAYS))
    assert came[-1] < 1.0
    most = max(sum(start <= moment < start + 0.1 for moment in came) for start in came)
    assert most < DISPLAYS / 3


def test_a_hub_that_is_overrun_is_asked_ever_more_seldom() -> None:
    rng = random.Random("overrun")
    asking = [(0.0, number, Backoff(rng)) for number in range(DISPLAYS)]
    asked: list[float] = []
    while asking[0][0] < 60:
        now, number, waits = heapq.heappop(asking)
        asked.append(now)
        heapq.heappush(asking, (now + waits.wait(ConnectionResult.FAILED, 0.0), number, waits))
    each_second = [sum(second <= moment < second + 1 for moment in asked) for second in range(60)]
    assert max(each_second[20:]) < DISPLAYS / 2.5
    assert sum(each_second[20:]) <= 40 * DISPLAYS / (LONGEST_DELAY / 2)


def test_after_a_hub_that_let_it_in_a_device_is_hopeful_again() -> None:
    waits = Backoff(random.Random(1))
    for _ in range(9):
        waits.wait(ConnectionResult.FAILED, 0.0)
    assert waits.wait(ConnectionResult.FAILED, 0.0) >= LONGEST_DELAY / 2
    assert waits.wait(ConnectionResult.HELD, 0.0) <= FIRST_DELAY[1]
    assert waits.wait(ConnectionResult.FAILED, 0.0) <= 2


def test_an_attempt_that_took_long_is_followed_by_the_next_at_once() -> None:
    waits = Backoff(random.Random(1))
    assert waits.wait(ConnectionResult.NOBODY, 2.0) == 0
    timeouts = [waits.connect_timeout() for _ in range(11)]
    assert timeouts.count(max(timeouts)) == 3
    assert all(soon < 1 for one, soon in pairwise(timeouts) if one == max(timeouts))


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


Found = list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]]


class Names:
    """A name server, which can be cut off."""

    def __init__(self) -> None:
        self.places: list[tuple[str, int]] = []
        self.answers = threading.Event()
        self.answers.set()
        self.asked = 0

    def __call__(self, _host: str, _port: int, **_: object) -> Found:
        self.asked += 1
        self.answers.wait(30)
        if not self.places:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in self.places]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    names = Names()
    monkeypatch.setattr(socket, "getaddrinfo", names)
    monkeypatch.setattr(hub_address, "AGAIN_SECONDS", 0.0)
    return names


def connected(address: HubAddress) -> str:
    with address.connect(1.0, lambda _raw: None) as raw:
        return str(raw.getpeername())


def test_of_several_addresses_the_one_that_answers_is_taken_and_kept(
    names: Names, listening: socket.socket
) -> None:
    there = str(listening.getsockname())
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        names.places = [closed.getsockname(), listening.getsockname()]
        address = HubAddress("http://balai.test:8080")
        assert connected(address) == there
        held: list[socket.socket] = []
        address.connect(1.0, held.append).close()
    assert len(held) == 1


def test_while_the_name_server_is_cut_off_the_known_place_is_tried(
    names: Names, listening: socket.socket
) -> None:
    there = listening.getsockname()
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        names.places = [gone.getsockname()]
        address = HubAddress("http://balai.test:8080")
        with pytest.raises(NobodyThereError):
            address.connect(1.0, lambda _raw: None)
        eventually(lambda: names.asked >= 2)
        names.answers.clear()
        for _ in range(3):
            with pytest.raises(NobodyThereError, match=r"balai\.test"):
                address.connect(1.0, lambda _raw: None)
    # The hub has moved, and the name server answers again.
    names.places = [there]
    names.answers.set()

    def moved() -> bool:
        with contextlib.suppress(NobodyThereError):
            return connected(address) == str(there)
        return False

    assert eventually(moved)


def test_a_name_that_nobody_knows_yet_is_looked_up_again(names: Names, listening: socket.socket) -> None:
    address = HubAddress("http://balai.test:8080")
    with pytest.raises(NobodyThereError, match="name is not known"):
        address.connect(1.0, lambda _raw: None)
    names.places = [listening.getsockname()]
    assert connected(address) == str(listening.getsockname())


def test_waiting_for_somebody_who_speaks_no_tls_is_ended_from_outside(listening: socket.socket) -> None:
    address = HubAddress(f"https://127.0.0.1:{listening.getsockname()[1]}")
    held: list[socket.socket] = []
    ends: list[OSError] = []

    def connect() -> None:
        try:
            address.connect(1.0, held.append)
        except OSError as fault:
            ends.append(fault)

    waiting = threading.Thread(target=connect)
    waiting.start()
    eventually(lambda: len(held) == 2)
    held[-1].shutdown(socket.SHUT_RDWR)
    eventually(lambda: not waiting.is_alive())
    assert not isinstance(ends[0], NobodyThereError | TimeoutError)


def test_a_hub_that_is_not_there_is_named_once_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "RETRY_DELAY", (0.0, 0.01))
    monkeypatch.setattr(backoff, "FIRST_DELAY", (0.0, 0.01))
    attempts: list[float] = []

    def nobody(_self: HubAddress, timeouts: float, _hold: object) -> socket.socket:
        attempts.append(timeouts)
        raise NobodyThereError("balai.test:8080: the name is not known")

    monkeypatch.setattr(HubAddress, "connect", nobody)
    link = LiveHubLink("http://balai.test:8080", "token", SystemClock())
    with capture_logs() as logs:
        link.start()
        eventually(lambda: len(attempts) >= 7)
        link.stop()
    assert [line["event"] for line in logs] == ["hub_unreachable"]
    assert "name is not known" in logs[0]["reason"]
    told = link.events.get_nowait()
    assert isinstance(told, LinkDown)
    assert link.events.empty()
