"""Text for a browser, packed by gzip where it takes that; files once for as long as the hub runs."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import PurePosixPath

from flask import Response, make_response, request

from server.packing import takes_gzip
from server.web import joined
from server.web.assets import STATIC

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def text_of(name: str) -> tuple[bytes, str] | None:
    """A text file under `static`, or one that is joined of them: packed, and its media type; None for any
    other name, of which nothing is kept, whatever is asked for."""
    return _read(name) if name in _texts() else None


@cache
def _texts() -> Mapping[str, Callable[[], str]]:
    """What gives each text, by the name that it is asked for by."""
    files = (path for path in STATIC.rglob("*") if path.suffix in _TYPES and path.is_file())
    alone = {path.relative_to(STATIC).as_posix(): partial(path.read_text, "utf-8") for path in files}
    return {**alone, **joined.texts()}


@cache
def _read(name: str) -> tuple[bytes, str]:
    text = _texts()[name]().encode()
    return gzip.compress(text, 9, mtime=0), f"{_TYPES[PurePosixPath(name).suffix]}; charset=utf-8"


def unpacked(small: bytes) -> Response:
    """An answer that was packed beforehand, as it is or for who does not take that."""
    response = make_response(small if _takes() else gzip.decompress(small))
    response.headers["Vary"] = "Accept-Encoding"
    if _takes():
        response.headers["Content-Encoding"] = "gzip"
    return response


def packed(response: Response) -> Response:
    """The same answer, packed where whoever asks takes that."""
    response.headers["Vary"] = "Accept-Encoding"
    if _takes():
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _takes() -> bool:
    return takes_gzip() and request.method != "HEAD"
