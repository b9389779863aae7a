"""Routes of signing in and out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Response, request

from balai.protocol.answers.people import Session
from balai.protocol.managed.accounts import ChoosePassword
from balai.protocol.requests import SignIn as SignInRequest
from balai.words.said import say
from server.api.routing import Routes, answer
from server.auth import browsers
from server.auth.addresses import place_of
from server.auth.authenticator import COOKIE, Authenticator
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.problems import Rejected
from server.store.kept.accounts import Account
from server.usecases.people.session import SESSION, CredentialsWrong, OwnPasswordNeeded, SignIn, session_of
from server.views.days import Today

#: How long a browser is known in which somebody has signed in.
KNOWN = timedelta(days=365)


def add_session(routes: Routes, sign_in: SignIn, gate: Authenticator, days: Today, *, https: bool) -> None:
    """Sign in, sign out, who am I. `https` marks the cookie Secure."""

    def begin_session(body: SignInRequest) -> Response:
        """Sign in; the session is in the cookie."""
        before = request.cookies.get(browsers.COOKIE, "")
        return begun(_checked(lambda: sign_in.begin(body.username, body.password, address(), before)), before)

    def choose_password(body: ChoosePassword) -> Response:
        """Choose a password with a one-time code, and sign in; the session is in the cookie."""
        before = request.cookies.get(browsers.COOKIE, "")
        return begun(
            _checked(lambda: sign_in.choose(body.username, body.code, body.password, address())), before
        )

    def begun(found: tuple[Account, str], before: str) -> Response:
        account, token = found
        _end_before(sign_in, gate)
        response = with_cookie(answer(session_of(account, days.current())), token, https=https)
        kept = browsers.with_account(before, account.id, account.password_hash)
        _set_cookie(response, browsers.COOKIE, kept, KNOWN, request.path.removesuffix("/own"), https=https)
        return response

    def end_session() -> Response:
        """Sign out; harmless to repeat."""
        _end_before(sign_in, gate)
        response = answer(None, 204)
        response.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=https, path="/")
        return response

    def show_session(who: Principal) -> Session:
        """Who is signed in, and the counter they hold."""
        account = sign_in.accounts.by_id(who.id)
        if account is None:
            raise Rejected(401, "not_signed_in", say("detail.account_gone"))
        return session_of(account, days.current())

    routes.add("POST", "/session", begin_session, may=Permission.SESSION_BEGIN, answers=Session)
    routes.add(
        "POST", "/session/own", choose_password,
        may=Permission.SESSION_BEGIN, answers=Session, refuses=True,
    )  # fmt: skip
    routes.add("DELETE", "/session", end_session, may=Permission.SESSION_BEGIN, answers=None, status=204)
    routes.add("GET", "/session", show_session, may=Permission.SESSION_READ, answers=Session)


def with_cookie(response: Response, token: str, *, https: bool) -> Response:
    """An answer that hands the browser the token of its session."""
    _set_cookie(response, COOKIE, token, SESSION, "/", https=https)
    return response


def _set_cookie(response: Response, name: str, value: str, age: timedelta, path: str, *, https: bool) -> None:
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="Strict", secure=https, path=path)


def _end_before(sign_in: SignIn, gate: Authenticator) -> None:
    """End the session that the browser had until now."""
    token = request.cookies.get(COOKIE)
    if token:
        gate.sessions.forget(token)
        sign_in.end(token)


def address() -> str:
    """Where a request comes from, as it is counted."""
    return place_of(request.remote_addr or "")


def _checked(enter: Callable[[], tuple[Account, str]]) -> tuple[Account, str]:
    try:
        return enter()
    except CredentialsWrong:
        raise Rejected(401, CredentialsWrong.code, say("detail.credentials_wrong")) from None
    except OwnPasswordNeeded as needed:
        raise Rejected(409, needed.code, str(needed)) from None
