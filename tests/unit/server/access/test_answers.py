"""The usual answer goes out as any other: its head is only not put together again."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import server.http.handler
from server.config import Listen
from server.http.answers import usual_answer
from server.http.handler import HubHandler
from server.http.incoming import Incoming
from server.http.process import NoDelayServer
from tests.support.hub.pieces import Sent

STATUSES = st.sampled_from(
    [
        "200 OK",
        "201 CREATED",
        "204 NO CONTENT",
        "304 SAME",
        "409 CONFLICT",
        "200 OK\r\nA: b",
        "OK",
        "٢ x",
    ]
)
FIELDS = st.tuples(
    st.sampled_from(
        ["Content-Type", "Content-Length", "Cache-Control", "Date", "Connection", "cache-control", 7]
    ),
    st.sampled_from(["2", "0", "no-store", "close", "a\r\nb", "\xff", "\u2028", 2]),
)
USUAL = [("Cache-Control", "no-store"), ("Content-Type", "application/json"), ("Content-Length", "2")]
OTHER = ("500 OTHER", [("Content-Length", "2")])
DATE = re.compile(rb"Date: \w{3}, [^\r]*GMT")
ASKED = [
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"HEAD / HTTP/1.1\r\n\r\n",
]


@pytest.fixture(scope="module")
def hub() -> Iterator[NoDelayServer]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield NoDelayServer(listener, None, Listen())


def sent(hub: NoDelayServer, asked: bytes, status: str, fields: list[Any], *, twice: bool) -> list[object]:
    """What goes out, but for the time, and what the server says of what it is told to send."""
    faults: list[object] = []

    def app(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        try:
            start_response(status, fields)
            if twice:
                start_response(*OTHER)
        except (ValueError, AssertionError) as fault:
            faults.append((type(fault), fault.args))
            start_response(*OTHER)
        return [b"{}"]

    hub.application = app
    wire = Sent([asked * 2])
    with suppress(AssertionError):  # of a body where none may be
        HubHandler(wire, ("192.0.2.7", 4711), hub, Incoming(wire)).handle()
    return [DATE.sub(b"Date: now", wire.answered), *faults]


@given(
    st.sampled_from(ASKED),
    STATUSES,
    st.permutations(USUAL) | st.lists(FIELDS | FIELDS.map(list), max_size=4),
    st.booleans(),
    st.booleans(),
)
@example(ASKED[0], "201 CREATED", USUAL, False, False)
@example(ASKED[0], "201 CREATED", USUAL, True, False)
@example(ASKED[0], "201 CREATED", USUAL, False, True)
@example(ASKED[1], "200 OK", USUAL, False, False)
@example(ASKED[0], "200 OK", [*USUAL[1:], ("Cache-Control", "a\r\nb")], False, False)
@example(ASKED[0], "200 OK", [*USUAL[1:], ("Cache-Control", "\xff")], False, False)
@example(ASKED[0], "200 OK", [*USUAL[1:], ("Cache-Control", 2)], False, False)
@example(ASKED[0], "200 OK", [*USUAL[1:], ["Cache-Control", "no-store"]], False, False)
@example(ASKED[0], "304 SAME", USUAL, False, False)
def test_it_goes_out_alike(
    hub: NoDelayServer, asked: bytes, status: str, fields: list[Any], draining: bool, twice: bool
) -> None:
    hub.draining = draining
    with pytest.MonkeyPatch.context() as patch:
        ours = sent(hub, asked, status, fields, twice=twice)
        patch.setattr(server.http.handler, "usual_answer", lambda *_: None)
        assert ours == sent(hub, asked, status, fields, twice=twice)


def test_the_usual_answer_begins_as_it_goes_out() -> None:
    usual = usual_answer("201 CREATED", *USUAL)
    assert usual is not None
    assert usual.begins == (
        b"HTTP/1.1 201 CREATED\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n"
        b"Content-Length: 2\r\nDate: "
    )
