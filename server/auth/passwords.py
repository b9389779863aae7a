"""Passwords: Argon2 in threads of its own, so that the hub's loop and the writer never wait for it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from gevent.threadpool import ThreadPool

from server.auth.turns import Turns

T = TypeVar("T")
#: Two at a time: a flood of sign-ins takes 128 MiB and leaves the writer its thread.
_THREADS = 2
#: So many may wait, in all and of one address; the last of them for about three seconds.
_MOST, _MOST_OF_ONE = 96, 48
#: What gives numbers goes first where the cores are few.
_NICE = 10


class Passwords:
    """Hashes and checks passwords. A check takes as long for an account that does not exist."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher` is argon2-cffi's default (RFC 9106, 64 MiB) unless a test brings a quick one."""
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPool(_THREADS)
        self._turns = Turns(_THREADS, _MOST, _MOST_OF_ONE)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """The hash to store. Raises TooBusy."""
        return self._in_turn("", lambda: self._hasher.hash(password))

    def check(self, stored: str | None, password: str, whose: str = "") -> bool:
        """Whether `password` is the one of `stored`; None, for nobody, is never and takes as long. `whose`
        try it is, an address, of which each has its turn. Raises TooBusy."""
        return self._in_turn(whose, lambda: self._check(stored, password))

    def _in_turn(self, whose: str, work: Callable[[], T]) -> T:
        with self._turns.turn(whose):
            done: T = self._threads.apply(_nicely, (work,))
            return done

    def _check(self, stored: str | None, password: str) -> bool:
        if self._nobody is None:
            self._nobody = self._hasher.hash(secrets.token_hex())
        try:
            self._hasher.verify(stored or self._nobody, password)
        except (Argon2Error, InvalidHashError):
            return False
        return stored is not None

    def close(self) -> None:
        """End the threads."""
        self._threads.kill()


def _nicely(work: Callable[[], T]) -> T:
    # On Linux this is of the calling thread, and those that Argon2 begins inherit it.
    os.setpriority(os.PRIO_PROCESS, 0, _NICE)
    return work()


def random_password() -> str:
    """A password that people can type: 4 groups of 4 letters and digits without look-alikes (78 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
