"""Text for a browser, packed by gzip where it takes that; files once for as long as the hub runs."""

from __future__ import annotations

import gzip
from functools import cache

from flask import Response, request

from server.packing import takes_gzip
from server.web.assets import STATIC

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def text_of(name: str) -> tuple[bytes, bytes, str] | None:
    """A text file under `static`: as it is, packed, and its media type; None for any other name."""
    path = (STATIC / name).resolve()
    kind = _TYPES.get(path.suffix)
    if kind is None or not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        return None
    text = path.read_bytes()
    return text, gzip.compress(text, 9, mtime=0), f"{kind}; charset=utf-8"


def packed(response: Response, body: bytes | None = None) -> Response:
    """The same answer, packed where whoever asks takes that; `body` is the packed one, where it is made."""
    response.headers["Vary"] = "Accept-Encoding"
    if takes_gzip() and request.method != "HEAD":
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0) if body is None else body)
        response.headers["Content-Encoding"] = "gzip"
    return response
