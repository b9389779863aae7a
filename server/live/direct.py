"""The fast path of a broadcast: written straight to the sockets that can take it.

As shipped, each message of a broadcast goes through a queue and a greenlet of each client, which costs
three to four times the writing itself. Here a client that has nothing waiting gets the frame at once;
one that has, or whose connection takes no more now, gets it through its queue as ever, so that order
holds. What is told `together` reaches a client in one piece: an officer's one touch ends a service and calls
the next visitor, and neither the hub nor a wall has to be woken for each half. This module and `offer` of the
WebSocket know the libraries' insides; without them all still works.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import engineio
import socketio

from balai.domain.values.json_text import writer
from server.auth.strangers import WEBSOCKET

_SHORT, _MEDIUM = 126, 1 << 16
_EVENT = 2
#: Stands in a connection's WSGI environment where its client said that it takes `pushes` (see `Hello`).
TOGETHER = "balai.together"
_encode = writer()


class Written(dict[str, Any]):
    """Data that is told to one client after another: its JSON is written once."""

    __slots__ = ("_text",)

    @property
    def text(self) -> str:
        """Its JSON. It must not change any more."""
        try:
            return self._text
        except AttributeError:
            self._text: str = _encode(self)
            return self._text


class Remainder(bytes):
    """What a connection did not take of a frame; stands in its queue as a packet already encoded."""

    def encode(self) -> Remainder:
        """As it is."""
        return self


class _Message(NamedTuple):
    """One message: where and as what event it is told, and the JSON of what it tells."""

    namespace: str
    event: str
    text: str

    def body(self) -> str:
        """As Socket.IO puts it into a packet."""
        return f"{_begun(self.namespace, self.event)}{self.text}]"


class DirectManager(socketio.Manager):  # type: ignore[misc]  # untyped library
    """A client manager whose broadcasts to rooms are written directly where that is possible."""

    def __init__(self) -> None:
        super().__init__()
        #: What each client is to be told at the end of `together`, in order; None outside of it.
        self._held: dict[str, list[_Message]] | None = None

    def together(self) -> Together:
        """Hold back what is emitted within the `with` block until its end, so that each client gets all of it
        in one piece. Whoever is in there must not give way to others."""
        return Together(self)

    def hold(self) -> None:
        """Hold back from now on."""
        self._held = {}

    def release(self) -> None:
        """Tell what was held back, and hold back no more."""
        held, self._held = self._held, None
        if held:
            self._tell(held)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        """See `socketio.Manager.emit`."""
        room = to or room
        if room not in self.rooms.get(namespace, {}):
            return
        if callback is not None or skip_sid is not None or not isinstance(data, dict):
            self._let_go()
            super().emit(
                event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **options
            )
            return
        # All that is told here is JSON already, so nobody needs to look for bytes in it.
        text = data.text if isinstance(data, Written) else _encode(data)
        message = _Message(namespace, event, text)
        listeners = (eio_sid for _, eio_sid in self.get_participants(namespace, room))
        if self._held is None:
            self._tell(dict.fromkeys(listeners, (message,)))
            return
        for eio_sid in listeners:
            self._held.setdefault(eio_sid, []).append(message)

    def _let_go(self) -> None:
        """What was held back goes before what is told in another way."""
        if self._held:
            held, self._held = self._held, {}
            self._tell(held)

    def _tell(self, told: Mapping[str, Sequence[_Message]]) -> None:
        connections, environs = self.server.eio.sockets, self.server.environ
        joined: dict[tuple[object, ...], bytes] = {}
        for eio_sid, messages in told.items():
            environ = environs.get(eio_sid)
            able = environ is not None and TOGETHER in environ
            which = (able, *map(id, messages))
            if (frames := joined.get(which)) is None:
                frames = joined[which] = _frames(messages, able=able)
            connection = connections.get(eio_sid)
            if connection is None or not _written(connection, environ, frames):
                for message in messages:
                    self.server.eio.send_packet(eio_sid, _packet(message))


class Together:
    """See `DirectManager.together`."""

    __slots__ = ("_manager",)

    def __init__(self, manager: DirectManager) -> None:
        self._manager = manager

    def __enter__(self) -> None:
        self._manager.hold()

    def __exit__(self, *_: object) -> None:
        self._manager.release()


def _packet(message: _Message) -> Any:
    return engineio.packet.Packet(engineio.packet.MESSAGE, message.body())


@cache
def _begun(namespace: str, event: str) -> str:
    """What stands before the data of an event; there are a dozen."""
    return f"{_EVENT}{namespace},[{_encode(event)},"


def _frames(messages: Sequence[_Message], *, able: bool) -> bytes:
    """Several messages in one piece; in one message where all are news and the client is `able` to take
    it."""
    first = messages[0]
    if able and len(messages) > 1 and all(message.event == "push" for message in messages):
        news = ",".join([message.text for message in messages])
        messages = (_Message(first.namespace, "pushes", f"[{news}]"),)
    return b"".join([text_frame(f"{engineio.packet.MESSAGE}{message.body()}") for message in messages])


def text_frame(text: str) -> bytes:
    """A whole WebSocket text message, as a server sends it (RFC 6455, unmasked)."""
    payload = text.encode()
    size = len(payload)
    if size < _SHORT:
        return bytes((0x81, size)) + payload
    if size < _MEDIUM:
        return struct.pack("!BBH", 0x81, _SHORT, size) + payload
    return struct.pack("!BBQ", 0x81, _SHORT + 1, size) + payload


def answers_upgrades(server: engineio.Server) -> None:
    """Have Engine.IO talk over the sockets that the web server has opened, not over a library's own."""
    server._async = {**server._async, "websocket": _opened}  # noqa: SLF001  # there is no other way in


def _opened(talk: Any, _server: object) -> Callable[[dict[str, Any], object], Any]:
    """What Engine.IO makes for each request that opens a socket."""

    def served(environ: dict[str, Any], _: object) -> Any:
        try:
            return talk(environ[WEBSOCKET])
        except (ValueError, RecursionError):
            # What is no packet is read outside of what the library takes care of: it would keep the client.
            talk.__self__.close(wait=False, abort=True)
            return []

    return served


def _written(connection: Any, environ: dict[str, Any] | None, frame: bytes) -> bool:
    """Whether the connection took the frame, or several (what it did not take stands first in its queue)."""
    websocket = environ.get(WEBSOCKET) if environ else None
    if websocket is None or connection.closed or not connection.queue.empty():
        return False
    taken: int = websocket.offer(frame)
    if 0 < taken < len(frame):
        connection.queue.put(Remainder(frame[taken:]))
    return taken > 0
