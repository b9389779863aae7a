"""Errors as RFC 9457 problems, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import Response, request
from pydantic_core import ErrorDetails

from balai.errors import BalaiError, Refusal
from balai.protocol.problem import MEDIA_TYPE, FieldFault, Problem
from balai.words import Language, choose_language
from balai.words.problems import fault_text, title_of
from balai.words.said import told_in

#: What HTTP says of a refusal, where it is not 409.
_STATUS = {
    **dict.fromkeys(
        ("account_unknown", "counter_unknown", "leg_unknown", "series_unknown", "device_unknown"), 404
    ),
    **dict.fromkeys(("visit_unknown", "zone_unknown", "number_unknown", "kiosk_unknown"), 404),
    **dict.fromkeys(("announcement_unknown", "slide_unknown", "ask_unknown", "admission_code_unknown"), 404),
    **dict.fromkeys(("account_not_yours", "announcement_not_yours", "other_agency"), 403),
    **dict.fromkeys(("draft_row_gone", "version_unknown"), 404),
    "clock_unconfirmed": 503,
}


class FaultAt(NamedTuple):
    """A fault of a request: its JSON pointer, pydantic's kind of error, and what to write instead."""

    pointer: str
    kind: str
    detail: str = ""


class Rejected(BalaiError):
    """A request that ends here with `status`. `detail` is of what `say` gave, in the reader's
    language; what the core says of a refusal is English, for developers."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        faults: Sequence[FaultAt] = (),
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        super().__init__(detail, code=code, **params)
        self.status, self.detail = status, detail
        self.faults, self.headers = tuple(faults), dict(headers or {})


def rejected_by(refusal: Refusal) -> Rejected:
    """What HTTP says of a refusal: 404 for what does not exist, 403 for what is not theirs, 503
    while the hub doubts its clock, 409 for what may not be."""
    rejected = Rejected(_STATUS.get(refusal.code, 409), refusal.code, refusal.args[0])
    rejected.params = refusal.params
    return rejected


def pointer(where: str, location: Sequence[int | str]) -> str:
    """An RFC 6901 pointer; `where` is "" for the body, "/path" or "/query" beside it."""
    parts = (str(p).replace("~", "~0").replace("/", "~1") for p in location)
    return where + "".join(f"/{_clean(part)}" for part in parts)


def _clean(text: str) -> str:
    # An unknown field's name is the client's own text: keep it short and encodable.
    return text[:100].encode("utf-8", "replace").decode()


def faults_of(where: str, errors: Sequence[ErrorDetails]) -> list[FaultAt]:
    """pydantic's errors as faults; one of ours may bring its own detail."""
    return [FaultAt(pointer(where, e["loc"]), e["type"], e.get("ctx", {}).get("detail", "")) for e in errors]


def language_asked() -> Language:
    """The language that the request at hand wants."""
    return choose_language(request.headers.get("Accept-Language"))


def respond(rejected: Rejected) -> Response:
    """The answer to the request at hand."""
    language = language_asked()
    response = Response(
        json.dumps(_problem(rejected, language).model_dump(mode="json"), ensure_ascii=False),
        rejected.status,
        content_type=MEDIA_TYPE,
    )
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    response.headers.extend(rejected.headers)
    return response


def _problem(rejected: Rejected, language: Language) -> Problem:
    errors = tuple(
        FieldFault(
            pointer=f.pointer, message=fault_text(f.kind, language), detail=told_in(f.detail, language)
        )
        for f in rejected.faults
    )
    params: dict[str, Any] = {k: _plain(v) for k, v in rejected.params.items()}
    return Problem(
        type=f"urn:balai:problem:{rejected.code}",
        title=title_of(rejected.code, language),
        status=rejected.status,
        code=rejected.code,
        detail=told_in(rejected.detail, language),
        errors=errors,
        params=params,
    )


def _plain(value: object) -> object:
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return [str(v) for v in value] if isinstance(value, (list, tuple)) else str(value)
