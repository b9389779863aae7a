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
    """A route that is answered without Flask's contexts around it."""

    served: Served
    takes_body: bool

    def takes(self, environ: Environ) -> bool:
        """Whether it reads a request of this form by itself."""
        return not self.takes_body or announces_usual(environ)


def announces_usual(environ: Environ) -> bool:
    """Whether a request says that it has a body, and one of the usual size."""
    length = environ.get("CONTENT_LENGTH", "")
    return length.isdecimal() and len(length) <= _USUAL_DIGITS and int(length) > 0
