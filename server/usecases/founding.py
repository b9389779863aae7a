"""The first start: an empty store gets its hall, the account of its manager and that of its administrator."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from balai.clock import Clock
from balai.domain.hall.config import Hall
from balai.errors import Refusal
from balai.hall_file.founding import founding_hall, id_of
from balai.protocol.managed.founding import FoundHall, HallFounded
from balai.words.said import say
from server.auth.passwords import random_password
from server.auth.roles import Role
from server.store import Store
from server.store.engine import lock_hall
from server.store.kept.accounts import Account, add_account
from server.store.kept.halls import hall_ids, put_config
from server.store.kept.trail import Deed, add_entry
from server.usecases.limits import Limit
from server.usecases.trail import NOBODY, Did

#: Tries at the code, by one address and by everybody, and after how many wrong ones there is another code: so
#: a code of six digits is found by trying with a chance of 1 in 20,000.
TRIES_A_MINUTE, ALL_TRIES_A_MINUTE, WRONG_CODES = 5, 30, 50
ADMINISTRATOR = "admin"
_EVERYBODY = ""


def six_digits() -> str:
    """A code, as the console shows it."""
    return f"{secrets.randbelow(10**6):06d}"


@dataclass
class StartCode:
    """The code that lets in whoever stands at the machine. `show` shows it there, now and when it changes."""

    show: Callable[[str], None]
    monotonic: Callable[[], float]
    _code: str = field(default_factory=six_digits)
    _wrong: int = 0

    def __post_init__(self) -> None:
        self._by_address = Limit(TRIES_A_MINUTE, self.monotonic)
        self._by_all = Limit(ALL_TRIES_A_MINUTE, self.monotonic)
        self.show(self._code)

    def check(self, told: str, address: str) -> None:
        """Let the right code pass. Raises Refusal `start_code_wrong`, or TooOften."""
        tries = [self._by_address.take(address), self._by_all.take(_EVERYBODY)]
        if secrets.compare_digest("".join(filter(str.isdigit, told)).encode(), self._code.encode()):
            for bucket in tries:
                bucket.give_back()
            return
        self._wrong += 1
        if self._wrong >= WRONG_CODES:
            self._code, self._wrong = six_digits(), 0
            self.show(self._code)
        raise Refusal("start_code_wrong", say("error.start_code_wrong"))


@dataclass(frozen=True)
class Founder:
    """Makes the hall of an empty store. `hash_` hashes a password, `check` tells whether it is the one of a
    hash."""

    store: Store
    clock: Clock
    hash_: Callable[[str], str]
    check: Callable[[str | None, str], bool]

    def found(self, told: FoundHall) -> HallFounded:
        """Make the hall and both accounts, all or nothing; once more with the same passwords gives the same
        answer. Raises ConfigurationFaults where the hall is told wrongly, Refusal `hall_there` where there is
        another one, StoreUnavailable."""
        hall = Hall(id_of(told.district), told.district_code, told.name, told.regency, told.time_zone)
        config, password = founding_hall(hall), told.administrator_password or random_password()
        manager = self._account(hall.id, told.username, "manager", told.password)
        administrator = self._account(hall.id, _other_than(told.username), "administrator", password)
        at, founded = self.clock.now(), HallFounded(
            hall_id=hall.id, administrator=administrator.username, administrator_password=password
        )  # fmt: skip
        if self._is_repeat(hall.id, manager.username, told.password, administrator.username, password):
            return founded

        def write(connection: Connection) -> None:
            lock_hall(connection, "first start")
            if hall_ids(connection):
                raise Refusal("hall_there", say("error.hall_there"))
            for account in (manager, administrator):
                add_account(connection, account, at)
                did = Deed(Did.ACCOUNT_ADDED.value, NOBODY, account.id, account.role)
                add_entry(connection, hall.id, did, at)
            put_config(connection, config, at, manager.actor)

        try:
            self.store.run(write)
        except Refusal:
            # Asked twice at once, the other one was first.
            if not self._is_repeat(
                hall.id, manager.username, told.password, administrator.username, password
            ):
                raise
        return founded

    def _is_repeat(self, hall_id: str, manager: str, own: str, administrator: str, other: str) -> bool:
        """Whether the hall is there with both accounts and these passwords: the first answer was lost."""
        if hall_id not in self.store.halls.ids():
            return False
        stored = {one.username: one.password_hash for one in self.store.accounts.all(hall_id)}
        return all(
            self.check(stored.get(name), password)
            for name, password in ((manager, own), (administrator, other))
        )

    def _account(self, hall_id: str, username: str, role: Role, password: str) -> Account:
        shown = say(f"trail_page.detail.{role}").capitalize()
        return Account(secrets.token_hex(6), hall_id, username, shown, role, self.hash_(password))


def _other_than(username: str) -> str:
    return ADMINISTRATOR if username != ADMINISTRATOR else f"{ADMINISTRATOR}2"
