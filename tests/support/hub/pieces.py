"""A connection on which bytes come in pieces, without a network."""

from __future__ import annotations

from collections.abc import Iterable


class Sent:
    """As much of gevent's socket as a server uses: something comes piece by piece, and then no more."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""
        self.answered = b""
        self._read_event = None

    def _wait(self, _event: object) -> None:
        """Something has come."""

    def recv(self, size: int) -> bytes:
        """Some of what came; empty at the end."""
        if not self._left:
            self._left = next((piece for piece in self._pieces if piece), b"")
        got, self._left = self._left[:size], self._left[size:]
        return got

    def send(self, data: bytes) -> int:
        """Keep what is answered."""
        self.answered += data
        return len(data)

    sendall = send

    def close(self) -> None:
        """Nothing to do."""
