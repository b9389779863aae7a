"""HTTP request headers read strictly, against request smuggling.

gevent's pywsgi has the mail parser of the standard library read them. That ends a line at a carriage return
alone, so that a field's value may hold further fields, and passes over all that follow a line which is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MOST_FIELDS = 100
LONGEST_LINE = 16 * 1024
#: Bytes of a whole head: what a browser sends is a tenth of it, and many may send theirs at once.
LARGEST_HEAD = 32 * 1024
_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ENDS = (b"\r\n", b"\n", b"")
_MOST_NAMES = 256


class Name(NamedTuple):
    """A field's name in small letters, and as WSGI has it; empty where it is told elsewhere or not at all."""

    small: str
    environ: str


class RequestHeaders:
    """The fields of one request, in the form that pywsgi asks for. `status` is not empty where the
    head is malformed; pywsgi then answers 400."""

    __slots__ = ("_by_name", "_fields", "status")

    def __init__(self, rfile: BinaryIO) -> None:
        self.status = ""
        self._fields: list[tuple[Name, str]] = []
        self._by_name: dict[str, str] = {}
        self._read(rfile)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first field of that name."""
        return self._by_name.get(name.lower(), default)

    getheader = get

    def __delitem__(self, name: str) -> None:
        """Drop the fields of that name. Raises KeyError where there are none."""
        del self._by_name[name.lower()]
        self._fields = [field for field in self._fields if field[0].small != name.lower()]

    @property
    def typeheader(self) -> str | None:
        """The Content-Type."""
        return self._by_name.get("content-type")

    def for_environ(self) -> Iterator[tuple[str, str]]:
        """The fields as WSGI names them. Names with an underscore would pass for others: left out."""
        for name, value in self._fields:
            if name.environ:
                yield name.environ, value

    def _read(self, rfile: BinaryIO) -> None:
        left = LARGEST_HEAD
        for _ in range(MOST_FIELDS + 1):
            line = rfile.readline(LONGEST_LINE + 1)
            if line in _ENDS:
                return
            left -= len(line)
            told, colon, value = line.partition(b":")
            name = _NAMES.get(told) or _name(told)
            value = value.strip(b" \t\r\n")
            if (
                len(line) > LONGEST_LINE
                or left < 0
                or not colon
                or name is None
                or b"\r" in value
                or b"\0" in value
            ):
                self.status = "a malformed field"
                return
            self._add(name, value.decode("latin-1"))
        self.status = "too many fields"

    def _add(self, name: Name, value: str) -> None:
        known = self._by_name.setdefault(name.small, value)
        if name.small == "content-length" and (known != value or not _is_length(value)):
            # Whoever stands before the hub may believe the other one, or read it as another number.
            self.status = "two lengths"
        if name.small == "transfer-encoding" and value.lower() != "chunked":
            # Its end would be looked for in another place.
            self.status = "an unknown transfer"
        self._fields.append((name, value))


#: Names that have been asked with: clients use few, and each is read once.
_NAMES: dict[bytes, Name] = {}


def _is_length(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _name(told: bytes) -> Name | None:
    """A field's name, or None where it is none."""
    if not told or told.translate(None, _TOKEN):
        return None
    small = told.decode("latin-1").lower()
    hidden = small in ("content-type", "content-length") or "_" in small
    name = Name(small, "" if hidden else "HTTP_" + small.replace("-", "_").upper())
    if len(_NAMES) < _MOST_NAMES:
        _NAMES[told] = name
    return name
