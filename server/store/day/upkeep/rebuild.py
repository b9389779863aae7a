"""The read model rebuilt from the log, in slices: a hub that gives numbers meanwhile waits for none long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, select

from balai.domain.entry import Entry
from server.store.day import eventlog
from server.store.day.head import Fold, LogHead, Step
from server.store.day.reads import READ_TABLES, ReadTables, Touched
from server.store.day.sittings import Sitting
from server.store.engine import lock_hall
from server.store.tables.day import counter_sessions, legs, visits

#: Does something in a transaction of its own.
Run = Callable[[Callable[[Connection], None]], Any]
#: So many visits are written in one transaction: some ten milliseconds.
SLICE = 100
#: Between two slices the writer is free, for longer than SQLite waits before it asks again.
PAUSE_SECONDS = 0.05


def rebuild(run: Run, read: Connection, hall_id: str, pause: Callable[[float], object] | None = None) -> int:
    """Derive a hall's read tables anew from its log, read by `read`; the number of days.

    Each slice is a short transaction; `pause` (seconds) lets others write between two. Raises BrokenLog where
    a day cannot be folded: that day and those after it are left as they were.
    """
    pause = pause or threading.Event().wait
    days = eventlog.days(read, hall_id)
    run(lambda connection: _forget_others(connection, hall_id, days))
    for day in days:
        rebuilt = _Day(hall_id, day, eventlog.stream(read, hall_id, day))
        for part in rebuilt.slices():
            run(part)
            pause(PAUSE_SECONDS)
    return len(days)


def rebuild_days(connection: Connection, hall_id: str, days: Iterable[str]) -> None:
    """Write what the logs of some days amount to, in the caller's transaction. Raises BrokenLog."""
    for day in days:
        for part in _Day(hall_id, day, eventlog.stream(connection, hall_id, day)).slices():
            part(connection)


class _Day:
    """One day folded, and what it lacks when the hub goes on writing it."""

    def __init__(self, hall_id: str, day: str, entries: Iterable[Entry]) -> None:
        self._hall_id, self._day = hall_id, day
        self._fold = Fold(LogHead())
        self._sittings: dict[int, Sitting] = {}
        self._seq = 0
        for step in map(self._fold.step, entries):
            self._note(step)

    def slices(self) -> Iterator[Callable[[Connection], None]]:
        """What to do in one transaction each: the sittings, then some visits after others."""
        yield self._write_sittings
        begins = 0
        while True:
            seqs = self._visit_seqs(begins)
            ends = seqs[SLICE - 1] if len(seqs) > SLICE else None
            yield partial(self._write, begins=begins, ends=ends)
            if ends is None:
                return
            begins = ends

    def _note(self, step: Step) -> None:
        self._seq = step.happened.seq
        if step.sitting is not None:
            self._sittings[step.sitting.seq] = step.sitting

    def _visit_seqs(self, after: int) -> list[int]:
        day = self._fold.head.day
        return sorted({leg.order for leg in day.legs.values() if leg.order > after}) if day else []

    def _catch_up(self, connection: Connection) -> None:
        """What was appended since, so that no row is older than what the hub has written."""
        lock_hall(connection, self._hall_id)
        for entry in eventlog.entries(connection, self._hall_id, self._day, after=self._seq):
            self._note(self._fold.step(entry))

    def _write_sittings(self, connection: Connection) -> None:
        self._catch_up(connection)
        self._take_out(connection, counter_sessions)
        self._put(connection, (), self._sittings)

    def _write(self, connection: Connection, begins: int, ends: int | None) -> None:
        """The visits whose seq is beyond `begins`, up to `ends` (None: all)."""
        self._catch_up(connection)
        for table, seq in ((legs, legs.c.visit_seq), (visits, visits.c.seq)):
            self._take_out(connection, table, seq > begins, *([] if ends is None else [seq <= ends]))
        day = self._fold.head.day
        if day is not None:
            last = day.seq if ends is None else ends
            self._put(connection, [leg.id for leg in day.legs.values() if begins < leg.order <= last], {})

    def _take_out(self, connection: Connection, table: Table, *where: ColumnElement[bool]) -> None:
        mine = (table.c.hall_id == self._hall_id, table.c.day == self._day)
        connection.execute(delete(table).where(*mine, *where))

    def _put(self, connection: Connection, leg_ids: Iterable[str], sittings: dict[int, Sitting]) -> None:
        day = self._fold.head.day
        if day is None:
            return
        touched = Touched()
        touched.leg_ids, touched.sittings = dict.fromkeys(leg_ids), sittings
        ReadTables(connection.dialect).write(connection, day, touched)


def _forget_others(connection: Connection, hall_id: str, days: list[str]) -> None:
    """Rows of days that have no log."""
    for table in READ_TABLES:
        there = connection.scalars(select(table.c.day).where(table.c.hall_id == hall_id).distinct()).all()
        for day in set(there) - set(days):
            connection.execute(delete(table).where(table.c.hall_id == hall_id, table.c.day == day))
