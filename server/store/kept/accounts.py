"""Accounts of staff and their sessions. Passwords come hashed, tokens are kept as their SHA-256."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from balai.domain.log import stamp
from balai.words.said import say
from server.store.errors import StoreError
from server.store.tables.kept import accounts, sessions

SHOWN_OF_HASH = 16


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff. `id` is what the log knows; names stay here. `agency_id` is None for somebody of
    the whole hall. `skills` are the services that somebody may serve, those preferred first; None: all."""

    id: str
    hall_id: str
    username: str
    display_name: str
    role: str
    password_hash: str
    disabled: bool = False
    agency_id: str | None = None
    skills: tuple[str, ...] | None = None

    @property
    def actor(self) -> str:
        """How the log names this account."""
        return actor_of(self.id)


def actor_of(account_id: str) -> str:
    """How the log names an account."""
    return f"staff:{account_id}"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session as others may see it: `id` is the beginning of its token's hash, times are UTC."""

    id: str
    begun_at: datetime
    ends_at: datetime


def token_hash(token: str) -> str:
    """What is kept of a token: its SHA-256, hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def add_account(connection: Connection, account: Account, at: datetime) -> None:
    """Add an account, in the caller's transaction. Raises IntegrityError where its name is taken."""
    row = {
        "account_id": account.id, "hall_id": account.hall_id, "username": account.username,
        "display_name": account.display_name, "role": account.role,
        "password_hash": account.password_hash, "created_at": stamp(at), "agency_id": account.agency_id,
    }  # fmt: skip
    connection.execute(insert(accounts), row)


