"""How often somebody may try to sign in: each try counts at once, and nobody locks out somebody else."""

from __future__ import annotations

import pytest

from server.auth.attempts import (
    LONG_SECONDS,
    PER_PAIR,
    PER_PAIR_LONG,
    PER_USERNAME,
    WINDOW_SECONDS,
    Attempts,
    TooManyAttempts,
)


class Sign:
    """Tries at a time that stands."""

    def __init__(self) -> None:
        self.now = 0.0
        self.attempts = Attempts(lambda: self.now)

    def tried(self, name: str, address: str, browser: str = "") -> bool:
        """Whether the try was let through to be looked at."""
        try:
            self.attempts.begin(name, address, browser)
        except TooManyAttempts:
            return False
        return True


def test_a_name_has_a_few_tries_at_an_address_and_more_in_all() -> None:
    sign = Sign()
    assert [sign.tried("ani", "10.0.0.1") for _ in range(PER_PAIR + 1)] == [True] * PER_PAIR + [False]
    assert sign.tried("ani", "10.0.0.2")
    assert sign.tried("budi", "10.0.0.1")
    let = [sign.tried("ani", f"10.0.1.{n}") for n in range(PER_USERNAME)]
    assert let.count(True) == PER_USERNAME - PER_PAIR - 1
    sign.now = WINDOW_SECONDS
    assert sign.tried("ani", "10.0.0.1")


def test_no_address_is_locked_as_a_whole() -> None:
    sign = Sign()
    assert all(sign.tried(f"name{n}", "10.0.0.1") for n in range(500))
    assert sign.tried("budi", "10.0.0.1")


def test_a_known_browser_is_stopped_by_its_own_tries_only() -> None:
    sign = Sign()
    while sign.tried("ani", "10.0.0.1"):
        pass
    assert [sign.tried("ani", "10.0.0.1", "browser:x") for _ in range(PER_PAIR + 1)][-2:] == [True, False]
    assert sign.tried("ani", "10.0.0.1", "browser:y")


def test_the_wait_is_told_and_grows_for_who_goes_on_for_long() -> None:
    sign, let = Sign(), 0
    for minute in range(60):
        sign.now = minute * WINDOW_SECONDS
        let += sum(sign.tried("ani", "10.0.0.1") for _ in range(PER_PAIR))
    assert let == PER_PAIR_LONG
    with pytest.raises(TooManyAttempts) as told:
        sign.attempts.begin("ani", "10.0.0.1")
    assert told.value.params["seconds"] == LONG_SECONDS - sign.now + 1
    sign.attempts.forget("ani")
    assert sign.tried("ani", "10.0.0.1")


def test_the_right_password_clears_the_tries_of_its_tablet_and_no_others() -> None:
    sign = Sign()
    for n in range(PER_USERNAME - 1):
        assert sign.tried("ani", f"10.0.1.{n}")
    assert sign.tried("ani", "10.0.0.1")
    sign.attempts.succeeded("ani", "10.0.0.1")
    assert sign.tried("ani", "10.0.0.1")
    assert not sign.tried("ani", "10.0.0.2")
