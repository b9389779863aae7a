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
    if told.keys() != _NAMES or not all(map(_is_plain, (status, *told.values()))):
        return None
    code = status.partition(" ")[0]
    if not code.isdecimal() or code in _EMPTY:
        return None
    sent = tuple((name.encode(), value.encode()) for name, value in fields)
    lines = [b"HTTP/1.1 " + status.encode(), *(name + b": " + value for name, value in sent), b"Date: "]
    return Usual(status.encode(), int(code), sent, told["Content-Length"], b"\r\n".join(lines))


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()
