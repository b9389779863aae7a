"""Opening a store: what is refused, who may have it, and how its tables come to be."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from server.store import Store, StoreBusy, StoreError, StoreUnavailable, migrate, open_store
from server.store.engine import parse_url, write_engine
from server.store.kept.walls.announcements import read_announcement
from server.store.tables import metadata
from tests.support.days import MORNING, small_hall
from tests.support.hub.services import free_port
from tests.support.hub.stores import HALL, WriterHarness, issue


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "in memory"),
        ("sqlite:///:memory:", "in memory"),
        ("sqlite:///file:x?mode=memory&uri=true", "in memory"),
        ("mysql://root@localhost/balai", "not mysql"),
        ("balai.db", "no database URL"),
        ("sqlite:////no/such/folder/balai.db", "does not exist"),
    ],
)
@pytest.mark.parametrize("hub", [True, False])
def test_a_url_that_cannot_keep_a_log_is_refused_with_what_to_do(url: str, said: str, hub: bool) -> None:
    with pytest.raises(StoreError, match=said):
        open_store(url, hub=hub)


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    with pytest.raises(StoreUnavailable):
        open_store(f"postgresql+psycopg://balai@127.0.0.1:{free_port()}/balai")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "photo.png"
    other.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{other}")
    assert other.read_bytes() == b"not a database at all" * 100


def test_a_second_hub_on_one_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'balai.db'}"
    with open_store(url, hub=True):
        with pytest.raises(StoreBusy, match=r"Another hub .*/balai\.db.*Stop that hub") as busy:
            open_store(url, hub=True)
        assert busy.value.code == "store_busy"
        program = "import sys; from server.store import open_store; open_store(sys.argv[1], hub=True)"
        second = subprocess.run(
            [sys.executable, "-c", program, url], capture_output=True, text=True, check=False
        )
        assert second.returncode == 1
        assert "StoreBusy" in second.stderr
    with open_store(url, hub=True) as again:
        again.check()


def test_many_hubs_share_postgresql(postgres_url: str) -> None:
    with open_store(postgres_url, hub=True) as one, open_store(postgres_url, hub=True) as two:
        one.halls.put(small_hall(), MORNING)
        assert two.halls.ids() == [HALL]


def test_the_writers_own_connection_commits_durably(harness: WriterHarness) -> None:
    harness.commit(issue())
    connection = harness.writer._connection
    assert connection is not None
    if harness.store.one_writer:
        asked = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked}
    else:
        asked = {"synchronous_commit": "on", "transaction_isolation": "read committed", "fsync": "on"}
        found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in asked}
    connection.rollback()
    assert found == asked


def test_readers_cannot_write_on_sqlite(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        connection = store.read.connect()
        with pytest.raises(OperationalError, match="readonly"):
            connection.execute(text("DELETE FROM events"))
        connection.close()


def test_the_migrations_make_the_tables_of_the_code(store: Store) -> None:
    with store.write.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        tables = inspect(connection)
        for table in metadata.sorted_tables:
            keys = tables.get_pk_constraint(table.name)["constrained_columns"]
            assert keys == [column.name for column in table.primary_key]


def test_the_newest_version_is_the_one_in_the_code() -> None:
    scripts = ScriptDirectory(str(Path(migrate.__file__).with_name("migrations")))
    assert scripts.get_current_head() == migrate.NEWEST


def test_opening_again_changes_nothing(store: Store) -> None:
    assert migrate.upgrade(store.write) == migrate.NEWEST


def test_announcements_of_the_version_before_are_kept(store_url: str) -> None:
    engine = write_engine(parse_url(store_url))
    with engine.begin() as connection:
        command.upgrade(migrate._alembic(connection), "0003")
        connection.execute(
            text(
                "INSERT INTO announcements (hall_id, announcement_id, day, text, language, times) "
                "VALUES ('uji', 'a', '2026-04-14', 'Halo.', 'id', 2)"
            )
        )
    engine.dispose()
    with open_store(store_url, hub=True) as store, store.read.connect() as connection:
        assert migrate.current(connection) == migrate.NEWEST
        found = read_announcement(connection, "uji", "2026-04-14", "a")
    assert found is not None
    assert (found.text, found.recorded) == ("Halo.", False)


def test_tables_of_a_newer_program_are_left_alone(store: Store, tables_url: str) -> None:
    with store.write.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"9999.*newer") as newer:
        open_store(tables_url)
    assert newer.value.code == "store_newer"


def test_programs_that_start_at_once_make_the_tables_once(store_url: str) -> None:
    def opened(_: int) -> str | None:
        with open_store(store_url) as store, store.read.connect() as connection:
            return migrate.current(connection)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(opened, range(3))) == [migrate.NEWEST] * 3
