"""Any byte that is changed in the log is found, with the seq where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import ColumnElement, func, literal, text, update
from sqlalchemy.sql import case

from server.store import open_store
from server.store.day import eventlog
from server.store.day.upkeep.audit import audit
from server.store.tables.day import events
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import HALL, WriterHarness, issue, sit

Change = Callable[[Any], ColumnElement[Any]]


def _flip(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The last character, replaced by another."""
    last = func.substr(column, func.length(column), 1)
    kept = func.substr(column, 1, func.length(column) - 1)
    return kept.concat(case((last == "0", literal("1")), else_=literal("0")))


CHANGES: dict[str, Change] = {
    "hall_id": _flip,
    "day": _flip,
    "seq": lambda column: column + 1000,
    "type": _flip,
    "version": lambda column: column + 1,
    "at": _flip,
    "actor": _flip,
    "occurred_at": lambda _: literal("2026-04-14T00:00:00.000000+00:00"),
    "clock_certain": lambda column: case((column, literal(False)), else_=literal(True)),
    "body": _flip,
    "prev_hash": _flip,
    "hash": _flip,
}


SEQS = (1, 4, 8)


def _found(harness: WriterHarness, column: str, seq: int) -> list[tuple[str, int | None]]:
    """Where an audit finds faults after a change that is taken back at once."""
    row = (events.c.hall_id == HALL, events.c.day == harness.today(), events.c.seq == seq)
    with harness.store.write.connect() as connection:
        change = update(events).where(*row).values({column: CHANGES[column](events.c[column])})
        assert connection.execute(change).rowcount == 1
        halls = eventlog.hall_ids(connection)
        checks = [check for hall in halls for check in audit(connection, hall)]
        connection.rollback()
    return [(check.hall_id + check.day, check.seq) for check in checks if check.fault]


def _broken_at(harness: WriterHarness) -> list[int | None]:
    return [check.seq for check in harness.store.audit(HALL) if check.fault]


@pytest.fixture
def busy(harness: WriterHarness) -> WriterHarness:
    """Eight entries."""
    harness.commit(*(issue() for _ in range(6)))
    harness.do(sit("l1"))
    return harness


def test_every_column_is_tried() -> None:
    assert list(CHANGES) == [column.name for column in events.columns]


def test_a_change_in_any_column_is_found_with_its_seq(busy: WriterHarness) -> None:
    place = HALL + busy.today()
    found = {(column, seq): _found(busy, column, seq) for column in CHANGES for seq in SEQS}
    missed = {change for change, faults in found.items() if (place, change[1]) not in faults}
    # An entry moved from the end leaves no gap, but does not belong where it came to.
    assert missed == {("hall_id", 8), ("day", 8)}
    assert [seq for _, seq in found["hall_id", 8] + found["day", 8]] == [1, 1]
    assert _broken_at(busy) == []


def test_an_entry_taken_out_is_found(busy: WriterHarness) -> None:
    with busy.store.write.begin() as connection:
        connection.execute(events.delete().where(events.c.seq == 5))
    assert _broken_at(busy) == [5]


def test_a_day_rewritten_with_a_good_chain_breaks_the_link_of_the_next(busy: WriterHarness) -> None:
    yesterday = busy.today()
    busy.clock.advance(86400)
    busy.commit(issue())
    last = busy.store.entries(HALL, yesterday)[-1].seq
    with busy.store.write.begin() as connection:
        connection.execute(events.delete().where(events.c.day == yesterday, events.c.seq == last))
    assert [(check.day, check.seq) for check in busy.store.audit(HALL) if check.fault] == [(busy.today(), 1)]


def test_bytes_that_are_no_text_are_found(tmp_path: Any) -> None:
    with open_store(f"sqlite:///{tmp_path / 'balai.db'}") as store:
        store.halls.put(small_hall(), MORNING)
        harness = WriterHarness(store)
        harness.commit(*(issue() for _ in range(6)))
        for seq, change in {
            3: "UPDATE events SET body = CAST(CAST(body AS BLOB) || x'ff' AS TEXT) WHERE seq = 3",
            4: "UPDATE events SET actor = CAST(actor AS BLOB) WHERE seq = 4",
            5: "UPDATE events SET clock_certain = 2 WHERE seq = 5",
        }.items():
            with store.write.connect() as connection:
                connection.execute(text(change))
                assert store.audit(HALL)[0].fault is None  # uncommitted, so unseen
                connection.commit()
            assert store.audit(HALL)[0].seq == seq
            with store.write.begin() as connection:
                connection.execute(text("DELETE FROM events WHERE seq >= 3"))
            harness.commit(*(issue() for _ in range(6)))
        harness.writer.close()
