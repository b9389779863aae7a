"""Errors on the wire: RFC 9457 problem details with a stable code and every fault at once."""

from __future__ import annotations

from balai.protocol.base import News

MEDIA_TYPE = "application/problem+json"


class FieldFault(News):
    """One invalid field; `pointer` is an RFC 6901 JSON pointer into the request. `message` is in the reader's
    language; `detail`, where there is more to say, tells in English what to write."""

    pointer: str
    message: str
    detail: str = ""


class Problem(News):
    """An RFC 9457 problem. `title` is translated, `code` stable, `params` what the code speaks of."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    errors: tuple[FieldFault, ...] = ()
    params: dict[str, object] = {}
