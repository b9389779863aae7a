"""Accounts are made, locked, unlocked and removed, passwords changed, sessions looked at and ended.

Who is locked out or removed is out everywhere at once, and the counter that they held is free, as if a
manager had released it: who was called waits again in the old place, who was being served is finished.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from balai.clock import Clock
from balai.domain import commands as c
from balai.domain.state import HallDay
from balai.errors import Refusal
from balai.words.said import say
from server.auth.attempts import Attempts
from server.auth.one_time import kept
from server.auth.roles import MANAGES, Role
from server.store import Job
from server.store.day.todays_log import Submits
from server.store.errors import StoreError
from server.store.kept.accounts import Account, Accounts, Sitting, named
from server.usecases.trail import Did, Trail

SHORTEST_PASSWORD = 8
_OWN = "own password"
_USERNAME = r"[a-z0-9][a-z0-9._-]{0,63}"


class Log(Submits, Protocol):
    """Today's log, in which counters are freed."""

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        ...


@dataclass(frozen=True, slots=True)
class By:
    """Who changes an account: a role, and the agency where the permission reaches only one."""

    actor: str
    role: Role
    agency_id: str | None = None


@dataclass(frozen=True)
class AccountKeeping:
    """The accounts of a hall. `run` runs a write where the store wants it, `hash_` hashes a password; `out`
    makes this hub forget who is signed in, and cut an actor off who is so no more; `log` is None where no day
    is open, `attempts` where nobody signs in. `services` are those of the hall."""

    hall_id: str
    agencies: Callable[[], set[str]]
    accounts: Accounts
    hash_: Callable[[str], str]
    check: Callable[[str | None, str], bool]
    clock: Clock
    run: Callable[[Callable[[], Any]], Any]
    trail: Trail
    log: Log | None = None
    attempts: Attempts | None = None
    out: Callable[[str], None] = lambda _actor: None
    services: Callable[[], Collection[str]] = frozenset

    def listed(self, agency_id: str | None = None) -> list[Account]:
        """The accounts by username; of one agency where it is named."""
        return [a for a in self.accounts.all(self.hall_id) if agency_id in (None, a.agency_id)]

    def add(self, by: By, new: Account, password: str) -> Account:
        """Make an account; one that is there already with this id is given back, so that a repeat is
        harmless. Raises Refusal."""
        known = self.accounts.by_id(new.id)
        if known is not None and known.hall_id == self.hall_id:
            return self._reached(by, known)
        self._check_new(by, new)
        made = replace(new, hall_id=self.hall_id, password_hash=self._hashed(password))
        try:
            self.run(lambda: self.accounts.add(made, self.clock.now()))
        except StoreError as fault:
            raise Refusal(fault.code, str(fault)) from fault
        self.trail.note(Did.ACCOUNT_ADDED, by.actor, made.id, made.role)
        return made

    def find(self, by: By, account_id: str) -> Account:
        """An account that `by` may change. Raises Refusal `account_unknown` or `account_not_yours`."""
        found = self.accounts.by_id(account_id)
        if found is None or found.hall_id != self.hall_id:
            raise Refusal("account_unknown", say("error.account_unknown"))
        return self._reached(by, found)

    def set_password(self, by: By, account_id: str, password: str) -> Account:
        """Change somebody's password; wherever the account is signed in ends. Raises Refusal."""
        account, hashed = self.find(by, account_id), self._hashed(password)
        self.run(lambda: self.accounts.set_password(account.id, hashed))
        self._ended(Did.PASSWORD_SET, by, account)
        return account

    def give_code(self, by: By, account_id: str, code: str) -> Account:
        """Give somebody a one-time code in place of their password, with which they choose another; wherever
        the account is signed in ends. Raises Refusal."""
        account, hashed = self.find(by, account_id), self.hash_(code)
        self.run(lambda: self.accounts.set_password(account.id, kept(hashed, self.clock.now())))
        self._ended(Did.CODE_GIVEN, by, account)
        return account

    def change_own(self, account_id: str, old: str, new: str, token: str) -> str:
        """Change one's own password; the session of `token` goes on by the token that is returned, all others
        end. Raises Refusal `password_wrong`, TooManyAttempts or TooBusy."""
        if self.attempts is not None:
            self.attempts.begin(account_id, _OWN)
        account = self.accounts.by_id(account_id)
        if account is None or not self.check(account.password_hash, old):
            raise Refusal("password_wrong", say("error.password_wrong"))
        if self.attempts is not None:
            self.attempts.succeeded(account_id, _OWN)
        hashed = self._hashed(new)
        fresh = secrets.token_urlsafe(32)
        self.run(lambda: self.accounts.set_password(account.id, hashed, keep=token))
        self.run(lambda: self.accounts.renew_session(token, fresh))
        # The browser that asks has the new token in a moment, and goes on listening until then.
        self.out("")
        self.trail.note(Did.OWN_PASSWORD_CHANGED, account.actor, account.id)
        return fresh

    def lock(self, by: By, account_id: str) -> Account:
        """Let nobody in with an account any more, and free the counter that it holds. Raises Refusal."""
        account = self.find(by, account_id)
        self.run(lambda: self.accounts.disable(account.id, self.clock.now()))
        self._ended(Did.ACCOUNT_LOCKED, by, account)
        self._free(by, account)
        return replace(account, disabled=True)

    def remove(self, by: By, account_id: str) -> None:
        """Forget who somebody was, for good: the name may be given anew, the counter is free. Logs keep the
        id. Raises Refusal."""
        account = self.find(by, account_id)
        self.run(lambda: self.accounts.remove(account.id, self.clock.now()))
        self._ended(Did.ACCOUNT_REMOVED, by, account)
        self._free(by, account)

    def unlock(self, by: By, account_id: str) -> Account:
        """Let an account in again, also one that failed to sign in too often. Raises Refusal."""
        account = self.find(by, account_id)
        self.run(lambda: self.accounts.enable(account.id))
        if self.attempts is not None:
            self.attempts.forget(account.username)
        self.trail.note(Did.ACCOUNT_UNLOCKED, by.actor, account.id)
        return replace(account, disabled=False)

    def set_skills(self, by: By, account_id: str, skills: tuple[str, ...] | None) -> Account:
        """Say which services somebody may serve, those preferred first; None for all. It counts from when
        they next sit down. Raises Refusal, also `service_unknown`."""
        account = self.find(by, account_id)
        unknown = [one for one in skills or () if one not in self.services()]
        if unknown:
            raise Refusal("service_unknown", say("problem.service_unknown"))
        self.run(lambda: self.accounts.set_skills(account.id, skills))
        self.trail.note(Did.SKILLS_SET, by.actor, account.id)
        return replace(account, skills=skills)

    def sessions(self, by: By, account_id: str) -> list[Sitting]:
        """Where an account is signed in now, the latest first. Raises Refusal."""
        account = self.find(by, account_id)
        return self.accounts.sessions(account.id, self.clock.now())

    def own_sessions(self, account_id: str) -> list[Sitting]:
        """Where somebody is signed in now, the latest first."""
        return self.accounts.sessions(account_id, self.clock.now())

    def sign_out_own(self, actor: str, account_id: str, session_id: str | None, token: str) -> None:
        """End one of somebody's own sessions, or all but that of `token`."""
        here = named(token)
        for each in [session_id] if session_id else [one.id for one in self.own_sessions(account_id)]:
            if session_id or each != here:
                self.run(partial(self.accounts.end_sessions, account_id, each))
        self.out(actor)
        self.trail.note(Did.SESSIONS_ENDED, actor, account_id)

    def may_change(self, by: By, account: Account) -> bool:
        """Whether `by` may change an account."""
        return account.role in MANAGES.get(by.role, ()) and by.agency_id in (None, account.agency_id)

    def sign_out(self, by: By, account_id: str, session_id: str | None = None) -> Account:
        """End one session of an account, or all. Raises Refusal."""
        account = self.find(by, account_id)
        self.run(lambda: self.accounts.end_sessions(account.id, session_id))
        self._ended(Did.SESSIONS_ENDED, by, account)
        return account

    def _ended(self, did: Did, by: By, account: Account) -> None:
        """Somebody's sessions have ended: nobody here goes on by what is remembered of them."""
        self.out(account.actor)
        self.trail.note(did, by.actor, account.id)

    def _free(self, by: By, account: Account) -> None:
        if self.log is None:
            return
        held = [counter.id for counter in self.log.day.counters.values() if counter.holder == account.actor]
        for counter_id in held:
            self.log.submit(
                Job(c.ReleaseCounter(actor=by.actor, counter_id=counter_id, holder=account.actor))
            )

    def _reached(self, by: By, account: Account) -> Account:
        if not self.may_change(by, account):
            raise Refusal("account_not_yours", say("error.account_not_yours"))
        return account

    def _check_new(self, by: By, new: Account) -> None:
        if not re.fullmatch(_USERNAME, new.username):
            raise Refusal("username_invalid", say("error.username_invalid"))
        if new.agency_id is None and (new.role == "supervisor" or by.agency_id is not None):
            raise Refusal("agency_needed", say("error.agency_needed"))
        if new.agency_id is not None and new.agency_id not in (known := self.agencies()):
            listed = ", ".join(sorted(known))
            raise Refusal(
                "agency_unknown", say("error.agency_unknown", agency_id=repr(new.agency_id), listed=listed)
            )
        self._reached(by, new)

    def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise Refusal(
                "password_short",
                say("error.password_short", least=SHORTEST_PASSWORD),
                shortest=SHORTEST_PASSWORD,
            )
        return self.hash_(password)
