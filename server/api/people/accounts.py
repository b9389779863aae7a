"""Routes of accounts: those who keep them, and everybody's own password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Response, request

from balai.protocol.base import shown
from balai.protocol.managed import accounts as a
from balai.protocol.requests import Change
from server.api.paths import AccountPath, DayQuery
from server.api.people.session import with_cookie
from server.api.routing import Routes, answer
from server.auth.authenticator import COOKIE
from server.auth.principal import Principal
from server.auth.roles import Permission
from server.store.kept.accounts import Account, named
from server.store.kept.sat import Sat
from server.usecases.people.accounts import AccountKeeping, By
from server.usecases.trail import Did
from server.views.days import Today

_ONE = "/accounts/<account_id>"
_CHANGE = Permission.ACCOUNTS_CHANGE


def add_accounts(
    routes: Routes, keeping: AccountKeeping, sat: Callable[[str], list[Sat]], *, https: bool
) -> None:
    """See, make, lock and unlock accounts, end their sessions. `sat` tells where an actor sat; `https` marks
    the cookie Secure."""
    _add_list(routes, keeping)

    def list_sittings(who: Principal, path: AccountPath) -> a.SatList:
        """At which counters an account sat in the last days, from when to when."""
        account = keeping.find(_by(who), path.account_id)
        return a.SatList(sittings=tuple(shown(a.SatRow, one) for one in sat(account.actor)))

    routes.add("GET", f"{_ONE}/sittings", list_sittings, may=_CHANGE, answers=a.SatList)
    _add_own(routes, keeping, https=https)

    _add_one(routes, keeping)

    def set_skills(who: Principal, path: AccountPath, body: a.NewSkills) -> a.AccountRow:
        """Say which services somebody may serve, from when they next sit down."""
        return _row(keeping.set_skills(_by(who), path.account_id, body.skills))

    routes.add("POST", f"{_ONE}/skills", set_skills, may=_CHANGE, answers=a.AccountRow, refuses=True)


def _add_one(routes: Routes, keeping: AccountKeeping) -> None:
    def lock_account(who: Principal, path: AccountPath, body: Change) -> a.AccountRow:
        """Let nobody in with an account any more; its counter is free at once. Harmless to repeat."""
        return _row(keeping.lock(_by(who), path.account_id))

    def unlock_account(who: Principal, path: AccountPath, body: Change) -> a.AccountRow:
        """Let an account in again, also one that failed to sign in too often. Harmless to repeat."""
        return _row(keeping.unlock(_by(who), path.account_id))

    def set_password(who: Principal, path: AccountPath, body: a.NewPassword) -> a.AccountRow:
        """Give an account another password; wherever it is signed in ends."""
        return _row(keeping.set_password(_by(who), path.account_id, body.password))

    def give_code(who: Principal, path: AccountPath, body: a.OneTimeCode) -> a.AccountRow:
        """Give an account a one-time code in place of its password; wherever it is signed in ends."""
        return _row(keeping.give_code(_by(who), path.account_id, body.one_time_code))

    def end_sessions(who: Principal, path: AccountPath, body: a.SignOut) -> a.AccountRow:
        """Sign an account out, in one place or everywhere. Harmless to repeat."""
        return _row(keeping.sign_out(_by(who), path.account_id, body.session_id))

    def remove_account(who: Principal, path: AccountPath, body: Change) -> None:
        """Forget who somebody was, for good; the name may be given anew and the counter is free. Logs keep
        the id."""
        keeping.remove(_by(who), path.account_id)

    routes.add("POST", f"{_ONE}/remove", remove_account, may=_CHANGE, answers=None, status=204, refuses=True)
    for verb, handler in (
        ("lock", lock_account), ("unlock", unlock_account), ("password", set_password),
        ("sign-out", end_sessions), ("code", give_code),
    ):  # fmt: skip
        routes.add("POST", f"{_ONE}/{verb}", handler, may=_CHANGE, answers=a.AccountRow, refuses=True)


def _add_list(routes: Routes, keeping: AccountKeeping) -> None:
    def list_accounts(who: Principal) -> a.AccountList:
        """The accounts of the hall, or of the asker's agency."""
        limit, by = who.limit(Permission.ACCOUNTS_READ), _by(who)
        latest = keeping.trail.latest(Did.SIGNED_IN)
        rows = [
            _row(one).model_copy(
                update={"yours": keeping.may_change(by, one), "signed_in_at": latest.get(one.id)}
            )
            for one in keeping.listed(limit)
        ]
        return a.AccountList(accounts=tuple(rows))

    def add_account(who: Principal, body: a.NewAccount) -> a.AccountRow:
        """Make an account. Repeated with the same request_id it is not made again."""
        new = Account(
            str(body.request_id),
            "",
            body.username,
            body.display_name,
            body.role,
            "",
            agency_id=body.agency_id,
        )
        return _row(keeping.add(_by(who), new, body.password))

    def list_sessions(who: Principal, path: AccountPath) -> a.SessionList:
        """Where an account is signed in now."""
        found = keeping.sessions(_by(who), path.account_id)
        return a.SessionList(sessions=tuple(shown(a.SessionRow, one) for one in found))

    add = routes.add
    add("GET", "/accounts", list_accounts, may=Permission.ACCOUNTS_READ, answers=a.AccountList)
    add("POST", "/accounts", add_account, may=_CHANGE, answers=a.AccountRow, status=201, refuses=True)
    add("GET", f"{_ONE}/sessions", list_sessions, may=_CHANGE, answers=a.SessionList)


