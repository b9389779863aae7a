"""Cookies of a training hall under names of their own: a browser sends those of a host to all its ports, and
signing in there would sign somebody out of the hall beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from server.auth import browsers
from server.auth.authenticator import COOKIE

_OWN = {COOKIE: "balai_practice", browsers.COOKIE: "balai_practice_known"}
_BACK = {own: name for name, own in _OWN.items()}
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class OwnCookies:
    """WSGI middleware: inside, cookies have their usual names; outside, those of a training hall."""

    def __init__(self, app: App) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        if "HTTP_COOKIE" in environ:
            environ["HTTP_COOKIE"] = "; ".join(_inside(environ["HTTP_COOKIE"]))

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [_outside(*header) for header in headers], *more)

        return self._app(environ, start)


def _inside(cookies: str) -> Iterable[str]:
    for part in cookies.split(";"):
        name, _, value = part.strip().partition("=")
        if name not in _OWN:
            yield f"{_BACK.get(name, name)}={value}"


def _outside(name: str, value: str) -> tuple[str, str]:
    cookie, _, rest = value.partition("=")
    return (
        (name, f"{_OWN[cookie]}={rest}") if name.lower() == "set-cookie" and cookie in _OWN else (name, value)
    )
