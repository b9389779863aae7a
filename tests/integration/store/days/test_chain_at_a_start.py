"""A start takes a log for whole by its hashes alone, as SQLite puts their texts together: it must never be
content with less than an audit, and with all that a hub can have written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert, text

from balai.domain.events import AnnouncementMade, DayOpened, Event
from balai.domain.log import GENESIS, entry_of
from balai.domain.state import Happened
from server.store.day import eventlog
from server.store.day.upkeep.audit import audit, chain_holds
from server.store.tables import metadata
from server.store.tables.day import events
from tests.support.days import small_hall

DAY = "2026-04-14"
AT = datetime(2026, 4, 14, 1, tzinfo=UTC)
#: All that can be written: what holds a NUL, or half a pair, is refused before.
WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ODD = st.one_of(
    st.none(), st.integers(-3, 9), st.floats(allow_nan=False, width=16), st.text(max_size=6),
    st.binary(max_size=6), st.sampled_from(["0", "1", "true", "x\0y", DAY, "a"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _write(connection: Connection, actors: list[str]) -> None:
    last = GENESIS
    for seq, actor in enumerate(["system", *actors], 1):
        event: Event = AnnouncementMade(f"id {actor}", actor or None, "id", 1, len(actor))
        if seq == 1:
            event = DayOpened(date.fromisoformat(DAY), small_hall(), GENESIS)
        occurred, certain = (AT, True) if seq % 2 else (None, False)
        entry = entry_of("a", DAY, Happened(seq, AT, actor, event, occurred, certain), last)
        last = entry.hash
        connection.execute(
            insert(events).values(dict(zip(eventlog.COLUMNS, eventlog.row(entry), strict=True)))
        )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WRITTEN, min_size=1, max_size=4))
def test_all_that_can_be_written_holds(table: Connection, actors: list[str]) -> None:
    _write(table, actors)
    try:
        assert chain_holds(table, "a", DAY)
    finally:
        table.rollback()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WRITTEN, min_size=1, max_size=3), st.sampled_from(eventlog.COLUMNS), st.data())
def test_what_an_audit_would_not_take_does_not_hold(
    table: Connection, actors: list[str], column: str, data: st.DataObject
) -> None:
    _write(table, actors)
    try:
        seq, odd = data.draw(st.integers(1, len(actors) + 1)), data.draw(ODD)
        _change(table, column, seq, odd)
        if chain_holds(table, "a", DAY):
            (check,) = audit(table, "a", DAY)
            assert check.fault is None
    finally:
        table.rollback()


def _change(connection: Connection, column: str, seq: int, value: Any) -> None:
    """Put any value there, as damage does; not where the table itself would take another for it."""
    changed = f"UPDATE OR IGNORE events SET {column} = :value WHERE seq = :seq"  # noqa: S608  # the table's own columns
    connection.execute(text(changed), {"value": value, "seq": seq})
