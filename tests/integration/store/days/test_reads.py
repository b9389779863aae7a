"""The read tables: true once they are settled, whatever happened before, and the same when they are derived
anew from the log."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from balai.domain import commands as c
from balai.domain.log import stamp
from balai.domain.state import HallDay
from server.store import Job, StoreUnavailable
from server.store.day.beside import behind
from server.store.day.reads import READ_TABLES, ReadTables, Touched
from server.store.day.upkeep.rebuild import SLICE
from server.store.tables.day import counter_sessions, events, legs, visits
from tests.support.days import MORNING, a_command
from tests.support.hub.stores import HALL, WriterHarness, call, issue, sit, tables_of


def _settled(harness: WriterHarness, *tables: Table) -> dict[str, list[tuple[Any, ...]]]:
    harness.writer.settle()
    return tables_of(harness.store, *tables)


def _row(harness: WriterHarness, table: Table, at: int = 0) -> dict[str, Any]:
    harness.writer.settle()
    return dict(zip(table.c.keys(), tables_of(harness.store, table)[table.name][at], strict=True))


def test_a_visit_and_its_leg_are_followed_to_the_end(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    assert _row(harness, visits)["state"] == _row(harness, legs)["state"] == "waiting"
    harness.do(sit("l1"), call("l1", None))
    called = _row(harness, legs)
    assert (called["state"], called["counter_id"]) == ("called", "l1")
    assert called["called_at"] == stamp(MORNING + timedelta(seconds=2))
    # Presence is presumed by then; before, nobody is finished who was not there.
    harness.clock.advance(harness.writer.day.config.rules.presence_seconds)
    harness.do(call("l1", "v.1"))
    ended = stamp(harness.clock.now())
    assert _row(harness, visits) == {
        "hall_id": HALL, "day": "2026-04-14", "seq": 2, "visit_id": "v", "number": "A-001", "series_id": "a",
        "ordinal": 1, "channel": "kiosk", "priority_class": "regular", "issued_at": stamp(MORNING), "legs": 1,
        "state": "finished", "ended_at": ended,
    }  # fmt: skip
    finished = _row(harness, legs)
    assert (finished["state"], finished["presumed"]) == ("finished", True)


def test_a_transfer_makes_a_second_leg_of_the_same_visit(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    move = c.Transfer(counter_id="l1", leg_id="v.1", service_id="pajak", actor="staff:l1")
    harness.do(sit("l1"), call("l1", None), move)
    first, second = _row(harness, legs, 0), _row(harness, legs, 1)
    assert [(leg["n"], leg["state"], leg["visit_seq"]) for leg in (first, second)] == [
        (1, "transferred", 2),
        (2, "waiting", 2),
    ]
    assert (_row(harness, visits)["legs"], _row(harness, visits)["state"]) == (2, "waiting")


def test_a_transfer_taken_back_leaves_no_second_leg(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    move = c.Transfer(counter_id="l1", leg_id="v.1", service_id="pajak", actor="staff:l1")
    harness.do(sit("l1"), call("l1", None), move, c.Undo(counter_id="l1", actor="staff:l1"))
    assert [(leg[4], leg[8]) for leg in _settled(harness, legs)["legs"]] == [("v.1", "called")]
    assert (_row(harness, visits)["legs"], _row(harness, visits)["state"]) == (1, "called")


def test_a_counter_that_a_manager_frees_ends_its_session(harness: WriterHarness) -> None:
    harness.do(sit("l1"), c.ReleaseCounter(counter_id="l1", actor="staff:manager"))
    assert _row(harness, counter_sessions)["closed_at"] == stamp(MORNING + timedelta(seconds=2))


def test_a_counter_session_counts_its_breaks(harness: WriterHarness) -> None:
    pause = c.PauseCounter(counter_id="l1", actor="staff:l1")
    harness.do(sit("l1"), pause)
    harness.clock.advance(89)
    harness.do(c.ResumeCounter(counter_id="l1", actor="staff:l1"), pause)
    assert _row(harness, counter_sessions)["paused_at"] == stamp(harness.clock.now())
    harness.clock.advance(9)
    harness.do(c.CloseCounter(counter_id="l1", actor="staff:l1"), sit("l1"))
    closed, reopened = _row(harness, counter_sessions, 0), _row(harness, counter_sessions, 1)
    assert (closed["paused_seconds"], closed["paused_at"]) == (100, None)
    assert closed["closed_at"] is not None
    assert (reopened["closed_at"], reopened["holder"]) == (None, "staff:l1")


def test_sessions_opened_and_closed_in_one_batch_are_rows_of_their_own(harness: WriterHarness) -> None:
    shut = c.CloseCounter(counter_id="l1", actor="staff:l1")
    harness.commit(*(Job(command) for command in (sit("l1"), shut, sit("l1"), shut, sit("l1"))))
    rows = _settled(harness, counter_sessions)["counter_sessions"]
    assert [row[-1] is None for row in rows] == [False, False, True]


def _gone_and_back(harness: WriterHarness) -> WriterHarness:
    """The process dies: nothing is settled, and the next one finds what the log has."""
    harness.writer._drop_connection()
    return WriterHarness(harness.store, harness.clock)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rebuilt_tables_are_equal_row_for_row(harness: WriterHarness, seed: int) -> None:
    choices = random.Random(seed)
    number = 0
    for _ in range(60):
        batch = []
        for _ in range(choices.randint(1, 9)):
            number += 1
            day, now = harness.writer.day, harness.clock.now()
            batch.append(Job(a_command(day, now, number, choices.randrange(10_000))))
        harness.commit(*batch)
        harness.clock.advance(choices.choice([0, 1, 700]))
        if choices.random() < 0.03:
            harness.clock.advance(86400)
        if choices.random() < 0.1:
            harness = _gone_and_back(harness)
    written = _settled(harness, *READ_TABLES)
    assert all(len(rows) >= 3 for rows in written.values())
    log = tables_of(harness.store, events)
    with harness.store.write.begin() as connection:
        connection.execute(visits.update().values(state="wrong"))
        connection.execute(legs.delete())
    assert harness.store.rebuild(HALL) >= 1
    assert tables_of(harness.store, *READ_TABLES) == written
    assert tables_of(harness.store, events) == log


def test_rebuilding_leaves_other_halls_alone(harness: WriterHarness) -> None:
    harness.commit(issue())
    harness.writer.settle()
    with harness.store.write.begin() as connection:
        connection.execute(visits.update().values(hall_id="other"))
    harness.store.rebuild(HALL)
    assert [row[0] for row in tables_of(harness.store, visits)["visits"]] == ["other", HALL]


def test_a_hub_writes_between_the_slices_of_rebuilding_and_every_row_is_true(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.store.day.upkeep.rebuild.SLICE", 3)
    harness.commit(*(issue(visit_id=f"v{n}") for n in range(20)))
    harness.do(sit("l1"))
    harness.writer.settle()
    with harness.store.write.begin() as connection:
        connection.execute(visits.update().values(state="wrong"))
        connection.execute(legs.delete())
    between: list[float] = []

    def hub_goes_on(seconds: float) -> None:
        between.append(seconds)
        harness.clock.advance(60)
        in_hand = harness.writer.day.counters["l1"].leg_id
        harness.commit(Job(call("l1", in_hand)), issue(), issue())

    harness.store.rebuild(HALL, hub_goes_on)
    assert len(between) >= 20 / 3
    written = _settled(harness, *READ_TABLES)
    harness.store.rebuild(HALL, lambda _seconds: None)
    assert tables_of(harness.store, *READ_TABLES) == written
    assert "finished" in {row[legs.c.keys().index("state")] for row in written["legs"]}


def test_no_slice_of_rebuilding_writes_more_than_some_rows(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a ticket waits for is one slice, however long the day was."""
    harness.commit(*(issue() for _ in range(250)))
    rows: list[int] = []
    write = ReadTables.write

    def counting(self: ReadTables, connection: Connection, day: HallDay, touched: Touched) -> None:
        rows.append(len(touched.leg_ids))
        write(self, connection, day, touched)

    monkeypatch.setattr(ReadTables, "write", counting)
    harness.store.rebuild(HALL, lambda _seconds: None)
    assert sum(rows) == 250
    assert max(rows) <= SLICE


