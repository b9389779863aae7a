"""The log at rest: entries read in order, appended as rows, and the days it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Select, func, select, tuple_, type_coerce

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.words.said import say
from server.store.day.upkeep import archive
from server.store.driver import run
from server.store.statements import Row
from server.store.tables.day import events

COLUMNS = tuple(column.name for column in events.columns)
_PAGE = 1000
row_of = attrgetter(*COLUMNS)
#: SQLite would read any number but 0 as true, and a changed byte be missed.
_RAW = [type_coerce(c, Integer).label(c.name) if c is events.c.clock_certain else c for c in events.columns]
_SEQ, _HASH, _CERTAIN = (COLUMNS.index(name) for name in ("seq", "hash", "clock_certain"))
_TRUTH = {0: False, 1: True}
_IN_ORDER = select(*_RAW).order_by(events.c.day, events.c.seq)
#: Asked before every batch, so it is written out: building it would cost more than asking.
_ASKED = f"SELECT {', '.join(COLUMNS)} FROM events"  # noqa: S608  # the table's own columns
_ASKED += " WHERE hall_id = {0} AND (day, seq) >= ({0}, {0}) ORDER BY day, seq"
_SINCE = {"qmark": _ASKED.format("?"), "pyformat": _ASKED.format("%s")}


class Tail(NamedTuple):
    """The end of a log: the day, the last seq and its hash."""

    day: str
    seq: int
    hash: str


def entries(
    connection: Connection, hall_id: str, day: str, *, after: int = 0, limit: int | None = None
) -> list[Entry]:
    """Entries of one day after a seq, in order."""
    archived = archive.stream(connection, hall_id, day)
    if archived is not None:
        return list(islice((entry for entry in archived if entry.seq > after), limit))
    return _hot(connection, hall_id, day, after, limit)


def stream(connection: Connection, hall_id: str, day: str) -> Iterator[Entry]:
    """A whole day in order, without holding it in memory."""
    archived = archive.stream(connection, hall_id, day)
    return hot(connection, hall_id, day) if archived is None else archived


def hot(connection: Connection, hall_id: str, day: str) -> Iterator[Entry]:
    """The same of a day that is not archived."""
    after = 0
    while True:
        page = _hot(connection, hall_id, day, after, _PAGE)
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].seq


def at(connection: Connection, hall_id: str, day: str, seqs: Sequence[int]) -> list[Entry]:
    """The entries of a day that is not archived at these seqs, in order."""
    found = _of_day(hall_id, day, 0).where(events.c.seq.in_(seqs))
    return [_entry(row) for row in connection.execute(found)]


def since(connection: Connection, hall_id: str, tail: Tail) -> list[Entry] | None:
    """What follows `tail`, over the days. None when `tail` itself is not there as it was: the log
    beneath was replaced, by a restored copy say."""
    statement = _SINCE[connection.dialect.paramstyle]
    found = run(connection, statement, (hall_id, tail.day, tail.seq)).fetchall()
    if not found or found[0][_HASH] != tail.hash or found[0][_SEQ] != tail.seq:
        return None
    return [_entry(row) for row in found[1:]]


def after(connection: Connection, hall_id: str, tail: Tail) -> Iterator[Entry]:
    """What follows `tail`, over the days, whether or not that is there; read as it is asked for."""
    place = tuple_(events.c.day, events.c.seq) > (tail.day, tail.seq)
    found = _IN_ORDER.where(events.c.hall_id == hall_id, place)
    return map(_entry, connection.execution_options(stream_results=True).execute(found))


def tail_of(connection: Connection, hall_id: str) -> Tail | None:
    """The end of a hall's log, or None before its first entry."""
    e = events.c
    newest = select(e.day, e.seq, e.hash).where(e.hall_id == hall_id).order_by(e.day.desc(), e.seq.desc())
    found = connection.execute(newest.limit(1)).one_or_none()
    return None if found is None else Tail(*found)


def last_day(connection: Connection, hall_id: str) -> str | None:
    """The latest day that has a log."""
    day: str | None = connection.scalar(select(func.max(events.c.day)).where(events.c.hall_id == hall_id))
    return day


def days(connection: Connection, hall_id: str) -> list[str]:
    """All days that have a log, in order."""
    return sorted({*archive.days(connection, hall_id), *hot_days(connection, hall_id)})


def latest_days(connection: Connection, hall_id: str, count: int) -> list[str]:
    """The latest days that have a log, so many at most, in order; those before them are not looked at."""
    e, found = events.c, [last_day(connection, hall_id)]
    while len(found) <= count and found[-1] is not None:
        before = select(func.max(e.day)).where(e.hall_id == hall_id, e.day < found[-1])
        found.append(connection.scalar(before))
    hot = [day for day in found if day is not None]
    more = archive.days(connection, hall_id) if len(hot) < count else []
    return sorted({*hot, *more})[-count:]


def hot_days(connection: Connection, hall_id: str) -> list[str]:
    """The days that are not archived, or not wholly taken out yet, in order."""
    of_hall = events.c.hall_id == hall_id
    return _each(connection, lambda last: select(func.min(events.c.day)).where(of_hall, events.c.day > last))


def hall_ids(connection: Connection) -> list[str]:
    """All halls that have a log."""
    found = _each(connection, lambda last: select(func.min(events.c.hall_id)).where(events.c.hall_id > last))
    return sorted({*archive.hall_ids(connection), *found})


def row(entry: Entry) -> Row:
    """The entry as a row of the table."""
    columns: Row = row_of(entry)
    return columns


def _each(connection: Connection, next_after: Callable[[str], Select[Any]]) -> list[str]:
    """Every value of a key's column by as many look-ups (a loose index scan), not by reading all rows."""
    found: list[str] = []
    while (value := connection.scalar(next_after(found[-1] if found else ""))) is not None:
        found.append(value)
    return found


def _hot(connection: Connection, hall_id: str, day: str, after: int, limit: int | None) -> list[Entry]:
    return [_entry(row) for row in connection.execute(_of_day(hall_id, day, after).limit(limit))]


def _of_day(hall_id: str, day: str, after: int) -> Select[Any]:
    return _IN_ORDER.where(events.c.hall_id == hall_id, events.c.day == day, events.c.seq > after)


def _entry(row: Any) -> Entry:
    if bytes in map(type, row):
        seq = row[_SEQ]
        raise BrokenLog(say("error.log_bytes", seq=seq), seq=seq)
    columns: list[Any] = list(row)
    columns[_CERTAIN] = _TRUTH.get(columns[_CERTAIN], columns[_CERTAIN])
    return Entry(*columns)
