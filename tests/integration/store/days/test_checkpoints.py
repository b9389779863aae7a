"""A start goes on from a checkpoint that is whole, of this program and of this log; else the log is folded.

Whatever becomes of a checkpoint, the day is the one that the log gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, select

from balai.domain import commands as c
from balai.domain.day import HallDay, replay
from balai.domain.log import happened_of
from server.store import Store
from server.store.day import eventlog
from server.store.day.beside import checkpoint, rows
from server.store.day.beside.checkpoint import Making
from server.store.day.reads import READ_TABLES
from server.store.tables.day import checkpoints, events
from server.timers.checkpoints import Checkpointing
from server.usecases.dispatch import dispatcher_for
from tests.support.hub.stores import HALL, WriterHarness, call, issue, numbers, sit, tables_of


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short days are kept, too, in many pieces."""
    monkeypatch.setattr(checkpoint, "LEAST", 3)
    monkeypatch.setattr(checkpoint, "LEAST_AT_END", 3)
    monkeypatch.setattr("server.store.day.beside.form.ONES_IN_PIECE", 2)


@dataclass
class Starts:
    """Counts how often a day was folded from its first event."""

    whole: int = 0


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> Starts:
    found, stream = Starts(), eventlog.stream

    def counted(*asked: Any) -> Any:
        found.whole += 1
        return stream(*asked)

    monkeypatch.setattr(eventlog, "stream", counted)
    return found


def _busy(harness: WriterHarness) -> None:
    harness.do(sit("l1"), *(issue("kk" if n % 3 else "ktp").command for n in range(8)), call("l1", None))


def _from_the_log(store: Store, day: str) -> HallDay | None:
    return replay(happened_of(entry) for entry in store.entries(HALL, day))


def _start(store: Store) -> WriterHarness:
    """Start again; the day is that of the log, and so is all that is kept beside it."""
    again = WriterHarness(store)
    day = again.today()
    assert again.writer.day == _from_the_log(store, day)
    for visit_id in again.writer.day.visits:
        named = [e.seq for e in store.entries(HALL, day) if visit_id in e.body]
        assert list(again.writer.index.seqs(visit_id)) == named
    again.writer.settle()
    written = tables_of(store, *READ_TABLES)
    store.rebuild(HALL, lambda _seconds: None)
    assert tables_of(store, *READ_TABLES) == written
    return again


def _kept(harness: WriterHarness) -> Making:
    """Write a checkpoint of the day as it is, piece by piece."""
    making = harness.writer.checkpoint()
    for piece in making.pieces():
        if piece is not None:
            harness.writer.write(partial(making.put, piece))
    harness.writer.settle()
    harness.writer.write(making.complete)
    return making


def test_a_hub_that_ended_orderly_folds_nothing_at_its_next_start(store: Store, starts: Starts) -> None:
    first = WriterHarness(store)
    _busy(first)
    first.writer.close()
    before = starts.whole
    again = WriterHarness(store)
    assert starts.whole == before
    assert again.writer.day == first.writer.day
    assert numbers(again.commit(issue()).outcomes) == ["A-009"]
    again.writer.close()
    _start(store).writer.close()


def test_after_a_kill_what_came_since_the_checkpoint_is_folded(
    harness: WriterHarness, starts: Starts
) -> None:
    _busy(harness)
    _kept(harness)
    leg_id = harness.writer.day.counter("l1").leg_id
    harness.do(issue().command, c.Start(counter_id="l1", leg_id=str(leg_id), actor="staff:l1"))
    before = starts.whole
    WriterHarness(harness.store).writer.close()
    assert starts.whole == before
    _start(harness.store).writer.close()


def test_it_counts_no_further_than_the_read_tables_hold_the_log(
    harness: WriterHarness, starts: Starts
) -> None:
    _busy(harness)
    making = harness.writer.checkpoint()
    harness.writer.write(making.at_once)  # nothing was settled
    before = starts.whole
    again = WriterHarness(harness.store)
    assert starts.whole == before + 1
    again.writer.close()
    _start(harness.store).writer.close()


Spoil = Callable[[bytes], bytes]
SPOILED: dict[str, Spoil] = {
    "empty": lambda _body: b"",
    "cut": lambda body: body[:-3],
    "longer": lambda body: body + b"\0",
    "a bit": lambda body: body[:-5] + bytes([body[-5] ^ 1]) + body[-4:],
    "a bit at its head": lambda body: bytes([body[0] ^ 4]) + body[1:],
    "other data": lambda _body: b"{}\n[]",
}


def test_a_damaged_one_costs_time_and_nothing_else(harness: WriterHarness, starts: Starts) -> None:
    _busy(harness)
    _kept(harness)
    for row in _rows_of(harness.store)[:2]:
        for name, spoil in SPOILED.items():
            _put_back(harness.store, [row | {"body": spoil(row["body"])}])
            before = starts.whole
            WriterHarness(harness.store).writer.close()
            assert starts.whole == before + 1, (row["n"], name)
        _put_back(harness.store, [row])
    _start(harness.store).writer.close()


def _rows_of(store: Store) -> list[dict[str, Any]]:
    with store.read.connect() as connection:
        found = connection.execute(select(checkpoints)).mappings()
        return [{**row, "body": bytes(row["body"])} for row in found]


