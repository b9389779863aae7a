"""What Flask does at every start or request that a hub has no use for, left out or put off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface
from werkzeug.routing import Rule

#: The request as WSGI has it.
Environ = Mapping[str, Any]
#: Answers a request whose path has these variables. Raises what stands for a problem.
Served = Callable[[Environ, Mapping[str, str]], Response]
_USUAL_DIGITS = 4


class NoSession(SessionInterface):
    """Flask's own session is not used: opening one costs at every request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """An empty one."""
        return SecureCookieSession()

    def save_session(self, app: Flask, session: object, response: Response) -> None:
        """Nothing to keep."""


class ServedRule(Rule):
    """A route of which an address is made ready to be built when a page first asks for one: most are
    only ever served, and getting all ready took half of the time in which an app is made."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(partial(super()._compile_builder, append_unknown))

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return compiled()(rule, **values)

        return build


class Short(NamedTuple):
    """A route that is answered without Flask's contexts around it. Of its path at most one part varies, the
    last but one: `variable` is that one's name."""

    served: Served
    takes_body: bool
    rule: str
    variable: str = ""


class ShortRoutes:
    """The short routes, by method and path."""

    def __init__(self) -> None:
        self._fixed: dict[tuple[str, str], Short] = {}
        self._varying: dict[tuple[str, str, str], Short] = {}

    def add(self, method: str, rule: str, served: Served, *, takes_body: bool) -> None:
        """Answer `rule` in this way. Raises ValueError where another part varies than the last but one."""
        before, variable, after = _parted(rule)
        if "<" not in rule:
            self._fixed[method, rule] = Short(served, takes_body, rule)
        elif "<" not in before + after and variable[:1] + variable[-1:] == "<>":
            self._varying[method, before, after] = Short(served, takes_body, rule, variable[1:-1])
        else:
            raise ValueError(rule)

    @property
    def rules(self) -> set[tuple[str, str]]:
        """All of them, by method and rule."""
        varying = {(method, short.rule) for (method, _, _), short in self._varying.items()}
        return varying | self._fixed.keys()

    def find(self, environ: Environ) -> tuple[Short, Mapping[str, str]] | None:
        """What answers a request, and its path's variable; None where Flask is to."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        short, named = self._fixed.get((method, path)), {}
        if short is None:
            before, value, after = _parted(path)
            short = self._varying.get((method, before, after))
            if short is None or not value or not value.isascii():
                return None
            named = {short.variable: value}
        return (short, named) if not short.takes_body or announces_usual(environ) else None


def _parted(path: str) -> tuple[str, str, str]:
    before, _, after = path.rpartition("/")
    before, _, varies = before.rpartition("/")
    return before, varies, after


def announces_usual(environ: Environ) -> bool:
    """Whether a request says that it has a body, and one of the usual size."""
    length = environ.get("CONTENT_LENGTH", "")
    return length.isdecimal() and len(length) <= _USUAL_DIGITS and int(length) > 0