class Accounts:
    """Reading is for any greenlet; on SQLite a hub changes through its dispatcher's `run`."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write, self._read = write, read

    def add(self, account: Account, at: datetime) -> None:
        """Add an account. Raises StoreError `username_taken` or `account_exists`."""
        try:
            with self._write.begin() as connection:
                add_account(connection, account, at)
        except IntegrityError as fault:
            taken = self.by_username(account.hall_id, account.username) is not None
            raise StoreError(
                say("error.account_exists", username=repr(account.username)),
                code="username_taken" if taken else "account_exists",
            ) from fault

    def by_username(self, hall_id: str, username: str) -> Account | None:
        """The account that signs in so at a hall; disabled ones are found too."""
        if "\0" in username:
            return None
        return self._one(accounts.c.hall_id == hall_id, accounts.c.username == username)

    def by_id(self, account_id: str) -> Account | None:
        """The account of an id."""
        return self._one(accounts.c.account_id == account_id)

    def all(self, hall_id: str) -> list[Account]:
        """The accounts of a hall, by username."""
        there = (accounts.c.hall_id == hall_id, accounts.c.removed_at.is_(None))
        found = select(accounts).where(*there).order_by(accounts.c.username)
        with self._read.connect() as connection:
            return [_account(row) for row in connection.execute(found)]

    def locked(self, hall_id: str) -> list[str]:
        """The actors of a hall's accounts that nobody may sign in with."""
        chosen = (accounts.c.hall_id == hall_id, accounts.c.disabled_at.is_not(None))
        with self._read.connect() as connection:
            return list(map(actor_of, connection.scalars(select(accounts.c.account_id).where(*chosen))))

    def set_password(self, account_id: str, password_hash: str, keep: str = "") -> None:
        """Change the password; everywhere the account is signed in ends, but for the session whose token
        is `keep`."""
        with self._write.begin() as connection:
            chosen = accounts.c.account_id == account_id
            connection.execute(update(accounts).where(chosen).values(password_hash=password_hash))
            others = sessions.c.token_hash != token_hash(keep)
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id, others))

    def disable(self, account_id: str, at: datetime) -> None:
        """Let nobody sign in with it any more; everywhere it is signed in ends."""
        with self._write.begin() as connection:
            chosen = accounts.c.account_id == account_id
            connection.execute(update(accounts).where(chosen).values(disabled_at=stamp(at)))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))

    def remove(self, account_id: str, at: datetime) -> None:
        """Forget who somebody was: their name may be given anew, everywhere they are signed in ends. The id
        stays, since logs name it."""
        gone = {
            "removed_at": stamp(at), "disabled_at": stamp(at), "username": f"-{account_id}",
            "display_name": "", "password_hash": "",
        }  # fmt: skip
        with self._write.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.account_id == account_id).values(gone))
            connection.execute(delete(sessions).where(sessions.c.account_id == account_id))

    def skills(self, account_id: str) -> tuple[str, ...] | None:
        """Which services somebody may serve, those preferred first; None for all, or nobody known."""
        found = self.by_id(account_id)
        return found.skills if found is not None else None

    def set_skills(self, account_id: str, skills: tuple[str, ...] | None) -> None:
        """Say which services somebody may serve; None for all."""
        kept = None if skills is None else json.dumps(skills)
        with self._write.begin() as connection:
            connection.execute(
                update(accounts).where(accounts.c.account_id == account_id).values(skills=kept)
            )

    def enable(self, account_id: str) -> None:
        """Let an account sign in again."""
        with self._write.begin() as connection:
            chosen = accounts.c.account_id == account_id
            connection.execute(update(accounts).where(chosen).values(disabled_at=None))

    def sessions(self, account_id: str, at: datetime) -> list[Sitting]:
        """Where the account is signed in at an aware time, the latest first."""
        found = (
            select(sessions)
            .where(sessions.c.account_id == account_id, sessions.c.expires_at > stamp(at))
            .order_by(sessions.c.created_at.desc())
        )
        with self._read.connect() as connection:
            return [_sitting(row) for row in connection.execute(found)]

    def end_sessions(self, account_id: str, session_id: str | None = None) -> None:
        """End one session of the account, or all; harmless to repeat."""
        chosen = [sessions.c.account_id == account_id]
        if session_id is not None:
            chosen.append(sessions.c.token_hash.startswith(session_id, autoescape=True))
        with self._write.begin() as connection:
            connection.execute(delete(sessions).where(*chosen))

    def begin_session(self, account_id: str, token: str, at: datetime, expires: datetime) -> None:
        """Sign in; sessions of the hall that have run out by `at` are dropped on the way."""
        row = {
            "token_hash": token_hash(token), "account_id": account_id,
            "created_at": stamp(at), "expires_at": stamp(expires),
        }  # fmt: skip
        with self._write.begin() as connection:
            hall = select(accounts.c.hall_id).where(accounts.c.account_id == account_id).scalar_subquery()
            theirs = select(accounts.c.account_id).where(accounts.c.hall_id == hall)
            over = (sessions.c.account_id.in_(theirs), sessions.c.expires_at <= stamp(at))
            connection.execute(delete(sessions).where(*over))
            connection.execute(insert(sessions), row)

    def renew_session(self, old: str, new: str) -> None:
        """Let a session go on by another token."""
        chosen = update(sessions).where(sessions.c.token_hash == token_hash(old))
        with self._write.begin() as connection:
            connection.execute(chosen.values(token_hash=token_hash(new)))

    def by_session(self, token: str, at: datetime) -> Account | None:
        """Whose session it is at an aware time, or None when it ended or the account is disabled."""
        found = (
            select(accounts)
            .join(sessions, sessions.c.account_id == accounts.c.account_id)
            .where(sessions.c.token_hash == token_hash(token), sessions.c.expires_at > stamp(at))
            .where(accounts.c.disabled_at.is_(None))
        )
        with self._read.connect() as connection:
            row = connection.execute(found).first()
        return None if row is None else _account(row)

    def end_session(self, token: str) -> None:
        """Sign out; harmless to repeat."""
        with self._write.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash(token)))

    def _one(self, *chosen: ColumnElement[bool]) -> Account | None:
        there = select(accounts).where(*chosen, accounts.c.removed_at.is_(None))
        with self._read.connect() as connection:
            row = connection.execute(there).first()
        return None if row is None else _account(row)


def named(token: str) -> str:
    """How the session of a token is named; the name lets nobody in."""
    return token_hash(token)[:SHOWN_OF_HASH]


def _sitting(row: Row[Any]) -> Sitting:
    begun, ends = datetime.fromisoformat(row.created_at), datetime.fromisoformat(row.expires_at)
    return Sitting(row.token_hash[:SHOWN_OF_HASH], begun, ends)


def _account(row: Row[Any]) -> Account:
    return Account(
        row.account_id,
        row.hall_id,
        row.username,
        row.display_name,
        row.role,
        row.password_hash,
        row.disabled_at is not None,
        row.agency_id,
        None if row.skills is None else tuple(json.loads(row.skills)),
    )
