"""A hub that ends: who has no answer yet is cut off, which every client takes for one that is to come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import gevent
from gevent import socket
from gevent.event import Event

from server.config import Listen
from server.http.process import NoDelayServer

ASKED = b"GET /api/v1/time HTTP/1.1\r\nHost: hub\r\n\r\n"
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


@contextmanager
def connected(app: App) -> Iterator[tuple[NoDelayServer, Any]]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    server = NoDelayServer(listener, app, Listen())
    server.start()
    with socket.create_connection(listener.getsockname()) as client:
        yield server, client
    server.stop(timeout=0)


def test_whoever_is_cut_off_has_no_answer_instead_of_a_wrong_one() -> None:
    begun, never = Event(), Event()

    def waits(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        begun.set()
        never.wait()
        return []

    with connected(waits) as (server, client), gevent.Timeout(30):
        client.sendall(ASKED)
        begun.wait()
        server.stop(timeout=0)
        assert client.recv(1000) == b""


def test_what_is_asked_of_a_hub_that_is_over_is_not_begun() -> None:
    asked: list[str] = []

    def answers(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    with connected(answers) as (server, client), gevent.Timeout(30):
        client.sendall(ASKED)
        assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")
        server.over = True
        client.sendall(ASKED)
        assert client.recv(1000) == b""
    assert asked == ["/api/v1/time"]
