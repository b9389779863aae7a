"""Passwords: hashed and checked one after another, each address in its turn."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import ARGON2_VERSION

from server.auth.hashing import Hasher
from server.auth.turns import Turns

T = TypeVar("T")
#: So many may wait, in all and of one address; the last of them for a few seconds.
_MOST, _MOST_OF_ONE = 96, 48


class Passwords:
    """Hashes and checks passwords. A check takes as long for an account that does not exist."""

    def __init__(self, hasher: Hasher | None = None) -> None:
        """`hasher` is argon2-cffi's default (RFC 9106, 64 MiB) unless a hub brings a process of its own, or a
        test a quick one."""
        self._hasher = hasher or PasswordHasher()
        self._turns = Turns(1, _MOST, _MOST_OF_ONE)
        self._nobody = _unknown(hasher if isinstance(hasher, PasswordHasher) else PasswordHasher())

    def hash(self, password: str) -> str:
        """The hash to store. Raises TooBusy."""
        return self._in_turn("", lambda: self._hasher.hash(password))

    def check(self, stored: str | None, password: str, whose: str = "") -> bool:
        """Whether `password` is the one of `stored`; None, for nobody, is never and takes as long. `whose`
        try it is, an address, of which each has its turn. Raises TooBusy."""
        return self._in_turn(whose, lambda: self._check(stored, password))

    def _in_turn(self, whose: str, work: Callable[[], T]) -> T:
        with self._turns.turn(whose):
            return work()

    def _check(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (Argon2Error, InvalidHashError):
            return False
        return stored is not None


def _unknown(like: PasswordHasher) -> str:
    """A hash that takes as long to check as those that `like` makes, of a password that nobody knows: none is
    hashed for it, since whoever signs in first would wait for that, too."""
    salt, end = (
        b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (like.salt_len, like.hash_len)
    )
    cost = f"m={like.memory_cost},t={like.time_cost},p={like.parallelism}"
    return f"$argon2{like.type.name.lower()}$v={ARGON2_VERSION}${cost}${salt}${end}"


def random_password() -> str:
    """A password that people can type: 4 groups of 4 letters and digits without look-alikes (78 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
