"""Argon2 in a process of its own, so that it never holds up the hub: in threads of the hub's it would take
both cores from whoever waits for a number, and threads that give way would hold the interpreter meanwhile.

Run as a program this file reads questions as lines of JSON and answers each with one. It gives way to
everything else on the machine, and ends when nobody can ask it any more. It is begun by its name and not as a
module, since the package around it loads what only a hub needs: that took half of its start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_NICE = 10


class Hasher(Protocol):
    """Makes and checks hashes of passwords, as argon2-cffi does."""

    def hash(self, password: str) -> str:
        """The hash to store."""
        ...

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002  # the library's name
        """True, or raises Argon2Error or InvalidHashError."""
        ...


class HashingProcess:
    """A Hasher whose work is done elsewhere; begun when it is first needed, and again where it ended. One
    greenlet asks at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def hash(self, password: str) -> str:
        """See `Hasher.hash`."""
        return str(self._ask(["hash", password]))

    def verify(self, hash: str, password: str) -> bool:  # noqa: A002  # the library's name
        """See `Hasher.verify`."""
        if self._ask(["verify", hash, password]) is not True:
            raise InvalidHashError
        return True

    def close(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, question: list[str]) -> Any:
        process = self._process
        if process is None or process.poll() is not None:
            self.close()
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())
        except BaseException:
            # Whoever asks next must not read the answer to this question.
            self.close()
            raise


def answer_to(hasher: Hasher, question: list[str]) -> str | bool:
    """What is answered to a question."""
    what, *given = question
    if what == "hash":
        return hasher.hash(*given)
    try:
        return hasher.verify(*given)
    except (Argon2Error, InvalidHashError):
        return False


def main() -> None:
    """Answer until there is nobody any more."""
    os.nice(_NICE)
    hasher = PasswordHasher()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer_to(hasher, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
