"""Two halls in one store: names, devices, sessions, leases, trails of one are none of the other's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import text

from server.store import Store, StoreError, migrate, open_store
from server.store.engine import parse_url, write_engine
from server.store.kept.accounts import Account
from server.store.kept.devices import Device
from server.store.kept.trail import Deed
from server.store.kept.walls.looks import Picture
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

OTHER = "lain"
LATER = MORNING + timedelta(hours=12)


@pytest.fixture
def halls(store: Store) -> Store:
    config = small_hall()
    store.halls.put(replace(config, hall=replace(config.hall, id=OTHER)), MORNING)
    for hall_id in (HALL, OTHER):
        store.accounts.add(
            Account(f"a-{hall_id}", hall_id, "ani", "Ani", "staff", f"hash-{hall_id}"), MORNING
        )
        store.devices.add(Device("kios-1", hall_id, "kiosk", "Kios"), f"token-{hall_id}", MORNING)
    return store


def test_both_choose_the_same_user_names_and_device_ids(halls: Store) -> None:
    found = [halls.accounts.by_username(hall_id, "ani") for hall_id in (HALL, OTHER)]
    assert [one and one.id for one in found] == ["a-uji", "a-lain"]
    with pytest.raises(StoreError, match="ani"):
        halls.accounts.add(Account("a-3", HALL, "ani", "Ani", "staff", "x"), MORNING)
    devices = [halls.devices.by_token(f"token-{hall_id}") for hall_id in (HALL, OTHER)]
    assert [one and one.hall_id for one in devices] == [HALL, OTHER]


def test_what_one_does_to_its_device_leaves_the_others_alone(halls: Store) -> None:
    halls.devices.report(HALL, "kios-1", {"state": "ok"}, MORNING)
    assert halls.devices.all(OTHER)[0].status is None
    assert halls.devices.set_token(HALL, "kios-1", "another")
    assert halls.devices.withdraw(HALL, "kios-1", MORNING)
    assert halls.devices.all(HALL) == []
    assert halls.devices.by_token(f"token-{OTHER}") is not None


def test_a_clock_that_is_ahead_ends_no_session_of_the_other_hall(halls: Store) -> None:
    halls.accounts.begin_session(f"a-{OTHER}", "theirs", MORNING, LATER)
    halls.accounts.begin_session(f"a-{HALL}", "ahead", LATER + timedelta(days=1), LATER + timedelta(days=2))
    assert halls.accounts.by_session("theirs", MORNING) is not None


def test_their_days_number_by_themselves(halls: Store) -> None:
    harness = WriterHarness(halls)
    beside = halls.writer(OTHER, harness.clock)
    given = [*numbers(harness.commit(issue()).outcomes), *numbers(beside.commit([issue()]).outcomes)]
    assert given == ["A-001", "A-001"]
    beside.close()
    harness.writer.close()


def test_zones_pictures_and_trails_of_the_same_name_are_apart(halls: Store) -> None:
    one, two = halls.leases(HALL), halls.leases(OTHER)
    assert list(one.take({"utama": "layar-1"})) == list(two.take({"utama": "layar-1"})) == ["utama"]
    asking, other = halls.looks(HALL), halls.looks(OTHER)
    asking.ask("layar-1")
    assert (asking.waiting(), other.waiting()) == ({"layar-1": 1}, {})
    other.answer("layar-1", Picture(b"theirs", "image/png", MORNING))
    assert asking.latest("layar-1") is None
    halls.trails.add(HALL, Deed("signed_in", "staff:a"), MORNING)
    assert [len(halls.trails.entries(hall_id)) for hall_id in (HALL, OTHER)] == [1, 0]


def test_a_picture_is_taken_for_whoever_asked_and_written_for_nobody_else(halls: Store) -> None:
    looks = halls.looks(HALL)
    looks.answer("layar-1", Picture(b"unasked", "image/png", MORNING))
    for _ in range(3):
        looks.ask("layar-1")
    assert looks.waiting() == {"layar-1": 3}
    looks.answer("layar-1", Picture(b"first", "image/jpeg", MORNING))
    looks.answer("layar-1", Picture(b"second", "image/jpeg", LATER))
    assert looks.waiting() == {}
    assert looks.latest("layar-1") == Picture(b"first", "image/jpeg", MORNING)


def test_somebody_who_is_removed_leaves_an_id_and_a_free_name(halls: Store) -> None:
    halls.accounts.begin_session("a-uji", "open", MORNING, LATER)
    halls.accounts.remove("a-uji", MORNING)
    assert halls.accounts.by_session("open", MORNING) is None
    assert halls.accounts.by_username(HALL, "ani") is halls.accounts.by_id("a-uji") is None
    assert halls.accounts.all(HALL) == []
    assert halls.accounts.locked(HALL) == ["staff:a-uji"]
    halls.accounts.add(Account("a-4", HALL, "ani", "Ani Baru", "staff", "x"), MORNING)
    with pytest.raises(StoreError, match="already an account"):
        halls.accounts.add(Account("a-uji", HALL, "anu", "Anu", "staff", "x"), MORNING)


def test_people_sessions_and_devices_of_the_version_before_are_kept(store_url: str) -> None:
    engine = write_engine(parse_url(store_url))
    rows = {
        "accounts (account_id, hall_id, username, display_name, role, password_hash, created_at, agency_id)":
            ("a1", "uji", "ani", "Ani", "staff", "h", "x", "satu"),
        "sessions (token_hash, account_id, created_at, expires_at)": ("t1", "a1", "x", "9999"),
        "devices (device_id, hall_id, kind, name, token_hash, created_at, zone_id)":
            ("d1", "uji", "kiosk", "Kios", "t2", "x", "utama"),
    }  # fmt: skip
    with engine.begin() as connection:
        command.upgrade(migrate._alembic(connection), "0006")
        for into, row in rows.items():
            connection.execute(text(f"INSERT INTO {into} VALUES {row}"))  # noqa: S608  # the rows above
    engine.dispose()
    with open_store(store_url, hub=True) as store, store.write.connect() as connection:
        kept = [
            connection.execute(text(asked)).one()
            for asked in (
                "SELECT account_id, agency_id, removed_at FROM accounts",
                "SELECT token_hash, account_id, expires_at FROM sessions",
                "SELECT device_id, hall_id, zone_id FROM devices",
            )
        ]
        assert [tuple(one) for one in kept] == [
            ("a1", "satu", None), ("t1", "a1", "9999"), ("d1", "uji", "utama"),
        ]  # fmt: skip
        connection.execute(text("DELETE FROM accounts"))
        assert connection.execute(text("SELECT count(*) FROM sessions")).scalar() == 0
