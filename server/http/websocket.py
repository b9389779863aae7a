"""The one module that knows gevent-websocket, so that a better one can take its place.

It has had no release since 2017; what it lacks is made good here: upgrades only where Socket.IO
listens, a refusal instead of an error for a malformed key, frames capped before they are read, and
no line of log formatted for each request.
"""

from __future__ import annotations

import base64
import binascii
import os
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from gevent.pywsgi import WSGIHandler
from geventwebsocket.exceptions import ProtocolError
from geventwebsocket.handler import WebSocketHandler
from geventwebsocket.websocket import Header, Stream, WebSocket

from server.auth.strangers import CONNECTION, SOCKETS
from server.http.connections import Connection
from server.http.request_headers import RequestHeaders
from server.live.direct import Remainder
from server.live.packets import LARGEST_MESSAGE
from server.rates import Bucket

#: Frames a second that a client may send, and at once; ours answer a ping every five seconds.
_FRAMES, _FRAMES_AT_ONCE = 30, 300
_LONGEST_CONTROL = 125  # RFC 6455, 5.5
_TOGETHER = 64 * 1024


class _Nobody:
    def on_close(self, *_: object) -> None:
        """Nothing to do."""


class CappedWebSocket(WebSocket):  # type: ignore[misc]  # the library ships no types
    """Refuses a message by the heads of its frames, before anything of it is kept: one that is too large,
    is not text, or comes too soon after too many others."""

    _begun = 0
    _sending = False
    #: Is told of a socket that closes: nobody. The library makes a class for it each time.
    current_app = _Nobody()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._frames = Bucket(_FRAMES, _FRAMES_AT_ONCE)

    def send(self, message: str | bytes, binary: bool | None = None) -> None:
        """Send a message, or what was left of a frame that `offer` began."""
        self._sending = True
        try:
            if isinstance(message, Remainder):
                self.raw_write(message)
            else:
                super().send(message, binary)
        finally:
            self._sending = False

    def offer(self, frame: bytes) -> int:
        """Write as much of a whole frame as the connection takes now, and say how much; 0 where it takes
        nothing or something else is being sent. Never waits."""
        if self._sending or self.closed:
            return 0
        try:
            return os.write(self.handler.socket.fileno(), frame)
        except OSError:
            return 0

    def settimeout(self, seconds: float) -> None:
        """Let neither reading nor writing take longer, so that a client that reads nothing is let go."""
        self.handler.socket.settimeout(seconds)

    def read_frame(self) -> tuple[Any, bytes]:
        """The next frame. Raises ProtocolError, which closes the connection, for one that is refused."""
        header = Header.decode_header(self.stream)
        self._check(header)
        if header.fin and header.opcode < self.OPCODE_CLOSE:
            self._begun = 0
        payload = self.raw_read(header.length) if header.length else b""
        if len(payload) != header.length:
            raise ProtocolError("the connection ended within a frame")
        return header, header.unmask_payload(payload) if header.mask and payload else payload

    def _check(self, header: Any) -> None:
        if header.flags or header.opcode == self.OPCODE_BINARY:
            raise ProtocolError("neither text nor a frame that holds the connection")
        if header.opcode >= self.OPCODE_CLOSE:
            if header.length > _LONGEST_CONTROL or not header.fin:
                raise ProtocolError("a control frame that carries a message")
        else:
            self._begun += header.length
            if self._begun > LARGEST_MESSAGE:
                raise ProtocolError(f"a message of {self._begun} bytes or more")
        if self._frames.take(time.monotonic()):
            raise ProtocolError("too many frames")


class HubHandler(WebSocketHandler):  # type: ignore[misc]  # the library ships no types
    """One connection of the hub: plain requests, or a socket for Socket.IO."""

    headers: RequestHeaders
    websocket: Any
    connection: Connection | None = None

    def read_requestline(self) -> Any:
        """The first line of a request; its head has its time from then on."""
        line = super().read_requestline()
        if self.connection is not None:
            self.connection.begin("head")
        return line

    def get_environ(self) -> dict[str, Any]:
        """The request as WSGI has it, with the connection that it came on."""
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = self.connection
        return environ

    def handle_one_response(self) -> None:
        """Answer, and then wait for the next request."""
        if self.connection is not None:
            self.connection.begin("answer")
        super().handle_one_response()
        if self.connection is not None:
            self.connection.begin("next")

    def MessageClass(self, rfile: BinaryIO, *_: object) -> RequestHeaders:  # noqa: N802  # pywsgi's name
        """Read the fields of a request."""
        return RequestHeaders(rfile)

    def _check_http_version(self) -> bool:
        return self.request_version == "HTTP/1.1" or bool(super()._check_http_version())

    def _headers(self) -> Iterator[tuple[str, str]]:
        return self.headers.for_environ()

    def _write_with_headers(self, data: bytes) -> None:
        """Send head and body in one piece: with TCP_NODELAY each piece is a packet of its own."""
        self.headers_sent = True
        if self.server.draining:
            self.close_connection = True
            self.response_headers.append((b"Connection", b"close"))
        self.finalize_headers()
        parts = [b"HTTP/1.1 ", self.status, b"\r\n"]
        for name, value in self.response_headers:
            parts += (name, b": ", value, b"\r\n")
        parts.append(b"\r\n")
        together = not self.response_use_chunked and len(data) <= _TOGETHER
        if together and data:
            # The library writes an empty text, not bytes, when it upgrades.
            parts.append(data)
        self._sendall(b"".join(parts))
        if not together:
            self._write(data)

    def run_application(self) -> None:
        """Answer a request. Only where Socket.IO listens is it looked at for an upgrade."""
        if self.environ["PATH_INFO"].startswith(SOCKETS):
            super().run_application()
        else:
            WSGIHandler.run_application(self)

    def upgrade_websocket(self) -> list[bytes] | None:
        """Upgrade where the handshake is sound; anything else is a request."""
        if not self.server.may_open_socket(self.environ):
            self.start_response("429 Too Many Requests", [("Retry-After", "2"), ("Content-Length", "0")])
            return [b""]
        result: list[bytes | str] | None = super().upgrade_websocket()
        # The library refuses in text where pywsgi sends bytes.
        return None if result is None else [p.encode() if isinstance(p, str) else p for p in result]

    def upgrade_connection(self) -> list[bytes] | None:
        """Answer the handshake; a key that is no base64 is refused."""
        try:
            base64.b64decode(self.environ.get("HTTP_SEC_WEBSOCKET_KEY", "").strip(), validate=True)
        except (binascii.Error, ValueError):
            self.start_response("400 Bad Request", [])
            return [b"The Sec-WebSocket-Key is not base64."]
        result: list[bytes] | None = super().upgrade_connection()
        if result is not None:
            return result
        # The library's own would say goodbye on this socket when it is collected.
        self.websocket.closed = True
        self.websocket = CappedWebSocket(self.environ, Stream(self), self)
        if self.connection is not None:
            self.connection.begin("live")
        self.environ["wsgi.websocket"] = self.websocket
        return None

    def log_request(self) -> None:
        """Nothing: the app counts requests, and addresses are nobody's business."""
