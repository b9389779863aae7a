"""The process that looks at passwords: right and wrong ones, its end, and who goes away meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError, VerifyMismatchError

from server.auth.hashing import HashingProcess, answer_to
from server.auth.passwords import Passwords


@pytest.fixture(scope="module")
def hashing() -> Iterator[HashingProcess]:
    made = HashingProcess()
    yield made
    made.close()


def test_a_password_is_known_again_and_no_other(hashing: HashingProcess) -> None:
    passwords = Passwords(hashing)
    stored = passwords.hash("kuda-baterai")
    assert passwords.check(stored, "kuda-baterai")
    assert not passwords.check(stored, "kuda-baterai ")
    assert not passwords.check(None, "kuda-baterai")
    assert not passwords.check("no hash", "kuda-baterai")


class Noting(PasswordHasher):
    """Notes what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.made = 0
        self.seen: list[str] = []

    def hash(self, *given: Any, **more: Any) -> str:
        self.made += 1
        return super().hash(*given, **more)

    def verify(self, hash: Any, password: Any) -> Literal[True]:  # noqa: A002  # the library's name
        self.seen.append(hash)
        return super().verify(hash, password)


def test_nobodys_password_costs_one_look_as_long_as_any_and_nothing_before() -> None:
    noting = Noting()
    assert not Passwords(noting).check(None, "kuda-baterai")
    assert noting.made == 0
    (nobodys,) = noting.seen
    assert extract_parameters(nobodys) == extract_parameters(noting.hash("kuda-baterai"))
    with pytest.raises(VerifyMismatchError):
        noting.verify(nobodys, "kuda-baterai")


def test_one_that_ended_is_begun_again(hashing: HashingProcess) -> None:
    stored = hashing.hash("satu")
    process = hashing._process
    assert process is not None
    process.kill()
    process.wait()
    assert hashing.verify(stored, "satu")


def test_nobody_reads_the_answer_to_the_question_of_another(
    hashing: HashingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = hashing.hash("satu")

    def gone(_: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as instead:
        instead.setattr(json, "loads", gone)
        with pytest.raises(KeyboardInterrupt):
            hashing.verify(stored, "satu")
    with pytest.raises(InvalidHashError):
        hashing.verify(stored, "dua")


@pytest.mark.parametrize("given", ["", "$argon2id$v=19$broken", "x" * 10_000])
def test_what_is_no_hash_is_a_wrong_password(given: str) -> None:
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    assert answer_to(quick, ["verify", given, "satu"]) is False
    with pytest.raises((Argon2Error, InvalidHashError)):
        quick.verify(given, "satu")
