"""One open connection to the hub for what a visitor waits for: a request is one segment, and of the answer no
more is read than is needed.

Source: RFC 9112 (HTTP/1.1). Whatever is not a plain answer with its length is left to the usual way.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from hardware.hub.address import HubAddress, NobodyThereError

#: In bytes; what is longer is no answer of a hub's, and is cut off.
_MOST_HEAD, _MOST_BODY = 32_768, 1_048_576
_CHUNK = 65_536
_END = b"\r\n\r\n"


class NotPromptError(Exception):
    """No answer of use came on this connection; whether the hub heard the request is not known."""


class PromptLine:
    """For one request at a time; who comes second takes the usual way."""

    def __init__(self, url: str, headers: Mapping[str, str], address: HubAddress, seconds: float) -> None:
        """`url` is what paths stand behind, `headers` go with each request; `seconds` (real) are waited for
        the hub to take a connection, and for each part of an answer."""
        parts = urlsplit(url)
        told = "".join(f"{name}: {value}\r\n" for name, value in {"Host": parts.netloc, **headers}.items())
        self._path, self._told = parts.path, told
        self._address, self._seconds = address, seconds
        self._lock = threading.Lock()
        self._open: socket.socket | None = None

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """The status and body of an answer. Raises NotPromptError, TimeoutError where none comes, and
        NobodyThereError."""
        if not self._lock.acquire(blocking=False):
            raise NotPromptError("another request is under way")
        try:
            return self._posted(path, body)
        except (TimeoutError, NobodyThereError):
            self._drop()
            raise
        except (OSError, ValueError) as fault:
            self._drop()
            raise NotPromptError(str(fault)) from fault
        finally:
            self._lock.release()

    def close(self) -> None:
        """Give the connection back; harmless to repeat."""
        self._drop()

    def _posted(self, path: str, body: bytes) -> tuple[int, bytes]:
        head = f"POST {self._path}{path} HTTP/1.1\r\n{self._told}Content-Length: {len(body)}\r\n\r\n"
        connection = self._open or self._address.connect(self._seconds, lambda _: None)
        self._open = connection
        connection.settimeout(self._seconds)
        connection.sendall(head.encode("latin-1") + body)
        return self._answer(connection)

    def _answer(self, connection: socket.socket) -> tuple[int, bytes]:
        data = b""
        while (end := data.find(_END)) < 0:
            data += _more(connection)
            if len(data) > _MOST_HEAD:
                raise ValueError("an answer without an end of its head")
        status, headers = _head(data[:end])
        if "transfer-encoding" in headers:
            raise ValueError("an answer in parts")
        body, told = data[end + len(_END) :], headers.get("content-length")
        # Where no length is told the end of the connection is that of the answer.
        length = _MOST_BODY if told is None else int(told)
        while len(body) < length and (more := _more(connection, ends=told is None)):
            body += more
        if len(body) > length or told is None or headers.get("connection", "").lower() == "close":
            self._drop()
        return status, body[:length]

    def _drop(self) -> None:
        connection, self._open = self._open, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()


def _more(connection: socket.socket, *, ends: bool = False) -> bytes:
    """What comes next; nothing where the connection may end (`ends`) and does."""
    data = connection.recv(_CHUNK)
    if not data and not ends:
        raise ConnectionResetError("the hub closed the connection")
    return data


def _head(data: bytes) -> tuple[int, dict[str, str]]:
    """The status, and the headers by their names in small letters. Raises ValueError."""
    first, *lines = data.decode("latin-1").split("\r\n")
    version, status, *_ = first.split(" ", 2)
    if not version.startswith("HTTP/1.") or len(status) != 3:
        raise ValueError(f"no answer of a hub: {first[:40]}")
    named = (line.partition(":") for line in lines)
    return int(status), {name.strip().lower(): value.strip() for name, _, value in named}
