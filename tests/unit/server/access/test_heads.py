"""A head that came before is not read again, and says what it said: whatever bytes come, in whatever pieces,
a hub that remembers heads does with them what one does that remembers none."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.config import Listen
from server.http.connections import Connection
from server.http.handler import HubHandler
from server.http.heads import LONGEST, MOST, Heads
from server.http.incoming import Incoming
from server.http.process import NoDelayServer
from tests.support.hub.pieces import Sent

ADDRESS = ("192.0.2.7", 4711)
NUMBER = (
    b"POST /api/v1/visits?a=%20 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 5\r\n\r\n"
)
TIME = b"GET /api/v1/time HTTP/1.1\r\nHost: hub\r\nCookie: a=1\r\nCookie: b=2\r\nX_Y: 1\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[NoDelayServer]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield NoDelayServer(listener, None, Listen())


def told(
    server: NoDelayServer, heads: Heads, pieces: Iterable[bytes], *, known: bool = True
) -> tuple[list[Any], list[bytes]]:
    """What an app is asked on one connection of somebody known, and what is answered."""
    asked: list[Any] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        plain = {name: value for name, value in environ.items() if isinstance(value, str | bool | int)}
        body: object = ""
        if environ["PATH_INFO"] != "/unread":
            try:
                body = environ["wsgi.input"].read(9)
            except OSError as fault:
                body = type(fault)
        asked.append((plain, environ.keys(), type(environ), environ["wsgi.input_terminated"], body))
        # An app may leave what it likes there.
        environ["HTTP_HOST"], environ["mine"] = "another", 1
        start_response("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    server.heads, server.application = heads, app
    sock = Sent(pieces)
    handler = HubHandler(sock, ADDRESS, server, Incoming(sock))
    handler.connection = Connection(sock, ADDRESS[0])  # type: ignore[arg-type]  # as much of one as is asked
    handler.connection.known, handler.connection.handler = known, handler
    with suppress(OSError):
        handler.handle()
    lines = sock.answered.split(b"\r\n")
    return asked, [line for line in lines if not line.startswith(b"Date: ")]


LINES = st.sampled_from(
    [
        b"Host: hub", b"Content-Length: 5", b"Content-Length: 4", b"content-length: 5", b"Content-Length: x",
        b"Content-Type: text/plain", b"Cookie: a=1", b"Cookie: b=\xff", b"X_Forwarded_For: me", b"A: 1\rB: 2",
        b"Transfer-Encoding: chunked", b"Expect: 100-continue", b"Connection: close", b"Connection: upgrade",
        b"Connection: keep-alive", b"Upgrade: websocket", b"no field", b" folded: 1", b"B: \x00", b"",
    ]
)  # fmt: skip
FIRST = st.sampled_from(
    [
        b"GET /a HTTP/1.1", b"POST /a%20b?c=%20 HTTP/1.1", b"POST /unread HTTP/1.1", b"GET /a HTTP/1.0",
        b"GET /a", b"HEAD / HTTP/1.1", b"GET http://hub/a HTTP/1.1", b"GET /a HTTP/2.0", b"nonsense", b"",
    ]
)  # fmt: skip
ENDS = st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n"])
BODIES = st.sampled_from([b"", b"12345", b"1234", b"5\r\n12345\r\n0\r\n\r\n", b"GET /b HTTP/1.1\r\n\r\n"])


@st.composite
def request_bytes(draw: st.DrawFn) -> bytes:
    lines = [draw(FIRST), *draw(st.lists(LINES, max_size=5)), b""]
    return b"".join(line + draw(ENDS) for line in lines) + draw(BODIES)


@st.composite
def cut(draw: st.DrawFn, data: bytes) -> list[bytes]:
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=4)))
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


@given(st.lists(st.binary(max_size=40) | request_bytes() | st.just(NUMBER + b"12345"), max_size=3), st.data())
@example([NUMBER + b"12345", TIME], None)
@example([NUMBER + b"12345", NUMBER + b"1234"], None)
@example([TIME, b"GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"], None)
@example([b"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n"], None)
@example([b"POST /a HTTP/1.1\nContent-Length: 5\n\n12345", TIME], None)
def test_what_comes_is_done_alike(server: NoDelayServer, requests: list[bytes], data: Any) -> None:
    once = b"".join(requests)
    remembering, pieces = Heads(), [once * 3]
    for _ in range(3):
        # Byte by byte no head is there at once, and each line is read where it comes.
        single = [bytes([byte]) for byte in b"".join(pieces)]
        assert told(server, remembering, pieces) == told(server, Heads(0), single)
        # The next comes on a connection of its own, in other pieces.
        pieces = data.draw(cut(once * 2)) if data else [once * 2]


def test_a_head_is_read_once(server: NoDelayServer) -> None:
    heads = Heads()
    first, _ = told(server, heads, [NUMBER + b"12345"])
    assert len(heads) == 1
    kept = heads.get(NUMBER)
    assert kept is not None
    assert "mine" not in kept.environ
    kept.environ["HTTP_X"] = "remembered"
    again, _ = told(server, heads, [NUMBER + b"abcde"] * 2)
    assert [one[0]["HTTP_X"] for one in again] == ["remembered"] * 2
    assert [one[-1] for one in again] == [b"abcde"] * 2
    assert [one[0]["HTTP_HOST"] for one in again] == [one[0]["HTTP_HOST"] for one in first] * 2 == ["hub"] * 2


@pytest.mark.parametrize(
    "unusual",
    [
        b"GET / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n12345",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: Upgrade\r\n\r\n",
        b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: hub\r\n\n: no field\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * LONGEST + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    ],
)
def test_what_is_unusual_is_not_remembered(server: NoDelayServer, unusual: bytes) -> None:
    heads = Heads()
    told(server, heads, [unusual])
    assert len(heads) == 0


def test_of_nobody_known_nothing_is_remembered_and_never_more_than_so_many(server: NoDelayServer) -> None:
    heads = Heads()
    told(server, heads, [NUMBER + b"12345"] * 3, known=False)
    assert len(heads) == 0
    told(server, heads, [b"GET /%d HTTP/1.1\r\n\r\n" % number for number in range(MOST + 5)])
    assert len(heads) == MOST
    assert heads.get(b"GET /0 HTTP/1.1\r\n\r\n") is None
    assert heads.get(b"GET /%d HTTP/1.1\r\n\r\n" % (MOST + 4)) is not None
