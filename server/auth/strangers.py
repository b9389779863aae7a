"""Who is not known waits for a turn, so that those who are known do not wait for them.

Each address has so many requests a second by nobody known, pages and mistaken tokens alike. Further ones
are held back, not refused: whoever asks again at once is held back again, and costs next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from gevent.event import Event

from balai.protocol.problem import Problem
from server.auth.addresses import place_of
from server.auth.fair_share import FairShare
from server.rates import Buckets

#: Requests a second by nobody known, of one address, and at once.
RATE, AT_ONCE = 30, 200
#: A socket and a try to sign in cost more; a page has many files, and each costs little.
_LANES = {"socket": (20, 150), "session": (25, 100), "files": (250, 1000)}
#: Who would have to wait longer is told to come back (real seconds).
LONGEST_WAIT = 2.0
#: Where a server keeps what it knows of a request's connection.
CONNECTION = "balai.connection"
#: What is called where a socket turns out to be somebody's.
ADMITTED = "balai.admitted"
SOCKETS = "/socket.io/"
#: Where a request has its open socket.
WEBSOCKET = "wsgi.websocket"
_REMEMBERED = 10_000
_ONE, _REPORT = 1.0, 4.0
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

    def known(self, connection: Any, whose: str) -> None:
        """Somebody known asked on it, by that token or session."""
        ...


class Strangers:
    """Stands before the application. `seen` gives, without asking anybody, what somebody known shows with a
    request, and nothing where nobody known does; `known` asks the store."""

    def __init__(
        self,
        app: Wsgi,
        seen: Callable[[Environ], str],
        known: Callable[[Environ], bool],
        token_of: Callable[[Environ], str],
        monotonic: Callable[[], float],
        pause: Callable[[float], object] | None = None,
    ) -> None:
        self._app, self._seen, self._known, self._token_of = app, seen, known, token_of
        self._share = FairShare(monotonic)
        self._monotonic, self._pause = monotonic, pause or Event().wait
        self._buckets = Buckets(_REMEMBERED)
        #: Who is told of connections of somebody known; nobody where no server stands before this.
        self.connections: KnownConnections | None = None

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request, in its turn."""
        if environ.get(WEBSOCKET) is not None:
            # It had its turn before it was opened.
            return self._app(environ, start_response)
        token = self._seen(environ)
        if token:
            self._note(environ, token)
            self._share.begin(token)
            try:
                return self._app(environ, start_response)
            finally:
                self._share.end(token)
        if not self._has_waited(environ, environ.get("REMOTE_ADDR", ""), self._known):
            return _busy(start_response)
        return self._app(environ, start_response)

    def may_open_socket(self, environ: Environ, address: str) -> bool:
        """Whether a socket may be opened now, asked before it is: once open its client waits for nothing.
        What is called where it turns out to be somebody's stands in `environ`."""
        token = self._seen(environ)
        if token:
            self._note(environ, token)
            return True
        return self._has_waited(environ, address, lambda _: False)

    def _has_waited(self, environ: Environ, address: str, known: Callable[[Environ], bool]) -> bool:
        """Wait for a turn; whether it came."""
        lane, weight = _lane_of(environ["PATH_INFO"], environ["REQUEST_METHOD"])
        bucket = self._buckets.of((place_of(address), lane), *_LANES.get(lane, (RATE, AT_ONCE)))
        wait = bucket.take(self._monotonic(), weight)
        if wait > LONGEST_WAIT:
            bucket.give_back(weight)
            self._pause(LONGEST_WAIT)
            return False
        if wait:
            self._pause(wait)

        def admitted() -> None:
            bucket.give_back(weight)
            self._note(environ, self._token_of(environ))

        environ[ADMITTED] = admitted
        if known(environ):
            admitted()
        return True

    def _note(self, environ: Environ, token: str) -> None:
        """Tell that somebody known asks, by that token."""
        connection = environ.get(CONNECTION)
        if connection is not None and self.connections is not None:
            self.connections.known(connection, token)


def _lane_of(path: str, method: str) -> tuple[str, float]:
    """What is waited for apart from the rest, and how much one such request counts."""
    if path.startswith(SOCKETS):
        return "socket", _ONE
    if path == "/api/v1/session" and method == "POST":
        return "session", _ONE
    if path.startswith("/assets/"):
        return "files", _ONE
    return "rest", _REPORT if path in ("/metrics", "/health") else _ONE


def _busy(start_response: Any) -> Iterable[bytes]:
    headers = [
        ("Content-Type", "application/problem+json"), ("Content-Length", str(len(_BUSY))),
        ("Retry-After", "2"), ("Cache-Control", "no-store"),
    ]  # fmt: skip
    start_response("429 Too Many Requests", headers)
    return [_BUSY]
