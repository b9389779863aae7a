"""One connection of the hub: plain requests answered by pywsgi, or a WebSocket for Socket.IO."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator
from functools import lru_cache
from time import time
from typing import Any, BinaryIO

from gevent import GreenletExit
from gevent.pywsgi import MAX_REQUEST_LINE, Input, WSGIHandler  # type: ignore[attr-defined]  # not in its stubs
from werkzeug.http import http_date
from wsproto.utilities import generate_accept_token

from server.auth.strangers import CONNECTION, SOCKETS, WEBSOCKET
from server.http.answers import USUAL_FIELDS, usual_answer
from server.http.connections import LARGEST, LARGEST_UNREAD, Connection
from server.http.heads import END, Head
from server.http.incoming import Arrived
from server.http.request_headers import RequestHeaders
from server.http.websocket import WebSocket

_TOGETHER = 64 * 1024
_VERSION = "13"
_KEY_BYTES = 16

#: A status, header fields and a body.
Refusal = tuple[str, list[tuple[str, str]], bytes]


#: Its stubs leave out most of what a subclass may do.
_Handler: Any = WSGIHandler


class HubHandler(_Handler):  # type: ignore[misc]  # for that reason
    """One connection of the hub: plain requests, or a socket for Socket.IO."""

    headers: RequestHeaders
    provided_date: bytes | str | None
    wsgi_input: Any
    connection: Connection | None = None
    #: Where the lines of a request's head are read, and as much of it as has been.
    _lines: BinaryIO
    _head = b""
    #: How the answer begins, but for its date, where it is a usual one.
    _begins = b""

    def handle_one_request(self) -> Any:
        """Read a request and answer it; a head that came before is not read again."""
        try:
            here = self.rfile.wait()
        except OSError:
            return None
        end = here.find(END) + len(END)
        known = self.server.heads.get(here[:end])
        if known is None:
            self._lines, self._head = io.BytesIO(here) if end >= len(END) else self.rfile, b""
            return super().handle_one_request()
        self._take(known, here, end)
        self.handle_one_response()
        return None if self.close_connection else True

    def _take(self, head: Head, here: bytes, end: int) -> None:
        """Be where reading a head would have led to, of which the last byte is the one before `end`."""
        last = end + (head.length or 0)
        if last <= len(here):
            self.rfile.skip(last)
            self.wsgi_input = Arrived(here[end:last])
        else:
            self.rfile.skip(end)
            self.wsgi_input = Input(self.rfile, head.length)
        self.request_version, self.response_length = "HTTP/1.1", 0
        self.content_length, self.close_connection = head.length, head.closes
        self.environ = environ = self.server.environ_class(head.environ)
        environ["wsgi.input"], environ[CONNECTION] = self.wsgi_input, self.connection
        if isinstance(self.client_address, tuple):
            address, port = self.client_address[:2]
            environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = str(address), str(port)
        self.application = self.server.application

    def read_requestline(self) -> Any:
        """The first line of a request; its head has its time from then on."""
        line = self._lines.readline(MAX_REQUEST_LINE).decode("latin-1")
        if self.connection is not None:
            self.connection.begin("head")
        return line

    def get_environ(self) -> dict[str, Any]:
        """The request as WSGI has it, with the connection that it came on."""
        environ: dict[str, Any] = super().get_environ()
        if self._head and self.connection is not None and self.connection.known:
            self.server.heads.keep(self._head, environ, self.content_length, closes=self.close_connection)
        self._head = b""
        environ[CONNECTION] = self.connection
        return environ

    def handle_one_response(self) -> None:
        """Answer, and then wait for the next request."""
        if self.server.over:
            self.close_connection = True
            return
        if self.connection is not None:
            self.connection.begin("answer")
        super().handle_one_response()
        if self.connection is not None:
            self.connection.begin("next")

    def handle_error(self, kind: type[BaseException], fault: BaseException, trace: Any) -> None:
        """Answer that something went wrong; whoever is cut off as the hub ends has no answer instead."""
        if issubclass(kind, GreenletExit):
            self.close_connection = True
        else:
            super().handle_error(kind, fault, trace)

    def MessageClass(self, *_: object) -> RequestHeaders:  # noqa: N802  # pywsgi's name
        """Read the fields of a request."""
        fields = RequestHeaders(self._lines)
        if self._lines is not self.rfile:
            self._head = self.rfile.read(self._lines.tell())
            self._lines = self.rfile
        return fields

    def _check_http_version(self) -> bool:
        return self.request_version == "HTTP/1.1" or bool(super()._check_http_version())

    def _headers(self) -> Iterator[tuple[str, str]]:
        return self.headers.for_environ()

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        """Begin an answer; a usual one is not looked through and put together again."""
        try:
            usual = usual_answer(status, *headers) if len(headers) == USUAL_FIELDS else None
        except (TypeError, ValueError):
            usual = None  # no pairs of texts: the library says so
        if usual is None or exc_info is not None or self.request_version != "HTTP/1.1":
            self._begins = b""
            return super().start_response(status, headers, exc_info)
        self.status, self.code, self._begins = usual.status, usual.code, usual.begins
        self.response_headers = list(usual.fields)
        self.provided_date, self.provided_content_length = None, usual.length
        return self.write

    def _write_with_headers(self, data: bytes) -> None:
        """Send head and body in one piece: with TCP_NODELAY each piece is a packet of its own."""
        self.headers_sent = True
        if self._begins and not self.server.draining and len(data) <= _TOGETHER:
            self._sendall(b"".join((self._begins, _date(int(time())), b"\r\n\r\n", data)))
            return
        if self.server.draining:
            self.close_connection = True
            self.response_headers.append((b"Connection", b"close"))
        if self.provided_date is None:
            self.provided_date = date = _date(int(time()))
            self.response_headers.append((b"Date", date))
        self.finalize_headers()
        parts = [b"HTTP/1.1 ", self.status, b"\r\n"]
        for name, value in self.response_headers:
            parts += (name, b": ", value, b"\r\n")
        parts.append(b"\r\n")
        together = not self.response_use_chunked and len(data) <= _TOGETHER
        if together:
            parts.append(data)
        self._sendall(b"".join(parts))
        if not together:
            self._write(data)

    def _sendall(self, data: bytes) -> None:
        """Send; what is taken at once, as nearly always, without the layers for what is not."""
        try:
            sent = self.socket.send(data)
        except OSError:
            sent = 0  # it says so once more, and the server knows what to do
        if sent < len(data):
            super()._sendall(data[sent:])
        self.response_length += sent

    def run_application(self) -> None:
        """Answer a request, and pass over what it leaves unread."""
        upgrades = self.environ.get("HTTP_UPGRADE", "").lower() == "websocket" and self.server.strangers
        try:
            if upgrades and self.environ["PATH_INFO"].startswith(SOCKETS):
                self._open_socket()
            else:
                super().run_application()
        finally:
            self._pass_over()

    def _open_socket(self) -> None:
        """Open a socket, where one may be opened."""
        if not self.server.may_open_socket(self.environ):
            self._refuse("429 Too Many Requests", [("Retry-After", "2")], b"")
        elif (refusal := _refusal(self.environ)) is not None:
            self._refuse(*refusal)
        else:
            self._talk()

    def _pass_over(self) -> None:
        """Read what is left of the body, after which the next request stands. Where that is much, the
        connection ends instead: reading it without end would keep everybody waiting."""
        body = self.wsgi_input
        if not body.chunked_input and body.position >= (body.content_length or 0):
            return
        body.send_100_continue_enabled = False
        known = self.connection is not None and self.connection.known
        left = LARGEST if known else LARGEST_UNREAD
        try:
            while left > 0 and (piece := body.read(min(left, _TOGETHER))):
                left -= len(piece)
        except OSError:
            left = 0
        if left <= 0:
            self.close_connection = True
            body.content_length, body.chunked_input = body.position, False

    def log_request(self) -> None:
        """Nothing: the app counts requests, and addresses are nobody's business."""

    def _refuse(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.result = [body]
        self.start_response(status, headers)
        self.process_result()

    def _talk(self) -> None:
        """Open the socket, and hand it to Socket.IO until it is over; the connection ends with it."""
        self.close_connection = self.headers_sent = True
        self.code = 101
        key = self.environ["HTTP_SEC_WEBSOCKET_KEY"].encode()
        self._sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + generate_accept_token(key) + b"\r\n\r\n"
        )
        if self.connection is not None:
            self.connection.begin("live")
        opened = self.environ[WEBSOCKET] = WebSocket(self.socket, self.rfile.read1)
        try:
            # What is answered to the request by now is told to nobody.
            list(self.application(self.environ, lambda *_: self._write))
        finally:
            opened.close()
            self.environ[WEBSOCKET] = None


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    """A second (since the epoch) as a header has it: many answers go out in each."""
    return http_date(second).encode()


def _refusal(environ: dict[str, Any]) -> Refusal | None:
    """Why no socket is opened; None where the handshake is sound (RFC 6455, 4.2.1)."""
    if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != _VERSION:
        return "426 Upgrade Required", [("Sec-WebSocket-Version", _VERSION)], b"WebSocket 13 is spoken here."
    said = map(str.strip, environ.get("HTTP_CONNECTION", "").lower().split(","))
    asked = (environ["REQUEST_METHOD"], environ["SERVER_PROTOCOL"], environ.get("CONTENT_LENGTH", "0"))
    if asked != ("GET", "HTTP/1.1", "0") or "upgrade" not in said:
        return "400 Bad Request", [], b"A socket is opened by GET of HTTP/1.1 and Connection: Upgrade."
    try:
        sound = len(base64.b64decode(environ.get("HTTP_SEC_WEBSOCKET_KEY", ""), validate=True)) == _KEY_BYTES
    except (binascii.Error, ValueError):
        sound = False
    return None if sound else ("400 Bad Request", [], b"The Sec-WebSocket-Key is not one of 16 bytes.")
