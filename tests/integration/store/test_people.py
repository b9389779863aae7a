"""Accounts, sessions and devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.store import Store, StoreError
from server.store.kept.accounts import Account
from server.store.kept.devices import Device
from server.store.tables.kept import devices, sessions
from tests.support.days import MORNING
from tests.support.hub.stores import HALL

STAFF = Account("a1", HALL, "loket1", "Loket 1", "staff", "$argon2id$x")
LATER = MORNING + timedelta(hours=12)


def test_an_account_is_found_by_name_and_id(store: Store) -> None:
    store.accounts.add(STAFF, MORNING)
    assert store.accounts.by_username(HALL, "loket1") == store.accounts.by_id("a1") == STAFF
    assert store.accounts.all(HALL) == [STAFF]
    assert store.accounts.all("other") == []
    assert store.accounts.by_username(HALL, "nobody") is store.accounts.by_username(HALL, "lo\0ket") is None
    assert STAFF.actor == "staff:a1"


def test_a_name_is_taken_once(store: Store) -> None:
    store.accounts.add(STAFF, MORNING)
    with pytest.raises(StoreError, match="loket1") as taken:
        store.accounts.add(Account("a2", HALL, "loket1", "Lain", "staff", "x"), MORNING)
    assert taken.value.code == "username_taken"
    with pytest.raises(StoreError) as twice:
        store.accounts.add(Account("a1", HALL, "loket2", "Lain", "staff", "x"), MORNING)
    assert twice.value.code == "account_exists"


def test_a_session_lasts_until_it_expires_or_ends(store: Store) -> None:
    store.accounts.add(STAFF, MORNING)
    store.accounts.begin_session("a1", "secret", MORNING, LATER)
    assert store.accounts.by_session("secret", LATER - timedelta(seconds=1)) == STAFF
    assert store.accounts.by_session("secret", LATER) is None
    assert store.accounts.by_session("Secret", MORNING) is None
    store.accounts.end_session("secret")
    store.accounts.end_session("secret")
    assert store.accounts.by_session("secret", MORNING) is None


def test_sessions_that_ran_out_are_dropped_and_tokens_are_not_kept(store: Store) -> None:
    store.accounts.add(STAFF, MORNING)
    store.accounts.begin_session("a1", "first", MORNING, LATER)
    store.accounts.begin_session("a1", "second", LATER, LATER + timedelta(hours=1))
    with store.read.connect() as connection:
        kept = list(connection.scalars(select(sessions.c.token_hash)))
    assert len(kept) == 1
    assert "second" not in kept


@pytest.mark.parametrize("how", ["password", "disable"])
def test_a_new_password_or_the_end_of_an_account_ends_its_sessions(store: Store, how: str) -> None:
    store.accounts.add(STAFF, MORNING)
    store.accounts.begin_session("a1", "secret", MORNING, LATER)
    if how == "password":
        store.accounts.set_password("a1", "$argon2id$y")
    else:
        store.accounts.disable("a1", MORNING)
    assert store.accounts.by_session("secret", MORNING) is None
    account = store.accounts.by_id("a1")
    assert account is not None
    assert (account.disabled, account.password_hash == "$argon2id$y") == (how == "disable", how == "password")


def test_a_device_is_known_by_its_token_until_it_is_withdrawn(store: Store) -> None:
    kiosk = Device("k1", HALL, "kiosk", "Kiosk 1")
    store.devices.add(kiosk, "token", MORNING)
    assert store.devices.by_token("token") == kiosk
    assert store.devices.by_token("Token") is None
    with pytest.raises(StoreError, match="k1"):
        store.devices.add(kiosk, "another", MORNING)
    with store.read.connect() as connection:
        assert "token" not in list(connection.scalars(select(devices.c.token_hash)))
    assert store.devices.withdraw(HALL, "k1", MORNING)
    assert not store.devices.withdraw(HALL, "k1", MORNING)
    assert store.devices.by_token("token") is None
    assert store.devices.all(HALL) == []


def test_a_device_tells_how_it_is(store: Store) -> None:
    store.devices.add(Device("k1", HALL, "kiosk", "Kiosk 1"), "token", MORNING)
    store.devices.report(HALL, "k1", {"state": "ready", "detail": "kertas"}, MORNING)
    store.devices.report(HALL, "k1", {"state": "paper_out"}, LATER)
    (device,) = store.devices.all(HALL)
    assert (device.status, device.status_at) == ({"state": "paper_out"}, LATER)
    assert device.actor == "device:k1"
