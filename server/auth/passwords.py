"""Passwords: Argon2 in threads of its own, so that the hub's loop and the writer never wait for it."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from gevent.threadpool import ThreadPool

#: Two at a time: a flood of sign-ins takes 128 MiB and leaves the writer its thread.
_THREADS = 2


class Passwords:
    """Hashes and checks passwords. A check takes as long for an account that does not exist."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """`hasher` is argon2-cffi's default (RFC 9106, 64 MiB) unless a test brings a quick one."""
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPool(_THREADS)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """The hash to store."""
        return self._threads.apply(self._hasher.hash, (password,))

    def check(self, stored: str | None, password: str) -> bool:
        """Whether `password` is the one of `stored`; None, for nobody, is never and takes as long."""
        return bool(self._threads.apply(self._check, (stored, password)))

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


def random_password() -> str:
    """A password that people can type: 4 groups of 4 letters and digits without look-alikes (78 bits)."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
