"""Whatever goes wrong in a request becomes a problem; what nobody foresaw gets an incident id."""

from __future__ import annotations

import secrets
from typing import Any

import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from balai.errors import BalaiError, Refusal
from balai.words.said import say
from server.auth.attempts import TooManyAttempts
from server.auth.turns import TooBusy
from server.logs import describe
from server.problems import FaultAt, Rejected, rejected_by, respond
from server.store.errors import StoreUnavailable
from server.usecases.asking import RequestIdReused
from server.usecases.limits import TooOften

_CODES = {
    400: "request_invalid",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type",
    429: "too_many_attempts",
}
_RETRY = {"Retry-After": "1"}


def register_errors(app: Flask) -> None:
    """Answer every error of `app` as a problem."""
    app.register_error_handler(Rejected, respond)
    app.register_error_handler(Refusal, lambda fault: respond(rejected_by(fault)))
    app.register_error_handler(RequestIdReused, _reused)
    for kind in (TooOften, TooManyAttempts, TooBusy):
        app.register_error_handler(kind, _too_often)
    for gone in (StoreUnavailable, InterfaceError, OperationalError, PoolTimeout):
        app.register_error_handler(gone, _unavailable)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _incident)


def _reused(_: RequestIdReused) -> Response:
    detail = say("detail.reused")
    return respond(Rejected(422, RequestIdReused.code, detail, faults=[FaultAt("/request_id", "reused")]))


def _too_often(fault: BalaiError) -> Response:
    wait = str(fault.params["seconds"])
    detail = say("detail.try_again", wait=wait)
    return respond(Rejected(429, fault.code, detail, headers={"Retry-After": wait}))


def _unavailable(fault: Exception) -> Response:
    structlog.get_logger("hub").error("store_unavailable", route=route_of(), **describe(fault))
    return respond(Rejected(503, "store_unavailable", say("detail.safe"), headers=_RETRY))


def _http(fault: HTTPException) -> Any:
    status = fault.code or 500
    if status < 400:
        return fault.get_response(request.environ)
    headers = {k: v for k, v in fault.get_headers() if k not in ("Content-Type", "Content-Length")}
    if status == 413:
        headers["Connection"] = "close"
    code = _CODES.get(status, "internal_error" if status >= 500 else "request_invalid")
    return respond(Rejected(status, code, fault.name, headers=headers))


def _incident(fault: Exception) -> Response:
    incident = secrets.token_hex(6)
    log = structlog.get_logger("hub")
    log.error("incident", incident=incident, route=route_of(), **describe(fault))
    detail = say("detail.incident", incident=incident)
    return respond(Rejected(500, "internal_error", detail, incident=incident))


def route_of() -> str:
    """The rule of the request at hand: what a log may name of a path."""
    return request.url_rule.rule if request.url_rule else "unknown"
