"""How a route is made: one thin validation in front of a handler, and its page for the document.

The document (`server.api.document`) is written from the very models that `_reader` validates with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, get_type_hints

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from balai.domain.state import HallDay
from balai.words.said import say
from server.api.document import PREFIX, PROBLEM, Page, Stated
from server.api.lean import Environ, Served, ShortRoutes, announces_usual
from server.auth.principal import Principal
from server.auth.roles import ACCOUNT_ROLES, DEVICE_ROLES, TABLE, Permission
from server.packing import JSON, JsonAnswer, json_answer
from server.problems import FaultAt, Rejected, faults_of, pointer
from server.usecases.asking import Kept
from server.usecases.trail import Did
from server.views.days import Today

Json = dict[str, Any]
Models = dict[str, type[BaseModel]]
Handler = Callable[..., "Json | BaseModel | Response | None"]
Admit = Callable[[Permission, Environ], Principal]
#: Keeps in the audit trail that an actor did something.
Note = Callable[[Did, str], None]
#: The agencies that what a path names concerns; None where there is no such thing.
About = Callable[[HallDay, Any], Collection[str] | None]


_NO_STORE = {"Cache-Control": "no-store"}


class Routes:
    """Adds handlers to a blueprint. A handler takes what it names: `who`, `path`, `query`, `body`."""

    def __init__(self, blueprint: Blueprint, admit: Admit, days: Today, note: Note) -> None:
        """`admit` knows who asks and raises Rejected where they may not; `note` keeps what they did."""
        self.blueprint, self._admit, self._days, self._note = blueprint, admit, days, note
        #: What each route takes, by method and rule.
        self.permissions: dict[tuple[str, str], Permission] = {}
        #: What the document tells of each.
        self.pages: list[Page] = []
        #: Those that are asked most.
        self.short = ShortRoutes()

    def add(
        self,
        method: str,
        rule: str,
        handler: Handler,
        *,
        may: Permission,
        answers: type[BaseModel] | None,
        about: About | None = None,
        status: int = 200,
        refuses: bool = False,
        most_bytes: int | None = None,
        notes: Did | None = None,
        short: bool = False,
    ) -> None:
        """Serve `rule` for whom the table gives `may`. Where it reaches one agency only, `about` says which
        agencies the path concerns. `refuses` documents 409. `most_bytes` may be in a body where that is more
        than usual. `notes` stands in the audit trail when it is done. The handler of a `short` one
        asks nothing of Flask (see `ShortRoutes` and `HubApp.wsgi_app`)."""
        self.permissions[method, rule] = may
        served, models = self._served(self._noted(handler, notes), may, about, status, most_bytes)
        if short:
            self.short.add(method, f"{PREFIX}{rule}", served, takes_body="body" in models)
        view = _flask_view(served, handler, models)
        self.blueprint.add_url_rule(rule, handler.__name__, view, methods=[method])
        stated: Stated = {status: answers}
        if refuses:
            stated[409] = dict(PROBLEM)
        shown = {} if _open(may) else {"device": DEVICE_ROLES, "session": ACCOUNT_ROLES}
        security = tuple(k for k, roles in shown.items() if TABLE[may].keys() & set(roles))
        self.pages.append(Page(method, rule, view, stated, security))

    def _noted(self, handler: Handler, notes: Did | None) -> Handler:
        if notes is None:
            return handler

        @wraps(handler)
        def noting(**named: Any) -> Json | BaseModel | Response | None:
            done = handler(**named)
            self._note(notes, named["who"].actor)
            return done

        return noting

    def _served(
        self, handler: Handler, may: Permission, about: About | None, status: int, most_bytes: int | None
    ) -> tuple[Served, Models]:
        hints = get_type_hints(handler)
        models: Models = {name: hints[name] for name in ("path", "query", "body") if name in hints}
        read = _reader(models)
        takes_who, known = "who" in hints, not _open(may)

        def served(environ: Environ, named: Mapping[str, str]) -> Response:
            who = self._admit(may, environ) if known else None
            if most_bytes is not None:
                request.max_content_length = most_bytes
            arguments = read(environ, named)
            if about is not None and who is not None:
                self._reach(who, may, about, arguments["path"])
            if takes_who:
                arguments["who"] = who
            return answer(handler(**arguments), status)

        return served, models

    def _reach(self, who: Principal, may: Permission, about: About, path: Any) -> None:
        if who.limit(may) is not None:
            agencies = about(self._days.last(), path)
            # What this hub does not know yet another one may have made a moment ago.
            must_reach(who, may, about(self._days.current(), path) if agencies is None else agencies)


def _flask_view(served: Served, handler: Handler, models: Models) -> Callable[..., Response]:
    def view(**named: str) -> Response:
        return served(request.environ, named)

    view.__name__, view.__doc__, view.__annotations__ = handler.__name__, handler.__doc__, models
    return view


def must_reach(who: Principal, may: Permission, agencies: Collection[str] | None) -> None:
    """Refuse what concerns other agencies than the asker's, where `may` reaches one only. None: it concerns
    none."""
    if agencies is not None and not who.reaches(may, agencies):
        raise Rejected(403, "other_agency", say("detail.other_agency"))


def _open(may: Permission) -> bool:
    """Whether nobody needs to be known."""
    return "visitor" in TABLE[may]


def kept(answered: Kept) -> Response:
    """The answer to a change, as it is kept."""
    return JsonAnswer(answered.text, answered.status, _NO_STORE)


def answer(result: Json | BaseModel | Response | None, status: int = 200) -> Response:
    """A handler's result as JSON; nothing becomes an empty answer."""
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(b"", status, _NO_STORE)
    if isinstance(result, BaseModel):
        text = result.model_dump_json()
    else:
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return json_answer(text, status, _NO_STORE)


