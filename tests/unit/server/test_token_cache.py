"""The short memory of who is behind a token, and the limit on failed sign-ins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from server.auth.attempts import PER_ADDRESS, PER_PAIR, PER_USERNAME, WINDOW_SECONDS, Attempts
from server.auth.principal import Principal
from server.auth.token_cache import KEEP_SECONDS, TokenCache

KIOSK = Principal("device:k", "k", "kiosk")


class Store:
    def __init__(self) -> None:
        self.now = 0.0
        self.asked: list[str] = []
        self.devices = {"token": KIOSK}
        self.meanwhile: Callable[[], object] = lambda: None

    def look(self, token: str) -> Principal | None:
        self.asked.append(token)
        self.meanwhile()
        return self.devices.get(token)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def known(store: Store) -> TokenCache:
    return TokenCache(store.look, lambda: store.now)


def test_the_store_is_asked_once_in_two_seconds(store: Store, known: TokenCache) -> None:
    assert [known.who("token") for _ in range(100)] == [KIOSK] * 100
    assert store.asked == ["token"]
    store.now = KEEP_SECONDS
    known.who("token")
    assert store.asked == ["token"] * 2


def test_who_was_removed_is_out_when_the_time_is_over(store: Store, known: TokenCache) -> None:
    known.who("token")
    store.devices.clear()
    store.now = KEEP_SECONDS - 0.1
    assert known.who("token") == KIOSK
    store.now = KEEP_SECONDS
    assert known.who("token") is None


def test_while_one_asks_the_others_go_on(store: Store, known: TokenCache) -> None:
    known.who("token")
    store.now = KEEP_SECONDS
    others: list[Principal | None] = []
    store.meanwhile = lambda: others.append(known.who("token"))
    known.who("token")
    assert others == [KIOSK]
    assert store.asked == ["token"] * 2


def test_the_unknown_are_not_remembered_and_the_endless_not_looked_for(
    store: Store, known: TokenCache
) -> None:
    assert known.who("new") is None
    store.devices["new"] = KIOSK
    assert known.who("new") == KIOSK
    assert known.who("x" * 129) is None
    assert known.who("") is None
    assert store.asked == ["new", "new"]


def test_a_failing_store_is_not_mistaken_for_an_answer(store: Store, known: TokenCache) -> None:
    known.who("token")
    store.now = KEEP_SECONDS

    def gone() -> None:
        raise OSError("gone")

    store.meanwhile = gone
    with pytest.raises(OSError, match="gone"):
        known.who("token")
    store.meanwhile = lambda: None
    assert known.who("token") == KIOSK


def test_failures_count_by_name_and_by_address() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])
    for _ in range(PER_PAIR):
        assert attempts.wait_seconds("ani", "10.0.0.1") == 0
        attempts.failed("ani", "10.0.0.1")
    assert attempts.wait_seconds("ani", "10.0.0.1") > 0
    assert attempts.wait_seconds("ani", "10.0.0.2") == 0
    assert attempts.wait_seconds("budi", "10.0.0.1") == 0
    for number in range(PER_ADDRESS):
        attempts.failed(f"name{number}", "10.0.0.1")
    assert attempts.wait_seconds("budi", "10.0.0.1") > 0
    for number in range(PER_USERNAME):
        attempts.failed("ani", f"10.0.1.{number}")
    assert attempts.wait_seconds("ani", "10.0.0.2") > 0
    now[0] = WINDOW_SECONDS
    assert attempts.wait_seconds("ani", "10.0.0.1") == 0


def test_the_right_password_clears_the_failures_of_its_tablet() -> None:
    attempts = Attempts(lambda: 0.0)
    for _ in range(PER_PAIR):
        attempts.failed("ani", "10.0.0.1")
    attempts.succeeded("ani", "10.0.0.1")
    assert attempts.wait_seconds("ani", "10.0.0.1") == 0
