"""Days long closed leave the table that is written all day, and are read like any other."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from balai.clock import ManualClock
from balai.domain.errors import BrokenLog
from server.cli.day.log import log
from server.cli.store import db
from server.store import Store, migrate, open_store
from server.store.day.reads import READ_TABLES
from server.store.day.upkeep import archive
from server.store.safety.copies import back_up, verified
from server.store.tables.day import archives, events
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, call, issue, sit, tables_of

DAYS = 4
FIRST = "2026-04-14"


def _nothing(_seconds: float) -> None:
    """Nobody waits."""


def _play(harness: WriterHarness, days: int = DAYS) -> None:
    """Some days with visits, a call and a transfer of days."""
    for n in range(days):
        if n:
            harness.clock.advance(86400)
        harness.commit(issue(visit_id=f"v{n}"), issue(), issue("pajak"))
        harness.do(sit("l1"), call("l1", None))
    harness.writer.settle()


def _hot(store: Store) -> list[str]:
    with store.read.connect() as connection:
        return list(connection.scalars(select(events.c.day).distinct().order_by(events.c.day)))


def _day(n: int) -> str:
    return (date.fromisoformat(FIRST) + timedelta(days=n)).isoformat()


def test_archived_days_read_entry_by_entry_as_they_were(harness: WriterHarness) -> None:
    _play(harness)
    store = harness.store
    before = {_day(n): store.entries(HALL, _day(n)) for n in range(DAYS)}
    checks, tables = store.audit(HALL), tables_of(store, *READ_TABLES)
    assert store.archive(HALL, _day(2), _nothing) == 2
    assert _hot(store) == [_day(2), _day(3)]
    assert {day: store.entries(HALL, day) for day in before} == before
    assert store.entries(HALL, FIRST, 2, 3) == before[FIRST][2:5]
    assert store.audit(HALL) == checks
    assert store.rebuild(HALL, _nothing) == DAYS
    assert tables_of(store, *READ_TABLES) == tables
    assert store.archive(HALL, _day(2), _nothing) == 0


def test_the_newest_day_stays_however_old_it_is(harness: WriterHarness) -> None:
    _play(harness, 2)
    assert harness.store.archive(HALL, "2030-01-01", _nothing) == 1
    assert _hot(harness.store) == [_day(1)]
    assert harness.commit(issue()).outcomes[0].status == 201


def test_a_hub_writes_between_the_slices(harness: WriterHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "SLICE", 2)
    _play(harness, 2)
    between: list[int] = []
    before = harness.store.entries(HALL, FIRST)

    def hub_goes_on(_seconds: float) -> None:
        between.append(harness.commit(issue()).outcomes[0].status)
        assert harness.store.entries(HALL, FIRST) == before

    harness.store.archive(HALL, _day(1), hub_goes_on)
    assert between == [201] * ((len(before) + 1) // 2)
    assert [check.fault for check in harness.store.audit(HALL)] == [None, None]


def test_what_was_interrupted_is_read_from_the_archive_and_goes_on(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "SLICE", 2)
    _play(harness, 2)
    before = harness.store.entries(HALL, FIRST)

    def power_goes(_seconds: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harness.store.archive(HALL, _day(1), power_goes)
    assert _hot(harness.store) == [FIRST, _day(1)]
    assert harness.store.entries(HALL, FIRST) == before
    assert harness.store.archive(HALL, _day(1), _nothing) == 1
    assert _hot(harness.store) == [_day(1)]
    assert harness.store.entries(HALL, FIRST) == before


def test_a_day_that_does_not_hold_is_not_put_away(harness: WriterHarness) -> None:
    _play(harness, 2)
    with harness.store.write.begin() as connection:
        connection.execute(events.update().where(events.c.day == FIRST, events.c.seq == 3).values(actor="x"))
    with pytest.raises(BrokenLog):
        harness.store.archive(HALL, _day(1), _nothing)
    assert _hot(harness.store) == [FIRST, _day(1)]
    assert tables_of(harness.store, archives)["archives"] == []


CHANGES: dict[str, Callable[[bytes], dict[str, object]]] = {
    "log": lambda log: {"log": log[:-9] + bytes([log[-9] ^ 1]) + log[-8:]},
    "cut": lambda log: {"log": log[:-20]},
    "empty": lambda _log: {"log": b""},
    "last": lambda _log: {"last_hash": "0" * 64},
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_archive_that_was_changed_is_found_at_a_glance_and_by_its_entries(
    harness: WriterHarness, change: str
) -> None:
    _play(harness, 3)
    harness.store.archive(HALL, _day(2), _nothing)
    kept = tables_of(harness.store, archives)["archives"][0][-1]
    with harness.store.write.begin() as connection:
        connection.execute(archives.update().where(archives.c.day == FIRST).values(**CHANGES[change](kept)))
    assert harness.store.audit(HALL)[0].fault is not None
    with harness.store.read.connect() as connection, pytest.raises(BrokenLog):
        archive.glance(connection, HALL, FIRST)


def test_days_that_are_kept_no_longer_leave_the_end_of_their_chain_and_nothing_else(
    harness: WriterHarness,
) -> None:
    _play(harness)
    store = harness.store
    store.archive(HALL, _day(3), _nothing)
    ends = [(check.day, check.entries, check.hash) for check in store.audit(HALL)]
    assert store.let_go(HALL, _day(2), _nothing) == 2
    assert store.let_go(HALL, _day(2), _nothing) == 0
    assert [(check.day, check.entries, check.hash) for check in store.audit(HALL)] == ends
    assert [check.fault for check in store.audit(HALL)] == [None] * DAYS
    assert store.entries(HALL, FIRST) == []
    assert store.audit(HALL, FIRST)[0].fault is None
    left = tables_of(store, *READ_TABLES)
    assert {row[1] for rows in left.values() for row in rows} == {_day(2), _day(3)}
    assert store.rebuild(HALL, _nothing) == 2
    assert tables_of(store, *READ_TABLES) == left
    assert harness.commit(issue()).outcomes[0].status == 201
    with store.write.begin() as connection:
        connection.execute(archives.update().where(archives.c.day == FIRST).values(entries=1))
    assert store.audit(HALL)[0].fault is not None, "what stays of it is held to its digest"


def test_a_day_whose_archive_was_changed_is_not_let_go(harness: WriterHarness) -> None:
    _play(harness, 3)
    harness.store.archive(HALL, _day(2), _nothing)
    with harness.store.write.begin() as connection:
        connection.execute(archives.update().where(archives.c.day == FIRST).values(entries=1))
    with pytest.raises(BrokenLog):
        harness.store.let_go(HALL, _day(2), _nothing)
    assert len(tables_of(harness.store, archives)["archives"][0][-1]) > 0


def test_a_copy_holds_the_archive_and_a_program_without_one_gets_its_days_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'balai.db'}"
    config = tmp_path / "hub.toml"
    config.write_text(f'[store]\nurl = "{url}"\n')
    with open_store(url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        _play(harness, 3)
        harness.writer.close()
        entries = store.entries(HALL, FIRST)
    put = CliRunner().invoke(db, ["archive", "--config", str(config)])
    assert put.exit_code == 0, put.output
    assert "2 days" in put.output
    assert verified(back_up(url, tmp_path / "copies", MORNING).path).days == 3
    shown = CliRunner().invoke(log, ["explain", "A-001", "--day", FIRST, "--config", str(config)])
    assert shown.exit_code == 0, shown.output
    assert "A-001" in shown.output
    back = CliRunner().invoke(db, ["downgrade", "0006", "--config", str(config)])
    assert back.exit_code == 0, back.output
    with open_store(url, hub=True) as store:
        assert migrate.version_of(store.write) == migrate.NEWEST
        assert _hot(store) == [_day(n) for n in range(3)]
        assert store.entries(HALL, FIRST) == entries
        with store.read.connect() as connection:
            assert connection.scalar(select(func.count()).select_from(archives)) == 0
            assert connection.scalar(text("SELECT 1")) == 1


def test_the_hubs_file_says_how_long_days_are_kept(tmp_path: Path) -> None:
    url, config = f"sqlite:///{tmp_path / 'balai.db'}", tmp_path / "hub.toml"
    with open_store(url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        _play(harness, 3)
        harness.writer.close()
    config.write_text(f'[store]\nurl = "{url}"\n[keeping]\narchive_days = 31\nyears = 1\n')

    def archived(at: str) -> str:
        words = ["archive", "--config", str(config), "--clock", f"scaled:{time.time()}:1:{at}T01:00:00+00:00"]
        done = CliRunner().invoke(db, words)
        assert done.exit_code == 0, done.output
        return done.output

    assert "2 days" in archived("2026-05-17")
    assert "0 days" in archived("2047-04-16").splitlines()[1], "by a clock that is twenty years ahead"
    for day, gone in (("2027-04-15", 0), ("2027-04-16", 1)):
        with open_store(url, hub=True) as store:
            harness = WriterHarness(store, ManualClock(datetime.fromisoformat(f"{day}T01:00:00+00:00")))
            harness.commit(issue())
            harness.writer.close()
        assert f"{gone} days" in archived(day).splitlines()[1], "not a day before its time"
    with open_store(url, upgrades=False) as store:
        assert store.entries(HALL, FIRST) == []
        assert store.entries(HALL, _day(1))
        assert [check.fault for check in store.audit(HALL)] == [None] * 5
        assert "days_let_go" in {entry.what for entry in store.trails.entries(HALL)}
