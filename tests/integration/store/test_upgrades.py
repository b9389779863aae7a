"""A store meets programs of other versions: copied before it changes, and there is a way back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from click.testing import CliRunner
from sqlalchemy import Boolean, Float, Integer, LargeBinary, MetaData, Table, insert, select, text

from server.cli.store import db
from server.store import StoreBusy, StoreError, migrate, open_store
from server.store.engine import parse_url, write_engine
from server.store.lock import hold
from server.store.safety.copies import verified
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

VERSIONS = migrate.versions()
EARLIER = VERSIONS[1:]


def _at(url: str, version: str) -> MetaData:
    """Make the tables of an earlier version; what a program of that version knows of them."""
    engine, known = write_engine(parse_url(url)), MetaData()
    with engine.begin() as connection:
        command.upgrade(migrate._alembic(connection), version)
        known.reflect(connection)
    engine.dispose()
    known.remove(known.tables["alembic_version"])
    return known


def _row(table: Table) -> dict[str, Any]:
    """A row with a value in each column that this version knows."""
    kinds = {Boolean: False, Integer: 1, Float: 1.0, LargeBinary: b"x"}
    return {
        column.name: next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "x")
        for column in table.columns
    }


@pytest.mark.parametrize("version", EARLIER)
def test_a_program_of_any_earlier_version_can_write_and_read_these_tables(
    store_url: str, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _at(store_url, version)
    with open_store(store_url, hub=True) as store:
        migrate.downgrade(store.write, version)
        with monkeypatch.context() as earlier:
            earlier.setattr(migrate, "NEWEST", version)
            assert migrate.upgrade(store.write) == version
        with store.write.begin() as connection:
            for table in known.sorted_tables:
                row = _row(table)
                connection.execute(insert(table), row)
                found = connection.execute(select(table)).mappings().one()
                assert dict(found) == row, table.name


def test_going_back_and_up_again_loses_nothing(store_url: str) -> None:
    with open_store(store_url, hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(issue(), issue())
        harness.writer.close()
        migrate.downgrade(store.write, EARLIER[-1])
        migrate.downgrade(store.write, EARLIER[-1])
    with pytest.raises(StoreError, match="db upgrade") as older:
        open_store(store_url)
    assert older.value.code == "store_older"
    with open_store(store_url, hub=True) as store:
        assert migrate.version_of(store.write) == VERSIONS[0]
        harness = WriterHarness(store)
        assert numbers(harness.commit(issue()).outcomes) == ["A-003"]
        harness.writer.close()
        assert [check.fault for check in store.audit(HALL)] == [None]


@pytest.mark.parametrize("version", ["9999", VERSIONS[0] + "x", ""])
def test_there_is_no_way_to_a_version_that_never_was(store_url: str, version: str) -> None:
    with open_store(store_url, hub=True) as store:
        with pytest.raises(StoreError, match="no version"):
            migrate.downgrade(store.write, version)
        assert migrate.version_of(store.write) == VERSIONS[0]


@pytest.fixture
def older(tmp_path: Path) -> str:
    """A SQLite store of an earlier version."""
    url = f"sqlite:///{tmp_path / 'balai.db'}"
    _at(url, EARLIER[0])
    return url


def _version(url: str) -> str | None:
    engine = write_engine(parse_url(url))
    try:
        return migrate.version_of(engine)
    finally:
        engine.dispose()


def test_a_hub_copies_a_store_before_it_brings_it_up_to_date(tmp_path: Path, older: str) -> None:
    with open_store(older, hub=True):
        assert _version(older) == VERSIONS[0]
    (copy,) = tmp_path.glob("balai.db.tables-*")
    assert f".tables-{EARLIER[0]}-" in copy.name
    assert _version(f"sqlite:///{copy}") == EARLIER[0]
    assert verified(copy).entries == 0
    with open_store(older, hub=True):
        assert list(tmp_path.glob("balai.db.tables-*Z")) == [copy]


def test_without_room_for_the_copy_nothing_is_changed(
    tmp_path: Path, older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.store.store.copy_file", full)
    with pytest.raises(StoreError, match="Make room"):
        open_store(older, hub=True)
    assert _version(older) == EARLIER[0]
    assert not list(tmp_path.glob("balai.db.tables-*"))


@pytest.mark.parametrize("arguments", [["rebuild"], ["upgrade"], ["downgrade", EARLIER[-1]]])
def test_no_command_brings_a_store_up_to_date_beside_a_running_hub(
    tmp_path: Path, older: str, arguments: list[str]
) -> None:
    config = tmp_path / "hub.toml"
    config.write_text(f'[store]\nurl = "{older}"\n')
    held = hold(tmp_path / "balai.db")
    try:
        done = CliRunner().invoke(db, [*arguments, "--config", str(config)])
    finally:
        os.close(held)
    assert done.exit_code == 1, done.output
    assert "upgrade" in done.output or "Another hub" in done.output
    assert _version(older) == EARLIER[0]
    assert CliRunner().invoke(db, ["upgrade", "--config", str(config)]).exit_code == 0
    assert _version(older) == VERSIONS[0]


def test_on_postgresql_no_command_does_beside_a_connected_hub(postgres_url: str) -> None:
    _at(postgres_url, EARLIER[0])
    beside = write_engine(parse_url(postgres_url))
    with beside.connect() as hub:
        hub.execute(text("SELECT 1"))
        with pytest.raises(StoreBusy, match="Stop the hubs"):
            open_store(postgres_url, upgrades=True)
    beside.dispose()
    assert _version(postgres_url) == EARLIER[0]
    with open_store(postgres_url, upgrades=True):
        assert _version(postgres_url) == VERSIONS[0]
