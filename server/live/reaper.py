"""Reaper of dead and slow connections: those that never came in, do not read, or are no longer known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from socketio import Server

from balai.protocol.pushes import NAMESPACE
from server.auth.strangers import WEBSOCKET

log = structlog.get_logger(__name__)

MOST_WAITING = 500
ROUNDS_TO_COME_IN = 4


class ConnectionReaper:
    """Looks over all connections each time it is called (every two seconds).

    A client that leaves more than 500 messages unread is cut off: it comes back and is told what it
    missed by seq, so nothing is lost and no memory held for it.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._strangers: dict[str, int] = {}

    def __call__(self) -> None:
        """Cut off what must not stay."""
        within = set(self._server.manager.rooms.get(NAMESPACE, {}).get(None, {}).values())
        strangers: dict[str, int] = {}
        for eio_sid, connection in list(self._server.eio.sockets.items()):
            if connection.queue.qsize() > MOST_WAITING:
                log.warning("client_too_slow", waiting=connection.queue.qsize())
                cut(self._server.environ.get(eio_sid))
            elif eio_sid not in within:
                strangers[eio_sid] = rounds = self._strangers.get(eio_sid, 0) + 1
                if rounds >= ROUNDS_TO_COME_IN:
                    cut(self._server.environ.get(eio_sid))
        self._strangers = strangers

    def all(self) -> None:
        """Cut off everybody: the hub stops."""
        for environ in list(self._server.environ.values()):
            cut(environ)


def cut(environ: Mapping[str, Any] | None) -> None:
    """End a WebSocket's connection at once, whatever it waits for; harmless where it is gone."""
    websocket = environ.get(WEBSOCKET) if environ else None
    if websocket is not None:
        websocket.cut()
