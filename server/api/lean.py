"""What Flask does at every start or request that a hub has no use for, left out or put off."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface
from werkzeug.routing import Rule


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
