"""When the database does not take a batch, nobody was told anything and nothing is half there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from balai.domain.day import replay
from balai.domain.log import happened_of
from server.store import StoreUnavailable, open_store
from server.store.day import eventlog
from server.store.tables.day import events
from tests.support.days import MORNING, small_hall
from tests.support.hub.full_disk import no_file_grows_beyond
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[WriterHarness]:
    """A writer on SQLite that has given three numbers."""
    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        made = WriterHarness(store)
        made.commit(issue(), issue(), issue())
        yield made
        made.writer.close()


def _settings(harness: WriterHarness, *pragmas: str) -> None:
    connection = harness.writer._connection
    assert connection is not None
    for pragma in pragmas:
        connection.exec_driver_sql(f"PRAGMA {pragma}").close()
    connection.rollback()


def _refused(harness: WriterHarness) -> list[str]:
    """A batch that fails, and what its jobs were told."""
    before, log = harness.writer.day, harness.store.entries(HALL, harness.today())
    committed = harness.commit(*(issue(request_id=f"r{n}") for n in range(40)))
    assert (committed.news, committed.steps) == ((), ())
    assert {outcome.status for outcome in committed.outcomes} == {503}
    assert harness.writer.day == before
    assert harness.store.entries(HALL, harness.today()) == log
    errors = [outcome.error for outcome in committed.outcomes]
    assert all(isinstance(error, StoreUnavailable) for error in errors)
    return [str(error) for error in errors]


def _goes_on(harness: WriterHarness) -> None:
    """The same requests, sent again, are taken once."""
    committed = harness.commit(*(issue(request_id=f"r{n}") for n in range(40)))
    assert numbers(committed.outcomes) == [f"A-{n:03d}" for n in range(4, 44)]
    entries = harness.writer.entries(harness.today())
    assert replay(map(happened_of, entries)) == harness.writer.day
    assert [check.fault for check in harness.store.audit(HALL)] == [None]


def test_a_full_database(on_file: WriterHarness) -> None:
    _settings(on_file, "max_page_count = 1")
    assert "full" in _refused(on_file)[0]
    _goes_on(on_file)


def test_a_disk_that_takes_no_more(on_file: WriterHarness) -> None:
    log = Path(f"{on_file.store.url.database}-wal")
    with no_file_grows_beyond(log.stat().st_size + 5000):
        assert "the same request again" in _refused(on_file)[0]
    _goes_on(on_file)


def test_a_database_that_may_only_be_read(on_file: WriterHarness) -> None:
    _settings(on_file, "query_only = ON")
    assert "readonly" in _refused(on_file)[0]
    _goes_on(on_file)


def test_somebody_else_holding_the_file_for_long(on_file: WriterHarness) -> None:
    _settings(on_file, "busy_timeout = 0")
    with on_file.store.write.begin():
        assert "locked" in _refused(on_file)[0]
    _goes_on(on_file)


def test_somebody_else_holding_the_file_briefly_is_waited_for(on_file: WriterHarness) -> None:
    other = on_file.store.write.connect()
    other.begin()
    release = threading.Timer(0.2, other.close)
    release.start()
    assert numbers(on_file.commit(issue()).outcomes) == ["A-004"]
    release.join()


def test_the_unique_key_is_the_last_guard(harness: WriterHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    harness.commit(issue(), issue(), issue())
    stale = WriterHarness(harness.store)
    harness.commit(issue("pajak"))
    with monkeypatch.context() as blind:
        blind.setattr(eventlog, "since", lambda *_: [])
        committed = stale.commit(issue(), issue())
    assert {outcome.status for outcome in committed.outcomes} == {503}
    after = stale.commit(issue())
    assert [h.event.TYPE for h in after.seen] == ["visit_issued"]
    assert numbers(after.outcomes) == ["A-004"]
    harness.writer.catch_up()
    assert stale.writer.day == harness.writer.day
    stale.writer.close()


def test_a_log_that_was_replaced_beneath_is_read_anew(harness: WriterHarness) -> None:
    harness.commit(issue(), issue(), issue("pajak"))
    with harness.store.write.begin() as connection:
        connection.execute(events.delete().where(events.c.seq > 2))
    committed = harness.commit(issue())
    assert numbers(committed.outcomes) == ["A-002"]
    assert [h.seq for h in committed.news] == [3]


def test_a_lost_connection_fails_one_batch_and_is_replaced(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(issue(), issue(), issue())
        _end_all(postgres_url)
        _refused(harness)
        _goes_on(harness)
        _end_all(postgres_url)
        with pytest.raises(StoreUnavailable):
            harness.writer.catch_up()
        assert harness.writer.catch_up() == ()
        harness.writer.close()


def _end_all(url: str) -> None:
    with open_store(url) as other, other.write.connect() as connection:
        connection.execute(text(END_OTHERS))


def test_a_lost_connection_is_no_loss_to_readers(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        store.halls.put(small_hall(), MORNING)
        assert store.halls.ids() == [HALL]
        _end_all(postgres_url)
        assert store.halls.ids() == [HALL]
        store.check()
