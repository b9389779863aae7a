"""Large answers, packed for those who take them so, and by version for those who keep them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache
from typing import Any

from flask import Response, request
from werkzeug.http import HTTP_STATUS_CODES

#: What is smaller costs more to pack than to send.
LEAST = 4096
#: The cheapest level: a snapshot is packed once and read once.
_LEVEL = 1
JSON = "application/json"


class JsonAnswer(Response):
    """An answer in JSON with a body. It goes out as it is: none of its headers needs to be put right for the
    request at hand, which costs as much as making it. What a framework's response has beside is made when
    somebody asks for it."""

    default_mimetype = JSON

    def __init__(self, text: str, status: int, headers: dict[str, str]) -> None:
        self._status_code = status
        self._said = text.encode(), headers

    def __getattr__(self, name: str) -> Any:
        """Make the rest: something of it was asked for that is not there yet."""
        if name not in _MADE:
            raise AttributeError(name)
        body, headers = self._said
        super().__init__(body, self._status_code, headers)
        return self.__dict__[name]

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """As WSGI wants it."""
        if environ["REQUEST_METHOD"] == "HEAD" or "headers" in self.__dict__:
            return self._as_made(environ, start_response)
        body, headers = self._said
        told = [*headers.items(), ("Content-Type", JSON), ("Content-Length", str(len(body)))]
        start_response(_line(self._status_code), told)
        return [body]

    def _as_made(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "HEAD":
            return super().__call__(environ, start_response)
        start_response(self.status, self.headers.to_wsgi_list())
        return [self.get_data()]


#: What a response has from its `__init__` on.
_MADE = frozenset({"headers", "response", "_status", "_on_close", "direct_passthrough"})


@cache
def _line(status: int) -> str:
    return f"{status} {HTTP_STATUS_CODES.get(status, 'UNKNOWN').upper()}"


def takes_gzip() -> bool:
    """Whether who asks takes an answer that is packed by gzip."""
    accepted = request.environ.get("HTTP_ACCEPT_ENCODING", "")
    return any(
        name.strip() == "gzip" and "q=0" not in weight.replace("q=0.", "")
        for name, _, weight in (part.partition(";") for part in accepted.split(","))
    )


def json_answer(text: str, status: int, headers: dict[str, str]) -> Response:
    """JSON text, packed where it is large and who asks takes that."""
    if len(text) < LEAST or not takes_gzip():
        return JsonAnswer(text, status, headers)
    packed = gzip.compress(text.encode(), _LEVEL, mtime=0)
    return Response(packed, status, {**headers, **_PACKED}, content_type=JSON)


def packed_or_not(text: bytes, packed: bytes, version: str) -> Response:
    """JSON that who asks may keep, to ask only whether it is still the same: 304 with nothing, if so."""
    etag = f'"{version}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding"}
    if etag in request.headers.get("If-None-Match", "").replace("W/", "").split(", "):
        return Response(b"", 304, headers)
    if takes_gzip():
        return Response(packed, 200, {**headers, **_PACKED}, content_type=JSON)
    return Response(text, 200, headers, content_type=JSON)


_PACKED = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