def test_a_number_does_not_wait_for_the_read_tables_and_they_follow(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "MANY", 3)
    found = []
    for _ in range(5):
        harness.commit(issue())
        found.append(len(tables_of(harness.store, visits)["visits"]))
    assert found == [0, 0, 0, 3, 3], "the batch after the third writes what waits"
    harness.writer.close()
    assert len(tables_of(harness.store, visits)["visits"]) == 5


def test_what_the_tables_lacked_is_in_them_once_the_next_process_has_started(harness: WriterHarness) -> None:
    harness.commit(issue(visit_id="v"))
    harness.writer.settle()
    harness.do(sit("l1"), call("l1", None))
    again = _gone_and_back(harness)
    assert not again.writer.unsettled
    rows = tables_of(harness.store, *READ_TABLES)
    assert [row[8] for row in rows["legs"]] == ["called"]
    assert len(rows["counter_sessions"]) == 1
    again.writer.close()


def test_a_day_is_in_the_tables_before_the_next_begins(harness: WriterHarness) -> None:
    harness.do(sit("l1"), issue(visit_id="v").command, call("l1", None))
    harness.clock.advance(86400)
    harness.writer.sync()
    _gone_and_back(harness).writer.close()
    rows = tables_of(harness.store, *READ_TABLES)
    assert [(row[1], row[8]) for row in rows["legs"]] == [("2026-04-14", "unserved")]
    assert [(row[1], row[-1] is None) for row in rows["counter_sessions"]] == [("2026-04-14", False)]


def test_a_transaction_that_fails_leaves_what_the_tables_lack_to_the_next(
    harness: WriterHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.commit(issue())

    def broken(*_: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as patched:
        patched.setattr(harness.writer._answers, "keep", broken)
        with pytest.raises(StoreUnavailable):
            harness.writer.settle()
    assert harness.writer.unsettled
    assert tables_of(harness.store, visits)["visits"] == []
    assert len(_settled(harness, visits)["visits"]) == 1
