"""Text for a browser, packed by gzip where it takes that; files once for as long as the hub runs."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Response, request

from server.packing import takes_gzip
from server.web.assets import STATIC

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def text_of(name: str) -> tuple[bytes, bytes, str] | None:
    """A text file under `static`: as it is, packed, and its media type; None for any other name, of which
    nothing is kept, whatever is asked for."""
    path = _texts().get(name)
    return None if path is None else _read(path)


@cache
def _texts() -> Mapping[str, Path]:
    """The text files by the names that they are asked for by."""
    files = (path for path in STATIC.rglob("*") if path.suffix in _TYPES and path.is_file())
    return {path.relative_to(STATIC).as_posix(): path for path in files}


@cache
def _read(path: Path) -> tuple[bytes, bytes, str]:
    text = path.read_bytes()
    return text, gzip.compress(text, 9, mtime=0), f"{_TYPES[path.suffix]}; charset=utf-8"


def packed(response: Response, body: bytes | None = None) -> Response:
    """The same answer, packed where whoever asks takes that; `body` is the packed one, where it is made."""
    response.headers["Vary"] = "Accept-Encoding"
    if takes_gzip() and request.method != "HEAD":
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0) if body is None else body)
        response.headers["Content-Encoding"] = "gzip"
    return response
