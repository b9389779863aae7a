"""How much a number alone writes: counted in the log that SQLite writes ahead."""

from __future__ import annotations

import sqlite3
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from server.store import open_store
from server.store.engine import CHECKPOINT_BYTES
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

NUMBERS = 200
#: As long as the answer with a number is.
ANSWER = {"answer": "x" * 420}


def _written_each(file: Path, harness: WriterHarness) -> float:
    log = file.with_name(file.name + "-wal")
    before = log.stat().st_size
    for _ in range(NUMBERS):
        job = replace(issue(request_id=str(uuid.uuid4()), digest="d" * 64), answer=lambda *_: ANSWER)
        (outcome,) = harness.commit(job).outcomes
        assert outcome.text is not None
    return (log.stat().st_size - before) / NUMBERS


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "balai.db"


def test_a_number_alone_writes_a_few_small_pages(file: Path) -> None:
    with open_store(f"sqlite:///{file}", hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        assert _written_each(file, harness) < 7 * 2072
        harness.writer.close()


def test_what_is_written_first_has_its_place_on_the_disk(file: Path) -> None:
    with open_store(f"sqlite:///{file}", hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        before = file.stat().st_size
        store.serve()
        log = file.with_name(file.name + "-wal")
        room = log.stat().st_size
        assert (room > CHECKPOINT_BYTES, file.stat().st_size) == (True, before)
        assert _written_each(file, harness) == 0
        assert log.stat().st_size == room
        harness.writer.close()
    with open_store(f"sqlite:///{file}", hub=True) as store:
        assert not log.exists() or log.stat().st_size < CHECKPOINT_BYTES
        assert [check.fault for check in store.audit(HALL)] == [None]
        harness = WriterHarness(store)
        assert len(harness.writer.day.visits) == NUMBERS
        harness.writer.close()


def test_a_store_of_before_keeps_its_pages_and_all_that_it_holds(file: Path) -> None:
    old = sqlite3.connect(file)
    old.execute("PRAGMA page_size = 4096")
    old.execute("VACUUM")
    old.close()
    with open_store(f"sqlite:///{file}", hub=True) as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        assert _written_each(file, harness) < 7 * 4120
        with store.write.connect() as connection:
            assert connection.scalar(text("PRAGMA page_size")) == 4096
            assert connection.scalar(text("PRAGMA wal_autocheckpoint")) == 4096
        assert numbers(harness.commit(issue()).outcomes) == [f"A-{NUMBERS + 1}"]
        harness.writer.close()
        assert [check.fault for check in store.audit(HALL)] == [None]