def _reader(models: Models) -> Callable[[Environ, Mapping[str, str]], dict[str, Any]]:
    """Read what a handler asks for, all faults of path, query and body at once."""
    path, query, body = models.get("path"), models.get("query"), models.get("body")

    def read(environ: Environ, named: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        faults: list[FaultAt] = []
        if path is not None:
            _take(found, faults, "path", path, named)
        if query is not None:
            _take(found, faults, "query", query, request.args.to_dict())
        if body is not None:
            data = _body(environ)
            try:
                found["body"] = body.model_validate_json(data)
            except ValidationError as error:
                faults += _body_faults(error)
            if b"\\u0000" in data:
                faults += _nul_faults(data)
        if faults:
            raise Rejected(422, "invalid", say("detail.see_errors"), faults=faults)
        return found

    return read


def _take(
    found: dict[str, Any],
    faults: list[FaultAt],
    name: str,
    model: type[BaseModel],
    values: Mapping[str, str],
) -> None:
    try:
        found[name] = model.model_validate(values)
    except ValidationError as error:
        faults += faults_of(f"/{name}", error.errors(include_url=False, include_input=False))


def _body(environ: Environ) -> bytes:
    kind = environ.get("CONTENT_TYPE", "")
    if kind != JSON and kind.partition(";")[0].strip().lower() != JSON:
        raise Rejected(415, "media_type", say("detail.send_json"))
    return whole_body(environ)


def whole_body(environ: Environ) -> bytes:
    """The body of the request at hand, as it came. Raises Rejected where it did not arrive whole, and
    RequestEntityTooLarge above the request's limit."""
    try:
        if announces_usual(environ):
            return _announced(environ)
        data = request.get_data(cache=False)
    except (ClientDisconnected, OSError, ValueError) as fault:
        raise Rejected(400, "request_invalid", say("detail.not_whole")) from fault
    if request.content_length is None and len(data) >= (request.max_content_length or 0):
        # A body sent in chunks is cut off at the limit instead of being refused.
        raise RequestEntityTooLarge
    return data


def _announced(environ: Environ) -> bytes:
    """A body of the usual size, read from the server as it is: the framework's layers of streams cost
    as much as validating it."""
    length = int(environ["CONTENT_LENGTH"])
    data: bytes = environ["wsgi.input"].read(length)
    if len(data) < length:
        raise ClientDisconnected
    return data


def _body_faults(error: ValidationError) -> list[FaultAt]:
    errors = error.errors(include_url=False, include_input=False)
    if errors[0]["type"] == "json_invalid":
        # The parser's words name a place, never what stood there.
        raise Rejected(400, "malformed_json", errors[0]["msg"]) from None
    return faults_of("", errors)


def _nul_faults(data: bytes) -> list[FaultAt]:
    # No store keeps NUL in text (PostgreSQL refuses it), and nobody means it.
    try:
        return [FaultAt(pointer("", place), "nul") for place in _nul_places(json.loads(data), ())]
    except (ValueError, RecursionError):
        return [FaultAt("", "nul")]


def _nul_places(value: object, place: tuple[int | str, ...]) -> list[tuple[int | str, ...]]:
    if isinstance(value, str):
        return [place] if "\0" in value else []
    pairs: Collection[tuple[int | str, object]] = ()
    if isinstance(value, dict):
        pairs = value.items()
        if any("\0" in key for key in value):
            return [place]
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    return [found for key, inner in pairs for found in _nul_places(inner, (*place, key))]
