"""Salvage: what a damaged store, or one set aside, still tells that the copy in its place does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.log import GENESIS, happened_of, verify
from server.store.day import eventlog
from server.store.day.eventlog import Tail
from server.store.day.upkeep import voiding
from server.store.day.upkeep.rebuild import rebuild_days
from server.store.safety.soundness import reading, table_is_whole
from server.store.statements import BulkWrite
from server.store.store import Store
from server.store.tables.day import events, outcomes, requests, voided
from server.store.tables.kept import (
    accounts,
    announcements,
    devices,
    draft_edits,
    drafts,
    hall_texts,
    hall_versions,
    halls,
    sessions,
)

#: Tables beside the log that go together, each taken over where all its pages read.
_BESIDE: tuple[tuple[Table, ...], ...] = (
    (halls,), (accounts, sessions), (devices,), (requests,), (announcements,), (outcomes,),
    (hall_versions,), (hall_texts,), (drafts, draft_edits),
)  # fmt: skip
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was taken over: entries that the copy did not have; whether they are all that there were."""

    entries: int = 0
    whole: bool = False


def rescue(old: Path, store: Store, *, torn: bool = False) -> Rescued:
    """Append to `store` the entries of `old` that follow its own and hold by their hashes, and take over the
    tables beside the log that read whole. `torn`: commits of `old` are known to be missing.

    Raises StoreUnavailable where `store` does not take it; nothing is changed then.
    """
    try:
        with reading(old) as connection:
            return store.run(lambda new: _take_over(connection, new, torn=torn))
    except SQLAlchemyError:
        return Rescued()


def _take_over(old: Connection, new: Connection, *, torn: bool) -> Rescued:
    for hall_id in new.scalars(select(halls.c.hall_id)).all():
        _take_back(old, new, hall_id)
    if not _is_the_same_log(old, new):
        return Rescued()
    for group in _BESIDE:
        if all(table_is_whole(old, table.name) for table in group):
            _replace(old, new, group)
    count, ended = 0, True
    for hall_id in new.scalars(select(halls.c.hall_id)).all():
        found = _Following(old, hall_id, eventlog.tail_of(new, hall_id))
        rows = [eventlog.row(entry) for entry in found]
        BulkWrite(events, new.dialect).write(new, rows)
        if rows:
            rebuild_days(new, hall_id, sorted({str(row[1]) for row in rows}))
        count, ended = count + len(rows), ended and found.ended
    return Rescued(count, whole=ended and not torn and table_is_whole(old, "events"))


def _take_back(old: Connection, new: Connection, hall_id: str) -> None:
    """Days that the copy still has, and that were taken back since, leave the copy's log, too."""
    try:
        found = [(day, log()) for day, log in voiding.kept(old, hall_id)]
        for _, entries in found:
            voiding.check(entries)
    except (BrokenLog, SQLAlchemyError):
        return
    for _, entries in found:
        tail = eventlog.tail_of(new, hall_id)
        if tail is not None and any((e.day, e.seq, e.hash) == tail for e in entries):
            voiding.leave(new, hall_id, entries)
    if found:
        _replace(old, new, (voided,))


def _is_the_same_log(old: Connection, new: Connection) -> bool:
    try:
        return all(
            tail is None or eventlog.since(old, hall_id, tail) is not None
            for hall_id in new.scalars(select(halls.c.hall_id)).all()
            for tail in (eventlog.tail_of(new, hall_id),)
        )
    except (BrokenLog, SQLAlchemyError):
        return False


class _Following:
    """The entries after a tail, as far as they read and follow one from another."""

    def __init__(self, old: Connection, hall_id: str, tail: Tail | None) -> None:
        self._old, self._hall_id, self._tail = old, hall_id, tail
        #: Whether the log was read to its end.
        self.ended = False

    def __iter__(self) -> Iterator[Entry]:
        tail = self._tail or Tail("", 0, GENESIS)
        try:
            for entry in eventlog.after(self._old, self._hall_id, tail):
                tail = self._next(entry, tail)
                yield entry
            self.ended = True
        except (BrokenLog, SQLAlchemyError):
            return

    def _next(self, entry: Entry, tail: Tail) -> Tail:
        if entry.day == tail.day:
            last = verify((entry,), prev_hash=tail.hash, next_seq=tail.seq + 1)
            return Tail(entry.day, entry.seq, last)
        last = verify((entry,))
        event = happened_of(entry).event
        if not isinstance(event, DayOpened) or event.previous_hash != tail.hash:
            raise BrokenLog("", seq=entry.seq)
        return Tail(entry.day, entry.seq, last)


def _replace(old: Connection, new: Connection, group: tuple[Table, ...]) -> None:
    for table in reversed(group):
        new.execute(delete(table))
    for table in group:
        # The other store may be of an earlier or a later version.
        there = {column["name"] for column in inspect(old).get_columns(table.name)}
        names = [column.name for column in table.columns if column.name in there]
        listed = ", ".join(names)
        found = old.execute(text(f"SELECT {listed} FROM {table.name}"))  # noqa: S608  # our own names
        while rows := found.fetchmany(_AT_ONCE):
            new.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