def _put_back(store: Store, kept: list[dict[str, Any]]) -> None:
    with store.write.begin() as connection:
        for row in kept:
            key = (checkpoints.c.n == row["n"], checkpoints.c.seq == row["seq"])
            connection.execute(delete(checkpoints).where(*key))
        connection.execute(checkpoints.insert(), kept)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_one_that_lacks_a_piece_is_none(harness: WriterHarness, n: int) -> None:
    _busy(harness)
    _kept(harness)
    with harness.store.write.begin() as connection:
        connection.execute(delete(checkpoints).where(checkpoints.c.n == n))
    with harness.store.read.connect() as connection:
        assert rows.find(connection, HALL, harness.today(), 1000) is None
    _start(harness.store).writer.close()


def test_one_of_another_program_is_passed_over_by_this_one_and_kept_anew(
    harness: WriterHarness, starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a version before as of one after: both fold in their own way."""
    _busy(harness)
    with monkeypatch.context() as other:
        other.setattr(rows, "made_by", lambda: "another")
        _kept(harness)
    before = starts.whole
    again = WriterHarness(harness.store)
    assert starts.whole == before + 1
    again.commit(issue())
    again.writer.close()
    before = starts.whole
    _start(harness.store).writer.close()
    assert starts.whole == before + 1  # what `_start` counts by alone


def test_a_program_that_does_not_know_itself_keeps_none(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    _busy(harness)
    for module in (rows, checkpoint):
        monkeypatch.setattr(module, "made_by", lambda: "")
    assert not harness.writer.checkpoint_is_due
    harness.writer.close()
    assert tables_of(harness.store, checkpoints) == {"checkpoints": []}


def test_one_of_another_history_is_not_believed(store: Store, starts: Starts) -> None:
    """A store that was put back to a copy, or whose day was taken back: as long a log, but another."""
    first = WriterHarness(store)
    _busy(first)
    _kept(first)
    kept = _rows_of(store)
    with store.write.begin() as connection:
        connection.execute(delete(events).where(events.c.seq > 4))
    first.writer.close()
    second = WriterHarness(store)
    second.do(*(issue("ktp").command for _ in range(12)))
    second.writer.settle()
    _put_back(store, kept)
    before = starts.whole
    again = WriterHarness(store)
    assert starts.whole == before + 1
    assert again.writer.day == second.writer.day
    again.writer.close()
    second.writer.close()


def test_one_that_is_ahead_of_the_log_is_not_believed(store: Store) -> None:
    first = WriterHarness(store)
    _busy(first)
    _kept(first)
    with store.write.begin() as connection:
        connection.execute(delete(events).where(events.c.seq > 4))
    again = WriterHarness(store)
    assert again.writer.day.seq == 4
    assert again.writer.day == _from_the_log(store, again.today())
    again.writer.close()


@pytest.mark.parametrize("older", [False, True], ids=["the first", "after another"])
def test_a_hub_that_is_killed_at_any_step_of_writing_one_starts_as_ever(
    harness: WriterHarness, older: bool
) -> None:
    _busy(harness)
    if older:
        _kept(harness)
        harness.do(issue().command, issue().command)
    making, steps = harness.writer.checkpoint(), 0
    for piece in making.pieces():
        if piece is not None:
            again = WriterHarness(harness.store)
            assert again.writer.day == harness.writer.day
            again.writer.close()
            harness.writer.write(partial(making.put, piece))
            steps += 1
    assert steps > 3
    _start(harness.store).writer.close()
    harness.writer.settle()
    harness.writer.write(making.complete)
    _start(harness.store).writer.close()
    with harness.store.read.connect() as connection:
        assert len(set(connection.scalars(select(checkpoints.c.seq)))) == 1


def test_two_hubs_on_one_store_keep_each_their_own_and_neither_is_led_astray(store: Store) -> None:
    one, two = WriterHarness(store), WriterHarness(store)
    _busy(one)
    two.commit(issue())
    first, second = one.writer.checkpoint(), two.writer.checkpoint()
    for piece, other in zip(first.pieces(), second.pieces(), strict=False):
        for writer, making, body in ((one.writer, first, piece), (two.writer, second, other)):
            if body is not None:
                writer.write(partial(making.put, body))
    for harness, making in ((two, second), (one, first)):
        harness.writer.settle()
        harness.writer.write(making.complete)
        _start(store).writer.close()
    one.writer.close()
    two.writer.close()
    _start(store).writer.close()


@pytest.fixture
def ticking(store: Store) -> Iterator[tuple[WriterHarness, Checkpointing, Any]]:
    harness = WriterHarness(store)
    dispatcher = dispatcher_for(store, harness.writer, lambda _committed: None)
    yield harness, Checkpointing(dispatcher, harness.clock, harness.writer, dispatcher.settle), dispatcher
    dispatcher.close()


def test_a_hub_at_work_keeps_the_day_now_and_then(
    ticking: tuple[WriterHarness, Checkpointing, Any], starts: Starts
) -> None:
    harness, timer, dispatcher = ticking
    for _ in range(6):
        dispatcher.submit(issue())
    timer.look()
    dispatcher.submit(issue())
    timer.look()  # too little has happened since
    before = starts.whole
    again = WriterHarness(harness.store)
    assert (starts.whole, again.writer.day.seq) == (before, 8)
    assert {row["seq"] for row in _rows_of(harness.store)} == {7}
    again.writer.close()


def test_a_hub_that_ends_leaves_one_on_its_way_and_keeps_all_at_once(
    ticking: tuple[WriterHarness, Checkpointing, Any], starts: Starts
) -> None:
    harness, timer, dispatcher = ticking
    for _ in range(6):
        dispatcher.submit(issue())
    timer.stop()
    timer.look()
    assert harness.writer.checkpoint_is_due
    dispatcher.close()
    before = starts.whole
    WriterHarness(harness.store).writer.close()
    assert starts.whole == before
