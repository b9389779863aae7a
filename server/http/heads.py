"""Heads of requests that came before, byte for byte: what they say is known, and is not read again.

A device or page asks for the same again and again on connections that it keeps: only the body differs. What
a head says follows from its bytes and from nothing else but whose connection it came on.
"""

from __future__ import annotations

from typing import Any, NamedTuple

END = b"\r\n\r\n"
#: So many are remembered, whoever sent them, and none that is longer (bytes).
MOST, LONGEST = 256, 2048
#: What a connection adds, and what a request does by itself.
_OWN = ("REMOTE_ADDR", "REMOTE_PORT", "wsgi.input")
#: With these a request is more than a head and a body of the length that it says.
_UNUSUAL = ("HTTP_EXPECT", "HTTP_TRANSFER_ENCODING", "HTTP_UPGRADE")


class Head(NamedTuple):
    """What a head says: the environment but for what its connection adds, how long the body is (bytes; None
    where none is announced), and whether the connection ends with the answer."""

    environ: dict[str, Any]
    length: int | None
    closes: bool


class Heads:
    """Those that are remembered, by their bytes; the oldest goes where there are too many."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[bytes, Head] = {}
        #: What is remembered of these bytes, or None.
        self.get = self._kept.get

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, head: bytes, environ: dict[str, Any], length: int | None, *, closes: bool) -> None:
        """Remember what the bytes of a head were read as, all of them, where they say nothing unusual."""
        unusual = (
            len(head) > LONGEST
            or not head.endswith(END)
            or environ["SERVER_PROTOCOL"] != "HTTP/1.1"
            or not environ["wsgi.input_terminated"]
            or any(name in environ for name in _UNUSUAL)
        )
        if unusual or not self._most:
            return
        while len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        said = {name: value for name, value in environ.items() if name not in _OWN}
        self._kept[head] = Head(said, length, closes)
