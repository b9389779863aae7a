"""A number that is asked for alone: one statement, with the same guards as a batch; a few in place."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import event

from balai.domain import commands as c
from balai.domain.day import replay
from balai.domain.log import happened_of
from server.store import Job, StoreUnavailable, engine, open_store
from server.store.day import alone
from server.store.tables.day import events
from tests.support.days import MORNING, small_hall
from tests.support.hub.full_disk import no_file_grows_beyond
from tests.support.hub.stores import HALL, WriterHarness, issue, numbers

T = TypeVar("T")


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[WriterHarness]:
    """A writer on SQLite that has given one number, alone."""
    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        made = WriterHarness(store)
        assert numbers(made.commit(issue(request_id="first")).outcomes) == ["A-001"]
        yield made
        made.writer.close()
        assert [check.fault for check in store.audit(HALL)] == [None]


def _write_in_place(harness: WriterHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the writer take the disk for quick, whatever it takes here."""
    monkeypatch.setattr(alone, "TRIES", 0)
    monkeypatch.setattr(alone, "SHORT_SECONDS", -1.0)  # so that it counts anew
    harness.commit(issue(request_id="to see that"))


def _handed_over(harness: WriterHarness, *jobs: Job) -> bool:
    """Commit them; whether they were handed over to whatever waits for the disk."""
    handed = []

    def apart(work: Callable[[], T]) -> T:
        handed.append(work)
        return work()

    outcomes = harness.writer.commit(jobs, apart).outcomes
    assert {outcome.status for outcome in outcomes} <= {200, 201, 409}
    return bool(handed)


def _some(count: int) -> list[Job]:
    return [issue(request_id=str(uuid.uuid4())) for _ in range(count)]


def _is_whole(harness: WriterHarness) -> bool:
    """Whether what the writer knows is what its log says."""
    entries = harness.writer.entries(harness.today())
    return replay(map(happened_of, entries)) == harness.writer.day


