"""How the usual answer begins: nearly all that goes out has the same few fields, of a few values."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_NAMES = {"Cache-Control", "Content-Length", "Content-Type"}
USUAL_FIELDS = len(_NAMES)
#: With these statuses nothing follows the head.
_EMPTY = ("204", "304")


class Usual(NamedTuple):
    """Status, code and fields as the server keeps them; all of it as it goes out, up to its date's value."""

    status: bytes
    code: int
    fields: tuple[tuple[bytes, bytes], ...]
    length: str
    begins: bytes


@lru_cache(maxsize=256)
def usual_answer(status: str, *fields: tuple[str, str]) -> Usual | None:
    """How an answer with these fields begins; None where another field is among them, or anything that the
    server has to look at."""
    told = dict(fields)
    code, _, words = status.partition(" ")
    plain = all(value.isascii() and value.isprintable() for value in (*told.values(), words))
    if told.keys() != _NAMES or not plain or not (code.isdecimal() and code.isascii()) or code in _EMPTY:
        return None
    sent = tuple((name.encode(), value.encode()) for name, value in fields)
    lines = [b"HTTP/1.1 " + status.encode(), *(name + b": " + value for name, value in sent), b"Date: "]
    return Usual(status.encode(), int(code), sent, told["Content-Length"], b"\r\n".join(lines))
