"""A number is asked for on a connection that stays open; whatever comes of that, the usual way is left."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest

from hardware.hub.requests import HubRequests
from hardware.ports import HubRefused, HubUnavailable, Wish
from tests.integration.live.test_requests import PROBLEM, VISIT

KTP = Wish("ktp")


def _plain(status: int, data: object, *more: str) -> bytes:
    body = json.dumps(data).encode()
    head = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", *more]
    return "\r\n".join([*head, "", ""]).encode() + body


def _chunked(data: object) -> bytes:
    body = json.dumps(data).encode()
    return b"HTTP/1.1 201 So\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


GIVEN = _plain(201, VISIT)


class Wire:
    """A hub that answers the requests of each connection as it is told to, and keeps each segment that
    came."""

    def __init__(self, *connections: list[bytes]) -> None:
        self._answers = list(connections)
        self.came: list[list[bytes]] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        for answers in self._answers:
            with suppress(OSError):
                connection, _ = self._listening.accept()
                with connection:
                    self._serve(connection, answers)

    def _serve(self, connection: socket.socket, answers: list[bytes]) -> None:
        here: list[bytes] = []
        self.came.append(here)
        for answer in answers:
            asked = b""
            while not asked.endswith(b"}"):
                more = connection.recv(65536)
                if not more:
                    return
                asked += more
            here.append(asked)
            connection.sendall(answer)

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()


Start = Callable[..., tuple[Wire, HubRequests]]


@pytest.fixture
def start() -> Iterator[Start]:
    parts: list[Wire | HubRequests] = []

    def started(*connections: list[bytes]) -> tuple[Wire, HubRequests]:
        wire = Wire(*connections)
        requests = HubRequests(wire.url, "secret")
        parts.extend((wire, requests))
        return wire, requests

    yield started
    for part in reversed(parts):
        with closing(part):
            pass


def _ask(requests: HubRequests) -> str:
    return requests.issue(KTP, str(uuid.uuid4())).number


def test_all_requests_go_out_whole_on_one_connection(start: Start) -> None:
    wire, requests = start([GIVEN, _plain(409, PROBLEM), GIVEN])
    assert _ask(requests) == "A-001"
    with pytest.raises(HubRefused) as no:
        _ask(requests)
    assert no.value.code == "quota_full"
    assert _ask(requests) == "A-001"
    ((first, *others),) = wire.came
    assert len(others) == 2
    head, _, body = first.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /api/v1/visits HTTP/1.1"
    assert "Authorization: Bearer secret" in lines
    assert f"Content-Length: {len(body)}" in lines
    assert json.loads(body)["service_id"] == "ktp"


@pytest.mark.parametrize(
    "first",
    [
        [],  # the hub was started anew, and closed what was open
        [GIVEN],
        [b"HTTP/1.1 201 So\r\nContent-Length: 400\r\n\r\nhalf of it"],
        [b"220 mail.example ESMTP\r\n\r\n"],
        [b"HTTP/1.1 201 So\r\nContent-Length: many\r\n\r\n"],
        [b"HTTP/1.1\r\n\r\n"],
        [b"X: " + b"y" * 40_000],
        [_chunked(VISIT)],
    ],
    ids=["closed", "closed later", "half", "mail", "length", "short", "endless", "chunked"],
)
def test_what_comes_on_it_that_is_no_answer_is_asked_for_again(start: Start, first: list[bytes]) -> None:
    wire, requests = start(first, [GIVEN, GIVEN], [GIVEN])
    if first == [GIVEN]:
        assert _ask(requests) == "A-001"
    key = str(uuid.uuid4())
    assert requests.issue(KTP, key).number == "A-001"
    *_, again = wire.came
    assert json.loads(again[0].partition(b"\r\n\r\n")[2])["request_id"] == key


def test_a_hub_that_closes_after_each_answer_is_connected_to_anew(start: Start) -> None:
    ends = _plain(201, VISIT, "Connection: close")
    unmeasured = b"HTTP/1.1 201 So\r\n\r\n" + json.dumps(VISIT).encode()
    wire, requests = start([ends], [unmeasured], [ends])
    assert [_ask(requests) for _ in range(3)] == ["A-001"] * 3
    assert [len(came) for came in wire.came] == [1, 1, 1]


def test_a_hub_that_takes_it_and_says_nothing_is_not_asked_twice(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hardware.hub.requests.TIMEOUT", 0.05)
    wire, requests = start([b"", GIVEN], [GIVEN])
    with pytest.raises(HubUnavailable):
        _ask(requests)
    assert [len(came) for came in wire.came] == [1]
    assert _ask(requests) == "A-001"


def test_two_at_once_wait_for_each_other_no_longer_than_for_the_hub(start: Start) -> None:
    held = socket.create_server(("127.0.0.1", 0))
    requests = HubRequests(f"http://127.0.0.1:{held.getsockname()[1]}", "secret")
    numbers: list[str] = []
    first = threading.Thread(target=lambda: numbers.append(_ask(requests)))
    second = threading.Thread(target=lambda: numbers.append(_ask(requests)))
    first.start()
    one, _ = held.accept()
    second.start()
    two, _ = held.accept()
    for connection in (two, one):
        with connection:
            connection.recv(65536)
            connection.sendall(_plain(201, VISIT, "Connection: close"))
            (second if connection is two else first).join()
    requests.close()
    held.close()
    assert numbers == ["A-001", "A-001"]
