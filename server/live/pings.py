"""The pings of all connections in one greenlet.

As shipped, each connection has a greenlet that sleeps until its next ping is due, and its stack stays in
memory meanwhile: a seventh of all that a quiet connection needs. All wait equally long, so that they are due
in the order in which they were asked for.
"""

from __future__ import annotations

from time import monotonic, time
from typing import Any

import engineio
from engineio.socket import Socket
from gevent.event import Event
from gevent.queue import SimpleQueue

from server.usecases.giving_way import let_in_what_arrived


class Pings:
    """Takes over when a server's connections are pinged. Knows the library's insides."""

    def __init__(self, server: engineio.Server) -> None:
        self._seconds = server.ping_interval
        self._due: SimpleQueue[tuple[float, Any]] = SimpleQueue()
        self._rest = Event()
        self._begin = server.start_background_task
        server.start_background_task = self._begun

    def next(self) -> None:
        """Wait until the next ping is due, and send it; then let others go."""
        at, connection = self._due.get()
        if (left := at - monotonic()) > 0:
            self._rest.wait(left)
        if not connection.closing and not connection.closed:
            # By the library's own clock, as it looks for an answer to it.
            connection.last_ping = time()
            connection.send(engineio.packet.Packet(engineio.packet.PING))
        let_in_what_arrived()

    def _begun(self, target: Any, *arguments: Any, **named: Any) -> Any:
        """What the library begins beside everything else; a ping only finds its place."""
        if getattr(target, "__func__", None) is not Socket._send_ping:  # noqa: SLF001  # see above
            return self._begin(target, *arguments, **named)
        self._due.put((monotonic() + self._seconds, target.__self__))
        return None
