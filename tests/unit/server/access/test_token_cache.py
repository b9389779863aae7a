"""The short memory of who is behind a token, and the limit on failed sign-ins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

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


def test_the_unknown_are_asked_for_once_in_two_seconds_and_the_endless_not_at_all(
    store: Store, known: TokenCache
) -> None:
    assert known.who("new") is None
    store.devices["new"] = KIOSK
    assert known.who("new") is None
    assert not known.remembers("new")
    store.now += KEEP_SECONDS
    assert known.who("new") == KIOSK
    assert known.remembers("new")
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
