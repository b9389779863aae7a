"""The window to a program's virtual hardware: a small HTTP server on loopback.

It exists only where a device file says `virtual:`. Whoever can reach it can press buttons and
take the paper away, so it refuses every address but the machine's own, and every caller that a
browser sends from another site.
"""

from __future__ import annotations

import ipaddress
import json
import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from balai.words.said import say
from hardware.ports import PartUnavailable

_LONGEST_BODY = 65536
_LOOPBACK_NAMES = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Reply:
    """What a route answers."""

    body: bytes
    content_type: str = "application/json"
    status: int = HTTPStatus.OK
    headers: dict[str, str] = field(default_factory=dict)


class NotThere(LookupError):
    """A route found nothing to show; its text says what is missing."""


def json_reply(data: object, status: int = HTTPStatus.OK) -> Reply:
    """Data as JSON."""
    return Reply((json.dumps(data) + "\n").encode(), status=status)


Route = Callable[[re.Match[str]], Reply]


class VirtualHardware:
    """The HTTP server; the parts of one program add their routes and their share of `/state`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        if not _is_loopback(host):
            raise PartUnavailable(
                "not_loopback",
                say("error.window_outside", host=repr(host)),
            )
        self._routes: list[tuple[str, re.Pattern[str], Route]] = []
        self._state: dict[str, Callable[[], object]] = {}
        self.get(r"/state", lambda _match: json_reply({name: tell() for name, tell in self._state.items()}))
        try:
            self._server = _Server((host, port), self.answer)
        except (OSError, OverflowError) as error:
            raise PartUnavailable(
                "port_taken", say("error.window_port", port=port, host=host, error=error)
            ) from error
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def get(self, pattern: str, route: Route) -> None:
        """Answer GET on paths that match the whole pattern; a route may raise NotThere."""
        self._routes.append(("GET", re.compile(pattern), route))

    def post(self, pattern: str, route: Route) -> None:
        """Answer POST on paths that match the whole pattern; a route may raise NotThere."""
        self._routes.append(("POST", re.compile(pattern), route))

    def show(self, name: str, tell: Callable[[], object]) -> None:
        """Add `name` to `/state`; `tell` gives JSON data."""
        self._state[name] = tell

    def start(self) -> None:
        """Serve, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving; harmless to repeat."""
        self._stopping.set()
        if self._thread.is_alive():
            # It waits for a caller.
            with suppress(OSError):
                host, port = self._server.server_address[:2]
                socket.create_connection((str(host), port), timeout=1).close()
            self._thread.join(timeout=2)
        self._server.server_close()

    def _serve(self) -> None:
        """Wait for one caller after another; the library's own loop looks around several times a second."""
        while not self._stopping.is_set():
            self._server.handle_request()

    def answer(self, method: str, path: str) -> Reply:
        """The reply to one request."""
        known = False
        for allowed, pattern, route in self._routes:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            known = True
            if allowed == method:
                try:
                    return route(match)
                except NotThere as error:
                    return json_reply({"error": str(error)}, HTTPStatus.NOT_FOUND)
        status = HTTPStatus.METHOD_NOT_ALLOWED if known else HTTPStatus.NOT_FOUND
        return json_reply({"error": f"nothing answers {method} {path}"}, status)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], answer: Callable[[str, str], Reply]) -> None:
        self.answer = answer
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Balai"
    sys_version = ""
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        # Nothing is expected; a body that is not read would be taken for the next request.
        self.close_connection = not length.isdecimal() or int(length) > _LONGEST_BODY
        if not self.close_connection:
            self.rfile.read(int(length))
        self._serve("POST")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - overrides
        """Say nothing: pages ask for pictures several times a second."""

    def _serve(self, method: str) -> None:
        if not self._from_here():
            reply = json_reply({"error": "only pages of this machine may ask"}, HTTPStatus.FORBIDDEN)
        else:
            reply = self.server.answer(method, urlsplit(self.path).path)
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def _from_here(self) -> bool:
        # A foreign page that a browser on this machine shows names itself in Origin, and one that
        # has its own name point at 127.0.0.1 names itself in Host.
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        origin = self.headers.get("Origin")
        return host in _LOOPBACK_NAMES and (origin is None or urlsplit(origin).hostname in _LOOPBACK_NAMES)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
