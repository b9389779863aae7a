"""The OpenAPI document of all routes, written when somebody first asks for it.

flask-openapi3 makes it of the models that the routes validate with (see docs/decisions/0003). That takes as
long as everything else that a hub does before it serves, so no start waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Response
from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool
from pydantic import BaseModel

from balai import __version__
from balai.protocol.problem import Problem
from server.auth.authenticator import COOKIE

PREFIX = "/api/v1"
PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
#: Responses by status: the model of the answer, a problem, or nothing.
Stated = dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None]

#: What any route may answer instead.
_PROBLEMS = (400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503)
_SECURITY: dict[str, Any] = {
    "device": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}


@dataclass(frozen=True, slots=True)
class Page:
    """What the document tells of one route; the view names its models, its words and its name."""

    method: str
    rule: str
    view: Callable[..., Response]
    answers: Stated
    #: By which of the schemes somebody shows who they are; nobody needs to where there is none.
    security: tuple[str, ...]


class Document:
    """The document of some routes, as JSON."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages
        self._text: bytes | None = None
        self._one = BoundedSemaphore()

    def text(self) -> bytes:
        """The document. It is written once, in a thread, so that the hub goes on serving beside it, and kept
        once, however many ask for it and do not read it."""
        with self._one:
            if self._text is None:
                threads = ThreadPool(1)
                try:
                    self._text = threads.apply(written, (self._pages,)).encode()
                finally:
                    threads.kill()
        return self._text


def written(pages: Sequence[Page]) -> str:
    """The document of these routes."""
    # Loaded here: a hub that nobody asks needs none of it.
    from flask_openapi3.blueprint import APIBlueprint
    from flask_openapi3.models.info import Info
    from flask_openapi3.openapi import OpenAPI

    info = Info(title="Balai", version=__version__, description="The queue of a public service hall.")
    app = OpenAPI(
        __name__, info=info, security_schemes=_SECURITY, doc_ui=False, validation_error_model=Problem,
        static_folder=None,
    )  # fmt: skip
    problems: Stated = {status: dict(PROBLEM) for status in _PROBLEMS}
    blueprint = APIBlueprint(
        "api", __name__, url_prefix=PREFIX, abp_responses=problems, validate_response=False
    )
    for page in pages:
        # The library has one decorator per method.
        decorate = getattr(blueprint, page.method.lower())
        security: list[dict[str, list[Any]]] = [{scheme: []} for scheme in page.security]
        name = page.view.__name__
        decorate(page.rule, responses=page.answers, security=security, operation_id=name)(page.view)
    app.register_api(blueprint)
    return json.dumps(app.api_doc, sort_keys=True)
