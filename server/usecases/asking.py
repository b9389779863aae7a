"""Idempotent requests: one change, asked for once or again, as a job for the day's writer, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from balai.domain.commands import Command
from balai.domain.values.quick_made import quick_made
from balai.errors import BalaiError, Refusal
from balai.protocol.requests import Change
from balai.words.said import say
from server.store.day.jobs import Answer, Job, JobResult
from server.store.day.todays_log import Submits
from server.store.errors import StoreUnavailable

# The interpreter's own: where a number comes alone OpenSSL's code was not used a moment ago, and takes four
# times as long for so few bytes.
try:
    from _sha256 import sha256  # type: ignore[import-not-found]  # it has no stubs
except ImportError:
    from hashlib import sha256

# Beside what is defined here, this is taken from here.
__all__ = ["Submits"]

Json = dict[str, Any]


@quick_made
@dataclass(frozen=True, slots=True)
class Kept:
    """The answer to a change as it is kept with its request_id: JSON text and HTTP status."""

    text: str
    status: int


class RequestIdReused(BalaiError):
    """The same request_id came with another request; nothing was changed."""

    code = "request_id_reused"


def ask(
    dispatcher: Submits, command: Command, request: Change, route: str, answer: Answer, status: int = 200
) -> Kept:
    """Make `command` happen once for `request`, and give its answer, the first one where it is
    repeated.

    `route` is method and path; with the actor and the body it tells a repeat from another request.
    Raises Refusal, RequestIdReused, StoreUnavailable, or whatever went wrong inside.
    """
    digest = digest_of(command.actor, route, request)
    return settle(dispatcher.submit(Job(command, str(request.request_id), digest, answer, status)))


def digest_of(actor: str, route: str, request: Change) -> str:
    """SHA-256 (hex) of who asked for what. What is left out reads as its default, so that a field
    added later does not make old requests new ones."""
    body = _quickly(request) or request.model_dump_json(exclude={"request_id"}, exclude_defaults=True)
    told: str = sha256(f"{actor}\n{route}\n{body}".encode()).hexdigest()
    return told


def _quickly(request: Change) -> str:
    """What the model writes, for what nearly every request holds; empty where it holds more than that. The
    model's own way takes ten times as long where it was not gone a moment ago."""
    usual = _usual(type(request))
    told = []
    for name, value in vars(request).items():
        if name != "request_id" and value != usual[name]:
            write = _WRITTEN.get(type(value))
            text = write(value) if write is not None else ""
            if not text:
                return ""
            told.append(f'"{name}":{text}')
    return f"{{{','.join(told)}}}"


def _text(value: str) -> str:
    plain = value.isascii() and value.isprintable() and '"' not in value and "\\" not in value
    return f'"{value}"' if plain else ""


_WRITTEN: Mapping[type, Callable[[Any], str]] = {str: _text, int: str, UUID: lambda value: f'"{value}"'}


@cache
def _usual(kind: type[Change]) -> Mapping[str, object]:
    """What stands in each field where nobody says it; what equals nothing where it has to be said."""
    return {name: field.default for name, field in kind.model_fields.items()}


def settle(outcome: JobResult) -> Kept:
    """The answer of an outcome, or its error raised."""
    if outcome.text is not None:
        return Kept(outcome.text, outcome.status)
    refusal = outcome.refusal
    if refusal is not None and (outcome.status == 422 or refusal.code == RequestIdReused.code):
        raise RequestIdReused(str(refusal))
    if refusal is not None:
        raise Refusal(refusal.code, str(refusal), **refusal.params)
    raise outcome.error or StoreUnavailable(say("detail.not_kept"))
