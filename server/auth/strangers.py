"""Who is not known waits for a turn, so that those who are known do not wait for them.

Each address has so many requests a second by nobody known, pages and mistaken tokens alike. Further ones
are held back, not refused: whoever asks again at once is held back again, and costs next to nothing.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from gevent.event import Event

from balai.protocol.problem import Problem
from server.rates import Bucket

#: Requests a second by nobody known, of one address, and at once: a page with all its files is one tablet's.
RATE, AT_ONCE = 50, 200
#: Who would have to wait longer is told to come back (real seconds).
LONGEST_WAIT = 2.0
#: Where a server keeps what it knows of a request's connection.
CONNECTION = "balai.connection"
#: What is called where a socket turns out to be somebody's.
ADMITTED = "balai.admitted"
_REMEMBERED = 10_000
_FILE, _SOCKET, _PAGE, _REPORT = 0.2, 0.25, 1.0, 4.0
_BUSY = json.dumps(
    Problem(
        type="urn:balai:problem:too_many_attempts", title="Too many requests.", status=429,
        code="too_many_attempts", detail="",
    ).model_dump(mode="json")
).encode()  # fmt: skip


Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]


class KnownConnections(Protocol):
    """Is told on which connections somebody known asks."""

    def known(self, connection: Any) -> None:
        """Somebody known asked on it."""
        ...


class Strangers:
    """Stands before the application. `seen` says without asking anybody whether a request is of somebody
    known, `known` asks the store."""

    def __init__(
        self,
        app: Wsgi,
        seen: Callable[[Environ], bool],
        known: Callable[[Environ], bool],
        monotonic: Callable[[], float],
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._app, self._seen, self._known = app, seen, known
        self._monotonic, self._pause = monotonic, pause or Event().wait
        self._lanes: OrderedDict[tuple[str, str], Bucket] = OrderedDict()
        #: Who is told of connections of somebody known; nobody where no server stands before this.
        self.connections: KnownConnections | None = None

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, in its turn."""
        if self._seen(environ):
            self._note(environ)
            return self._app(environ, start_response)
        lane, weight = _lane_of(environ["PATH_INFO"], environ["REQUEST_METHOD"])
        bucket = self._bucket(_place(environ.get("REMOTE_ADDR", "")), lane)
        wait = bucket.take(self._monotonic(), weight)
        if wait > LONGEST_WAIT:
            bucket.give_back(weight)
            self._pause(LONGEST_WAIT)
            return _busy(start_response)
        if wait:
            self._pause(wait)

        def admitted() -> None:
            bucket.give_back(weight)
            self._note(environ)

        if lane == "socket":
            environ[ADMITTED] = admitted
        elif self._known(environ):
            admitted()
        return self._app(environ, start_response)

    def _note(self, environ: Environ) -> None:
        connection = environ.get(CONNECTION)
        if connection is not None and self.connections is not None:
            self.connections.known(connection)

    def _bucket(self, place: str, lane: str) -> Bucket:
        key = place, lane
        found = self._lanes.pop(key, None) or Bucket(RATE, AT_ONCE)
        self._lanes[key] = found
        if len(self._lanes) > _REMEMBERED:
            self._lanes.popitem(last=False)
        return found


def _lane_of(path: str, method: str) -> tuple[str, float]:
    """What is waited for apart from the rest, and how much one such request counts."""
    if path.startswith("/socket.io/"):
        return "socket", _SOCKET
    if path == "/api/v1/session" and method == "POST":
        return "session", _PAGE
    if path.startswith("/assets/"):
        return "files", _FILE
    return "rest", _REPORT if path in ("/metrics", "/health") else _PAGE


def _place(address: str) -> str:
    """An address; of IPv6 the network of 64 bits, all of which one person has."""
    return ":".join(address.split(":")[:4]) if ":" in address else address


def _busy(start_response: Any) -> Iterable[bytes]:
    headers = [
        ("Content-Type", "application/problem+json"), ("Content-Length", str(len(_BUSY))),
        ("Retry-After", "2"), ("Cache-Control", "no-store"),
    ]  # fmt: skip
    start_response("429 Too Many Requests", headers)
    return [_BUSY]