def _add_own(routes: Routes, keeping: AccountKeeping, *, https: bool) -> None:
    def change_own_password(who: Principal, body: a.OwnPassword) -> Response:
        """Change one's own password; this session goes on by another cookie, all others end."""
        token = keeping.change_own(who.id, body.present, body.password, request.cookies.get(COOKIE, ""))
        return with_cookie(answer(None, 204), token, https=https)

    def list_own_sessions(who: Principal) -> a.OwnSessionList:
        """Where the asker is signed in now."""
        here = named(request.cookies.get(COOKIE, ""))
        rows = [shown(a.OwnSessionRow, one, here=one.id == here) for one in keeping.own_sessions(who.id)]
        return a.OwnSessionList(sessions=tuple(rows))

    def end_own_sessions(who: Principal, body: a.SignOut) -> None:
        """Sign oneself out in one other place, or everywhere but here. Harmless to repeat."""
        keeping.sign_out_own(who.actor, who.id, body.session_id, request.cookies.get(COOKIE, ""))

    may = Permission.LOGIN_CHANGE
    routes.add("GET", "/session/all", list_own_sessions, may=may, answers=a.OwnSessionList)
    routes.add("POST", "/session/sign-out", end_own_sessions, may=may, answers=None, status=204)
    routes.add(
        "POST", "/session/password", change_own_password,
        may=Permission.LOGIN_CHANGE, answers=None, status=204, refuses=True,
    )  # fmt: skip


def add_seats(routes: Routes, sat_on: Callable[[date], list[Sat]], days: Today) -> None:
    """Who sat where, by day."""

    def list_seats(who: Principal, query: DayQuery) -> a.SeatList:
        """Who sat at which counter on a day, from when to when; at those of the asker's agency where it is
        bound to one."""
        limit, known = who.limit(Permission.ACCOUNTS_READ), days.last().config.counter_by_id
        rows = [
            shown(a.SeatRow, one, account_id=one.holder.partition(":")[2])
            for one in sat_on(query.day)
            if limit is None or (one.counter_id in known and known[one.counter_id].agency_id == limit)
        ]
        return a.SeatList(sittings=tuple(rows))

    routes.add("GET", "/sittings", list_seats, may=Permission.ACCOUNTS_READ, answers=a.SeatList)


def _by(who: Principal) -> By:
    return By(who.actor, who.role, who.limit(_CHANGE))


def _row(account: Account) -> a.AccountRow:
    return shown(a.AccountRow, account)
