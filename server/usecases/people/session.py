"""Staff sign in and out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from balai.clock import Clock
from balai.domain.state import HallDay
from balai.errors import BalaiError, Refusal
from balai.protocol.answers import people
from balai.protocol.base import shown
from balai.words.said import say
from server.auth.attempts import Attempts
from server.auth.browsers import known_as
from server.auth.one_time import digits, one_time
from server.auth.passwords import Passwords
from server.auth.roles import ACCOUNT_ROLES, pages_of, permissions_of
from server.store.day.todays_log import TodaysLog
from server.store.kept.accounts import Account, Accounts
from server.usecases.trail import NOBODY, Did, Trail

#: A working day with what comes before and after; on the hub's clock.
SESSION = timedelta(hours=12)


class CredentialsWrong(BalaiError):
    """The same for a name that does not exist and a password that is wrong."""

    code = "credentials_wrong"


class OwnPasswordNeeded(BalaiError):
    """The one-time code was right: whoever typed it now chooses a password."""

    code = "own_password_needed"


@dataclass(frozen=True)
class SignIn:
    """Checks who signs in."""

    hall_id: str
    accounts: Accounts
    passwords: Passwords
    attempts: Attempts
    clock: Clock
    writes: TodaysLog
    trail: Trail

    def begin(self, username: str, password: str, address: str, cookie: str = "") -> tuple[Account, str]:
        """The account, and the token of its new session, which ends after 12 hours. `cookie` is what the
        browser keeps of those who signed in there before.

        Raises CredentialsWrong, OwnPasswordNeeded where it was a one-time code, TooManyAttempts after too
        many failures of this name, or TooBusy.
        """
        account = self._checked(username, password, address, cookie)
        if one_time(account.password_hash):
            raise OwnPasswordNeeded(say("detail.own_password_needed"))
        return account, self._signed_in(account)

    def choose(self, username: str, code: str, password: str, address: str) -> tuple[Account, str]:
        """The same for who has a one-time code and chooses a password with it. Sent again after its answer
        was lost it signs in. Raises the same but OwnPasswordNeeded, and Refusal `password_same`."""
        account = self.accounts.by_username(self.hall_id, username.strip().lower())
        if account is None or one_time(account.password_hash) is not None:
            account = self._checked(username, code, address, "")
            if digits(password) == digits(code):
                raise Refusal("password_same", say("error.password_same"))
            hashed = self.passwords.hash(password)
            self.writes.run(lambda: self.accounts.set_password(account.id, hashed))
            self.trail.note(Did.OWN_PASSWORD_CHANGED, account.actor, account.id)
        found = self._checked(username, password, address, "")
        return found, self._signed_in(found)

    def _checked(self, username: str, password: str, address: str, cookie: str) -> Account:
        """Whose name and password or one-time code these are."""
        username = username.strip().lower()
        account = self.accounts.by_username(self.hall_id, username)
        stored = account.password_hash if account is not None and not account.disabled else None
        browser = known_as(cookie, account.id, stored) if account and stored else ""
        if stored and (code := one_time(stored)):
            stored, password = (code.hashed if self.clock.now() < code.until else None), digits(password)
        self.attempts.begin(username, address, browser)
        right = self.passwords.check(stored, password, browser or address)
        if account is None or not right:
            # Never what was typed for a name: it may be a password.
            self.trail.note(Did.SIGN_IN_FAILED, NOBODY, account.id if account else "")
            raise CredentialsWrong(say("detail.credentials_wrong"))
        self.attempts.succeeded(username, address, browser)
        return account

    def _signed_in(self, account: Account) -> str:
        begun = self._begin(account)
        self.trail.note(Did.SIGNED_IN, account.actor, account.id)
        return begun

    def _begin(self, account: Account) -> str:
        token, now = secrets.token_urlsafe(32), self.clock.now()
        self.writes.run(lambda: self.accounts.begin_session(account.id, token, now, now + SESSION))
        return token

    def end(self, token: str) -> None:
        """Sign out; harmless to repeat."""
        account = self.accounts.by_session(token, self.clock.now())
        self.writes.run(lambda: self.accounts.end_session(token))
        if account is not None:
            self.trail.note(Did.SIGNED_OUT, account.actor, account.id)


def session_of(account: Account, day: HallDay) -> people.Session:
    """Who is signed in, and the counter they hold."""
    held = next((c.id for c in day.counters.values() if c.holder == account.actor), None)
    role = next((role for role in ACCOUNT_ROLES if role == account.role), None)
    may = tuple(p.value for p in permissions_of(role)) if role else ()
    told = shown(people.Account, account, may=may, pages=pages_of(role) if role else ())
    return people.Session(account=told, counter_id=held)
