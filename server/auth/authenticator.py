"""Authentication and authorisation of a request: who asks, and whether they may."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from balai.clock import Clock
from balai.errors import BalaiError
from balai.words.said import say
from server.auth.principal import Principal
from server.auth.roles import ACCOUNT_ROLES, DEVICE_ROLES, Permission, Role
from server.auth.token_cache import TokenCache
from server.problems import Rejected
from server.store.hurry import hurried
from server.store.kept.accounts import Accounts
from server.store.kept.devices import Devices

COOKIE = "balai_session"
_BEARER = {"WWW-Authenticate": 'Bearer realm="balai"'}


class Authenticator:
    """Devices show a token, staff a session's cookie. A request that shows a token is a device's."""

    def __init__(
        self, hall_id: str, accounts: Accounts, devices: Devices, clock: Clock, monotonic: Callable[[], float]
    ) -> None:
        """Sessions run out on `clock`; `monotonic` gives the real seconds of the short memory."""
        self._hall_id, self._clock = hall_id, clock
        self._accounts, self._devices = accounts, devices
        self.tokens = TokenCache(self._device, monotonic)
        self.sessions = TokenCache(self._account, monotonic)

    def admit(self, permission: Permission, environ: Mapping[str, Any]) -> Principal:
        """Who asks. Raises Rejected 401 where nobody known does, 403 where they may not."""
        who = self._asker(environ)
        if not who.may(permission):
            raise Rejected(
                403, "forbidden", say("detail.no_permission", role=who.role, permission=permission)
            )
        return who

    def seen(self, environ: Mapping[str, Any]) -> str:
        """The token or session that a request shows, where it is of somebody known who has shown it before;
        else empty. Asks nobody."""
        cache, shown = self._shown(environ)
        return shown if cache.remembers(shown) else ""

    def token_of(self, environ: Mapping[str, Any]) -> str:
        """The token or session that a request shows, also one of nobody; empty where it shows none."""
        return self._shown(environ)[1]

    def known(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request is of somebody known; not, where the store does not say."""
        cache, shown = self._shown(environ)
        try:
            return bool(shown) and cache.who(shown) is not None
        except (BalaiError, SQLAlchemyError):
            return False

    def _shown(self, environ: Mapping[str, Any]) -> tuple[TokenCache, str]:
        shown = environ.get("HTTP_AUTHORIZATION")
        if shown is not None:
            return self.tokens, shown.partition(" ")[2].strip()
        for part in environ.get("HTTP_COOKIE", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == COOKIE:
                return self.sessions, value
        return self.sessions, ""

    def _asker(self, environ: Mapping[str, Any]) -> Principal:
        shown = environ.get("HTTP_AUTHORIZATION")
        if shown is not None:
            scheme, _, token = shown.partition(" ")
            who = self.tokens.who(token.strip()) if scheme.lower() == "bearer" else None
            if who is None:
                raise Rejected(401, "token_invalid", say("detail.token_unknown"), headers=_BEARER)
            return who
        _, cookie = self._shown(environ)
        who = self.sessions.who(cookie) if cookie else None
        if who is None:
            raise Rejected(401, "not_signed_in", say("detail.sign_in"), headers=_BEARER)
        return who

    def _device(self, token: str) -> Principal | None:
        with hurried():
            device = self._devices.by_token(token)
        role = _role(device.kind, DEVICE_ROLES) if device is not None else None
        if device is None or role is None or device.hall_id != self._hall_id:
            return None
        return Principal(device.actor, device.id, role, zone_id=device.zone_id)

    def _account(self, token: str) -> Principal | None:
        with hurried():
            account = self._accounts.by_session(token, self._clock.now())
        role = _role(account.role, ACCOUNT_ROLES) if account is not None else None
        if account is None or role is None or account.hall_id != self._hall_id:
            return None
        return Principal(account.actor, account.id, role, agency_id=account.agency_id)


def _role(name: str, known: tuple[Role, ...]) -> Role | None:
    return next((role for role in known if role == name), None)
