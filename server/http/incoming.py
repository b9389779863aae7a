"""What comes on a connection, as a file that is read."""

from __future__ import annotations

import io
import sys
from typing import Any

#: Bytes that are taken from the system at once.
PIECE = 8192


class Incoming(io.BufferedIOBase):
    """Reads a socket of gevent. A file that the library makes of one has 8 KiB for each connection all the
    time, and asks the system in vain before it waits for the next request.

    What is read raises OSError where the connection fails or is cut off.
    """

    def __init__(self, sock: Any) -> None:
        self._socket = sock
        self._held, self._at = b"", 0

    def readable(self) -> bool:
        """It is."""
        return True

    def wait(self) -> bytes:
        """All that has come and was not read, without reading it. Where that is nothing it is waited for;
        empty where nothing comes any more."""
        if self._at == len(self._held):
            # Nearly always nobody has sent anything between an answer and the next request.
            self._socket._wait(self._socket._read_event)  # noqa: SLF001  # as its own `recv` does
            self._fill()
        return self._held[self._at :]

    def skip(self, size: int) -> None:
        """Leave out so many bytes of what `wait` gave."""
        self._at += size
        if self._at == len(self._held):
            self._held, self._at = b"", 0

    def read(self, size: int | None = -1, /) -> bytes:
        """So many bytes; fewer where the connection ends."""
        left = sys.maxsize if size is None or size < 0 else size
        parts = []
        while left and (part := self.read1(left)):
            parts.append(part)
            left -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read1(self, size: int = -1, /) -> bytes:
        """Some of what comes, at most so much; empty where the connection has ended."""
        if self._at == len(self._held) and size:
            self._fill()
        end = len(self._held) if size < 0 else min(self._at + size, len(self._held))
        part = self._held[self._at : end]
        self.skip(len(part))
        return part

    def readline(self, size: int | None = -1, /) -> bytes:
        """A line with its end; less of it where it is longer than `size` or the connection ends."""
        left = sys.maxsize if size is None or size < 0 else size
        parts = []
        while left:
            if self._at == len(self._held):
                self._fill()
            end = self._held.find(b"\n", self._at, self._at + left) + 1
            part = self.read1(end - self._at if end else left) if self._held else b""
            parts.append(part)
            left -= len(part)
            if end or not part:
                break
        return b"".join(parts)

    def _fill(self) -> None:
        self._held, self._at = self._socket.recv(PIECE), 0


class Arrived(io.BytesIO):
    """A body that has come whole, in the form that pywsgi asks for: nothing of it is waited for."""

    content_length = position = 0
    chunked_input = False

    def _discard(self) -> None:
        """Nothing more comes of it."""
