"""HTTP request headers read strictly, against request smuggling.

gevent's pywsgi has the mail parser of the standard library read them, which costs more than routing a
request, and takes what no client of HTTP should send.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

MOST_FIELDS = 100
LONGEST_LINE = 16 * 1024
_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ENDS = (b"\r\n", b"\n", b"")


class RequestHeaders:
    """The fields of one request, in the form that pywsgi asks for. `status` is not empty where the
    head is malformed; pywsgi then answers 400."""

    __slots__ = ("_by_name", "_fields", "status")

    def __init__(self, rfile: BinaryIO) -> None:
        self.status = ""
        self._fields: list[tuple[str, str]] = []
        self._by_name: dict[str, str] = {}
        self._read(rfile)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of that name."""
        return self._by_name.get(name.lower(), default)

    getheader = get

    def __delitem__(self, name: str) -> None:
        """Drop the fields of that name. Raises KeyError where there are none."""
        del self._by_name[name.lower()]
        self._fields = [field for field in self._fields if field[0] != name.lower()]

    @property
    def typeheader(self) -> str | None:
        """The Content-Type."""
        return self._by_name.get("content-type")

    def for_environ(self) -> Iterator[tuple[str, str]]:
        """The fields as WSGI names them. Names with an underscore would pass for others: left out."""
        for name, value in self._fields:
            if name not in ("content-type", "content-length") and "_" not in name:
                yield "HTTP_" + name.replace("-", "_").upper(), value

    def _read(self, rfile: BinaryIO) -> None:
        for _ in range(MOST_FIELDS + 1):
            line = rfile.readline(LONGEST_LINE + 1)
            if line in _ENDS:
                return
            name, colon, value = line.partition(b":")
            if len(line) > LONGEST_LINE or not colon or not name or name.translate(None, _TOKEN):
                self.status = "a malformed field"
                return
            self._add(name.decode("latin-1").lower(), value.strip(b" \t\r\n").decode("latin-1"))
        self.status = "too many fields"

    def _add(self, name: str, value: str) -> None:
        known = self._by_name.setdefault(name, value)
        if known != value and name == "content-length":
            # Whoever stands before the hub may believe the other one.
            self.status = "two lengths"
        self._fields.append((name, value))