def test_it_is_written_by_one_statement(tmp_path: Path) -> None:
    said: list[str] = []

    def heard(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(said.append)

    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        event.listen(store.write, "connect", heard)
        harness = WriterHarness(store)
        harness.commit(issue(request_id="first"))
        said.clear()
        harness.commit(issue(request_id="alone"))
        # SQLite tells of it again for each part of what it does.
        assert {statement[:17] for statement in said} == {"INSERT INTO alone"}
        harness.writer.close()


def test_what_another_process_did_comes_first(harness: WriterHarness) -> None:
    other = WriterHarness(harness.store)
    other.commit(issue(request_id="other"))
    committed = harness.commit(issue(request_id="here"))
    assert numbers(committed.outcomes) == ["A-003"]
    assert [h.seq for h in committed.seen] == [3]
    assert numbers(harness.commit(issue(request_id="next")).outcomes) == ["A-004"]
    assert other.writer.catch_up() != ()
    assert other.writer.day == harness.writer.day
    assert _is_whole(harness)
    other.writer.close()


def test_a_request_that_was_answered_gets_its_answer_again(harness: WriterHarness) -> None:
    first = harness.commit(issue(request_id="r")).outcomes[0]
    again = harness.commit(issue(request_id="r")).outcomes[0]
    assert (again.text, again.repeated, again.status) == (first.text, True, 201)
    assert harness.commit(issue(request_id="r", digest="of something else")).outcomes[0].status == 422
    assert harness.writer.day.seq == 3


def test_what_is_refused_is_refused_on_the_day_as_it_is(harness: WriterHarness) -> None:
    refused = harness.commit(issue("nothing", request_id="r")).outcomes[0]
    assert refused.refusal is not None
    assert numbers(harness.commit(issue(request_id="r")).outcomes) == ["A-002"]


def test_a_log_that_was_replaced_beneath_is_read_anew(harness: WriterHarness) -> None:
    harness.commit(issue(request_id="second"))
    with harness.store.write.begin() as connection:
        connection.execute(events.delete().where(events.c.seq > 2))
    committed = harness.commit(issue(request_id="third"))
    assert numbers(committed.outcomes) == ["A-002"]
    assert _is_whole(harness)


def test_another_process_that_writes_is_waited_for(harness: WriterHarness) -> None:
    other = harness.store.write.connect()
    other.begin()
    release = threading.Timer(0.2, other.close)
    release.start()
    assert numbers(harness.commit(issue(request_id="r")).outcomes) == ["A-002"]
    release.join()


@pytest.mark.parametrize("count", [1, 3])
def test_where_the_disk_takes_no_more_nobody_was_told_anything(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    _write_in_place(harness, monkeypatch)
    log, before = Path(f"{harness.store.url.database}-wal"), harness.writer.day
    jobs = [issue(request_id=f"r{number}") for number in range(count)]
    with no_file_grows_beyond(log.stat().st_size + 2000):
        committed = harness.commit(*jobs)
    assert {type(outcome.error) for outcome in committed.outcomes} == {StoreUnavailable}
    assert ({outcome.status for outcome in committed.outcomes}, committed.news) == ({503}, ())
    assert harness.writer.day == before
    assert numbers(harness.commit(*jobs).outcomes) == ["A-003", "A-004", "A-005"][:count]
    assert _is_whole(harness)


def test_it_is_written_in_place_only_where_the_disk_is_quick_again_and_again(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [0.0, alone.SHORT_SECONDS * 2]
    monkeypatch.setattr(alone, "monotonic", lambda: moments.pop(0) if moments else 0.0)

    def in_place() -> bool:
        """Whether the next number is written in place; it is given in any case."""
        job = issue(request_id=f"r{harness.writer.day.seq}")
        committed = harness.writer.in_place(job)
        given = numbers((committed or harness.commit(job)).outcomes)
        assert given == [f"A-{harness.writer.day.seq - 1:03d}"]
        return committed is not None

    assert not in_place(), "it takes long"
    assert [in_place() for _ in range(alone.TRIES + 2)] == [*[False] * alone.TRIES, True, True]
    moments += [0.0, alone.SHORT_SECONDS * 2]
    assert [in_place() for _ in range(2)] == [True, False]


def test_a_few_numbers_are_written_in_place_where_the_disk_is_quick_and_nothing_else(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = [0.0, alone.SHORT_SECONDS * 2]
    monkeypatch.setattr(alone, "monotonic", lambda: moments.pop(0) if moments else 0.0)
    harness.commit(*_some(2))  # it takes long
    assert all(_handed_over(harness, *_some(2)) for _ in range(alone.TRIES))
    assert not _handed_over(harness, *_some(alone.FEW))
    assert not _handed_over(harness, *_some(2), issue("nothing", request_id="refused"))
    assert _handed_over(harness, *_some(alone.FEW + 1))
    opens = c.OpenCounter(counter_id="l1", session_id="s", actor="staff:x")
    assert _handed_over(harness, *_some(2), Job(opens, "opens", "d"))
    assert _handed_over(harness, *_some(2), issue())
    assert not _handed_over(harness, *_some(2))
    moments += [0.0, alone.SHORT_SECONDS * 2]
    assert [_handed_over(harness, *_some(2)) for _ in range(3)] == [False, True, True]
    assert _is_whole(harness)


def test_a_few_numbers_catch_up_and_are_answered_as_before(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_in_place(harness, monkeypatch)
    other = WriterHarness(harness.store)
    other.commit(issue(request_id="other"))
    first, second = _some(2)
    assert numbers(harness.commit(first, second).outcomes) == ["A-004", "A-005"]
    again = harness.commit(second, issue(request_id="new")).outcomes
    assert (numbers(again), [outcome.repeated for outcome in again]) == (["A-005", "A-006"], [True, False])
    assert other.writer.catch_up() != ()
    assert other.writer.day == harness.writer.day
    assert _is_whole(harness)
    other.writer.close()


def test_a_few_numbers_are_handed_over_while_another_process_writes(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_in_place(harness, monkeypatch)
    other = harness.store.write.connect()
    other.begin()
    release = threading.Timer(0.2, other.close)
    release.start()
    assert _handed_over(harness, *_some(2))
    release.join()
    assert not _handed_over(harness, *_some(2))
    assert _is_whole(harness)


def test_what_was_written_ahead_is_put_in_place_by_what_is_handed_over_alone(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHECKPOINT_BYTES", 8 * engine.PAGE_BYTES)
    harness.writer.close()
    harness.writer = harness.store.writer(HALL, harness.clock)
    _write_in_place(harness, monkeypatch)
    file = Path(str(harness.store.url.database))
    before = file.stat().st_mtime_ns
    for _ in range(4):
        assert not _handed_over(harness, *_some(alone.FEW))
    assert file.stat().st_mtime_ns == before
    assert _handed_over(harness, *_some(alone.FEW + 1))
    assert file.stat().st_mtime_ns > before
