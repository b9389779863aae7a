"""One live connection to the hub: a Socket.IO client over one WebSocket, dropped at once when asked."""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Callable
from typing import Any

from balai.program.lean import spared
from balai.protocol.pushes import NAMESPACE
from balai.protocol.version import PROTOCOL_VERSION
from hardware.hub.address import HubAddress

# A device speaks over one WebSocket: neither a server's queues nor other ways of asking are of use.
with spared("redis", "valkey", "kombu", "kafka", "aio_pika", "zmq", "aiohttp", "requests"):
    import engineio
    import socketio

TIMEOUT = 3.0
HEARD = (
    "snapshot",
    "push",
    "pushes",
    "head",
    "queues",
    "speaker",
    "cue",
    "look",
    "sample",
    "restart",
    "admitted",
)

_library_log = logging.getLogger("balai.hub_socket")
# LiveHubLink says what the connection does, once and in its own words.
_library_log.setLevel(logging.CRITICAL)

Hear = Callable[["HubSocket", str, Any], None]


class _Engine(engineio.Client):  # type: ignore[misc]  # the library ships no types
    #: Whether a message is being taken in.
    hears = False

    def _receive_packet(self, packet: Any) -> None:
        self.hears = True
        try:
            super()._receive_packet(packet)
        finally:
            self.hears = False

    def _trigger_event(self, event: str, *args: Any, **options: Any) -> Any:
        # A thread for each message, as the library would have it, loses their order.
        options["run_async"] = False
        return super()._trigger_event(event, *args, **options)


class _Client(socketio.Client):  # type: ignore[misc]  # the library ships no types
    def _engineio_client_class(self) -> type[_Engine]:
        return _Engine


class HubSocket:
    """A connection that is opened once and dropped once. Everything it hears goes to `hear` as (this,
    kind, data), from a thread of its own; kinds: connect, connect_error, disconnect, snapshot, push,
    pushes, head, queues, speaker, cue, look, sample, restart, admitted, synced."""

    def __init__(self, url: str, token: str, hear: Hear, address: HubAddress | None = None) -> None:
        self._url, self._token, self._hear = url, token, hear
        self._address = address or HubAddress(url)
        self._raw: socket.socket | None = None
        self._dropped = False
        self._client = _Client(
            reconnection=False,
            handle_sigint=False,
            request_timeout=TIMEOUT,
            logger=_library_log,
            engineio_logger=_library_log,
        )
        for kind in ("connect", "connect_error", "disconnect", *HEARD):
            self._client.on(kind, self._listener(kind), namespace=NAMESPACE)

    @property
    def alive(self) -> bool:
        """Whether the WebSocket stands, as far as is known."""
        return not self._dropped and self._client.eio.state == "connected"

    @property
    def hears(self) -> bool:
        """Whether a message is being taken in at this moment."""
        engine: _Engine = self._client.eio
        return engine.hears

    def open(self, last: dict[str, Any] | None, connect_timeout: float = TIMEOUT) -> None:
        """Connect, saying the last news that is known already; waits `connect_timeout` seconds until
        somebody takes the connection and at most about six more.

        Raises NobodyThereError, and OSError where somebody is there that is no hub. Whether the hub lets
        us in is heard later.
        """
        auth = {"token": self._token, "protocol": PROTOCOL_VERSION, "last": last, "together": True}
        self._raw = self._address.connect(connect_timeout, self._hold)
        # A device is no page of a site; behind a proxy that ends TLS it would seem to be one of another.
        self._client.eio.websocket_extra_options |= {"socket": self._raw, "suppress_origin": True}
        if self._dropped:
            raise ConnectionAbortedError("dropped while connecting")
        try:
            self._client.connect(
                self._url, auth=auth, transports=["websocket"], namespaces=[NAMESPACE], wait=False
            )
        except (socketio.exceptions.ConnectionError, ValueError) as fault:
            raise ConnectionError(f"no hub at {self._url}: {fault}") from fault

    def ask(self, last: dict[str, Any] | None) -> None:
        """Ask for what came after the last news (None: nothing yet); the answer is heard as `synced`."""
        with contextlib.suppress(socketio.exceptions.SocketIOError):
            self._client.emit(
                "sync",
                last or {},
                namespace=NAMESPACE,
                callback=lambda *answer: self._hear(self, "synced", answer[0] if answer else None),
            )

    def say(self, what: str, data: dict[str, Any]) -> None:
        """Tell the hub something that needs no answer."""
        with contextlib.suppress(socketio.exceptions.SocketIOError):
            self._client.emit(what, data, namespace=NAMESPACE)

    def drop(self) -> None:
        """Cut the connection at once, without a word, and end its threads; harmless to repeat."""
        self._dropped = True
        raw = self._raw
        if raw is not None:
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)
            for task in (self._client.eio.read_loop_task, self._client.eio.write_loop_task):
                if task is not None:
                    task.join(TIMEOUT)
            raw.close()

    def _listener(self, kind: str) -> Callable[..., None]:
        def heard(*data: Any) -> None:
            self._hear(self, kind, data[0] if data else None)

        return heard

    def _hold(self, raw: socket.socket) -> None:
        # So that drop() can cut it from another thread at any stage.
        self._raw = raw
