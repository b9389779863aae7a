"""Read time-outs and caps of connections, so that nobody can take them all by sending little or nothing.

A connection is a stranger's until a request on it came from somebody known. Where too many are open the
stranger that has waited longest goes, never the one that has just come: who sends half a request and
waits cannot keep anybody out.
"""

from __future__ import annotations

import resource
import socket
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Any

from server.auth.addresses import place_of

#: Real seconds for the whole head of a request, from its first line; of a new connection from its beginning.
HEAD_SECONDS = 10.0
#: The slowest body that is waited for, in bytes a second, beside the time of a head; and the largest.
SLOWEST, LARGEST = 16 * 1024, 4 * 1024 * 1024
#: Of a body that nobody wanted, as much is read from somebody who is not known.
LARGEST_UNREAD = 256 * 1024
#: A stranger's connection that asks nothing; one of somebody known stays.
IDLE_SECONDS = 60.0
#: Nothing that is asked takes so long, sending the answer included.
ANSWER_SECONDS = 120.0
MOST = 4000
#: Of strangers at one address. Not where a proxy stands before the hub, which has all of them.
MOST_STRANGERS = 512
#: Of one that is known, by one token or session: a device has a few. Not behind a proxy, which mixes them.
MOST_OF_ONE = 128
#: Files that the hub needs beside its connections.
_SPARE_FILES = 200
_LOOK_AT = 16


class Connection:
    """One connection: what it waits for (`handler` serves it), since when (real seconds), and whose it is."""

    __slots__ = ("address", "handler", "known", "since", "socket", "waits", "whose")

    def __init__(self, sock: socket.socket, address: str) -> None:
        self.socket, self.address = sock, address
        #: Whether somebody known asked on it, and by what that one was known first.
        self.known, self.whose = False, ""
        self.handler: Any = None
        self.begin("head")

    def begin(self, waits: str) -> None:
        """It waits from now on for "head", "answer", "next" request, or for nothing: "live"."""
        self.waits, self.since = waits, monotonic()

    def too_slow(self, now: float) -> bool:
        """Whether it has had its time."""
        passed = now - self.since
        if self.waits == "head":
            return passed > HEAD_SECONDS
        if self.waits == "next":
            return not self.known and passed > IDLE_SECONDS
        return self.waits == "answer" and passed > self._for_body()

    def cut(self) -> None:
        """End it, whatever it waits for."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _for_body(self) -> float:
        """How long it may be at what it does, reading a body or answering."""
        body = getattr(self.handler, "wsgi_input", None)
        if body is None:
            return ANSWER_SECONDS
        told = min(body.content_length or 0, LARGEST)
        unread = body.chunk_length != 0 if body.chunked_input else body.position < told
        return HEAD_SECONDS + told / SLOWEST if unread else ANSWER_SECONDS


class Connections:
    """All that are open. One greenlet at a time; nothing here waits."""

    def __init__(self, most: int | None = None, most_strangers: int | None = MOST_STRANGERS) -> None:
        """`most_strangers` of one address may be open; None: as many as may be open at all."""
        self._most = most or min(MOST, _open_files() - _SPARE_FILES)
        self._most_strangers = most_strangers
        self._open: dict[Connection, None] = {}
        self._strangers: dict[str, dict[Connection, None]] = {}
        self._of: dict[str, dict[Connection, None]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def opened(self, sock: socket.socket, address: str) -> Connection:
        """A connection that has come; another goes where there are too many."""
        address = place_of(address)
        mine = self._strangers.setdefault(address, {})
        if self._most_strangers is not None and len(mine) >= self._most_strangers:
            self._let_go(_longest(mine))
        elif len(self._open) >= self._most:
            crowd = max(self._strangers.values(), key=len)
            self._let_go(_longest(crowd) or _longest(self._open))
        made = Connection(sock, address)
        self._open[made] = self._strangers.setdefault(address, {})[made] = None
        return made

    def known(self, connection: Connection, whose: str) -> None:
        """Somebody known asked on it, by the token or session `whose`; where that one has too many, another
        of them goes. Sockets whose client says by itself who it is, `whose` empty, are counted there."""
        if connection.known or connection not in self._open:
            return
        connection.known = True
        self._forget_stranger(connection)
        if whose and self._most_strangers is not None:
            connection.whose = whose
            mine = self._of.setdefault(whose, {})
            mine[connection] = None
            if len(mine) > MOST_OF_ONE:
                self._let_go(_longest(mine))

    def closed(self, connection: Connection) -> None:
        """It has ended; harmless to repeat."""
        self._open.pop(connection, None)
        self._forget_stranger(connection)
        mine = self._of.get(connection.whose, {})
        mine.pop(connection, None)
        if not mine:
            self._of.pop(connection.whose, None)

    def sweep(self) -> None:
        """Cut off those that have had their time. Called again and again."""
        now = monotonic()
        for connection in [one for one in self._open if one.too_slow(now)]:
            self._let_go(connection)

    def _let_go(self, connection: Connection | None) -> None:
        if connection is not None:
            connection.cut()
            self.closed(connection)

    def _forget_stranger(self, connection: Connection) -> None:
        mine = self._strangers.get(connection.address, {})
        mine.pop(connection, None)
        if not mine:
            self._strangers.pop(connection.address, None)


def _longest(waiting: dict[Connection, None]) -> Connection | None:
    """The one that has been open longest, of those that are not being answered where there is one."""
    first = list(_some(waiting))
    return next((one for one in first if one.waits != "answer"), first[0] if first else None)


def _some(waiting: dict[Connection, None]) -> Iterator[Connection]:
    for _, connection in zip(range(_LOOK_AT), waiting, strict=False):
        yield connection


def _open_files() -> int:
    """How many files the process may open: as many as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            return hard if hard > 0 else MOST + _SPARE_FILES
    return soft if soft > 0 else MOST + _SPARE_FILES
