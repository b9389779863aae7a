"""Archive: the log of a closed day as one compressed row, read like any other.

An archived entry is kept without its hashes: reading works the chain out again, and it must end in the hash
that the day ended in. A day that does not hold is never put away.
"""

from __future__ import annotations

import hashlib
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.log import GENESIS, digest, happened_of, verify
from balai.words.said import say
from server.store.tables.day import archives, events

#: Does something in a transaction of its own.
Run = Callable[[Callable[[Connection], None]], Any]
#: So many rows are taken out in one transaction.
SLICE = 500
PAUSE_SECONDS = 0.05
_CHUNK = 1 << 16
#: The version of the tables that has archives.
SINCE = "0007"
_A = archives.c
_KEPT = ("type", "version", "at", "actor", "occurred_at", "clock_certain", "body")
_made: Callable[..., Entry] = Entry


class Archived(NamedTuple):
    """What is told of an archived day without reading it."""

    entries: int
    previous_hash: str
    last_hash: str


def days(connection: Connection, hall_id: str) -> list[str]:
    """The days that are archived, in order."""
    return _days(connection, hall_id, func.length(_A.log) > 0)


def let_go(connection: Connection, hall_id: str) -> list[str]:
    """The days that are kept no longer, of which the end of the chain alone stays; in order."""
    return _days(connection, hall_id, func.length(_A.log) == 0)


def hall_ids(connection: Connection) -> list[str]:
    """The halls that have an archive."""
    return [row[0] for row in _rows(connection, select(_A.hall_id).distinct())]


def stream(connection: Connection, hall_id: str, day: str) -> Iterator[Entry] | None:
    """An archived day in order, None where that day is not archived, nothing of one that is kept no longer.
    Raises BrokenLog as it is read."""
    found = _rows(connection, select(_A.log, _A.last_hash).where(_A.hall_id == hall_id, _A.day == day))
    if found and not found[0][0]:
        glance(connection, hall_id, day)
        return iter(())
    return _entries(hall_id, day, bytes(found[0][0]), str(found[0][1])) if found else None


def glance(connection: Connection, hall_id: str, day: str) -> Archived | None:
    """An archived day by its digest alone. Raises BrokenLog where a byte of it was changed."""
    asked = select(_A.entries, _A.previous_hash, _A.last_hash, _A.digest, _A.log)
    found = _rows(connection, asked.where(_A.hall_id == hall_id, _A.day == day))
    if not found:
        return None
    entries, previous_hash, last_hash, kept, log = found[0]
    about = Archived(entries, previous_hash, last_hash)
    if digest_of(about, bytes(log)) != kept:
        raise BrokenLog(say("error.archive_changed"), seq=1)
    return about


def put_away(
    run: Run, entries: Iterator[Entry], hall_id: str, day: str,
    pause: Callable[[float], object] | None = None,
) -> int:  # fmt: skip
    """Archive a closed day of which these are the entries, and take them out of the hot table, some rows at a
    time; how many there were. `pause` (seconds) lets others write between two slices.

    Raises BrokenLog where they do not hold; they stay where they are then. Harmless to repeat after an
    interruption: until all are taken out, the archive is what is read.
    """
    pause = pause or threading.Event().wait
    row = _packed(entries, hall_id, day)
    run(partial(_keep, row=row))
    _take_out(run, hall_id, day, int(row["entries"]), pause)
    return int(row["entries"])


def put_in(connection: Connection, entries: Iterator[Entry], hall_id: str, day: str) -> None:
    """Archive a day that was never in the hot table, such as one from elsewhere. Raises BrokenLog."""
    _keep(connection, _packed(entries, hall_id, day))


def _keep(connection: Connection, row: dict[str, Any]) -> None:
    mine = _A.hall_id == row["hall_id"], _A.day == row["day"]
    connection.execute(delete(archives).where(*mine))
    connection.execute(insert(archives), row)


def _take_out(run: Run, hall_id: str, day: str, count: int, pause: Callable[[float], object]) -> None:
    def take(connection: Connection, last: int) -> None:
        mine = (events.c.hall_id == hall_id, events.c.day == day, events.c.seq <= last)
        connection.execute(delete(events).where(*mine))

    for last in range(SLICE, count + SLICE, SLICE):
        run(partial(take, last=last))
        pause(PAUSE_SECONDS)


def bring_back(connection: Connection, hall_id: str, day: str) -> None:
    """Put an archived day back into the hot table, for a program that knows no archive."""
    entries = stream(connection, hall_id, day)
    if entries is None:
        return
    connection.execute(delete(events).where(events.c.hall_id == hall_id, events.c.day == day))
    names = [column.name for column in events.columns]
    rows = [{name: getattr(entry, name) for name in names} for entry in entries]
    connection.execute(insert(events), rows)
    connection.execute(delete(archives).where(_A.hall_id == hall_id, _A.day == day))


def _packed(entries: Iterator[Entry], hall_id: str, day: str) -> dict[str, Any]:
    packer, parts, number, last, previous = zlib.compressobj(6), [], 0, GENESIS, GENESIS
    for number, entry in enumerate(entries, start=1):
        last = verify((entry,), prev_hash=last, next_seq=number)
        if number == 1:
            event = happened_of(entry).event
            previous = event.previous_hash if isinstance(event, DayOpened) else GENESIS
        told = [getattr(entry, name) for name in _KEPT]
        line = json.dumps(told, ensure_ascii=False) + "\n"
        parts.append(packer.compress(line.encode("utf-8", "surrogatepass")))
    log = b"".join([*parts, packer.flush()])
    about = Archived(number, previous, last)
    return {"hall_id": hall_id, "day": day, **about._asdict(), "digest": digest_of(about, log), "log": log}


def digest_of(about: Archived, log: bytes) -> str:
    """What an archive is known by."""
    told = f"{about.entries} {about.previous_hash} {about.last_hash} ".encode()
    return hashlib.sha256(told + log).hexdigest()


def _entries(hall_id: str, day: str, log: bytes, last_hash: str) -> Iterator[Entry]:
    last, seq = GENESIS, 0
    try:
        for seq, line in enumerate(_lines(log), start=1):
            columns = (hall_id, day, seq, *json.loads(line), last)
            last = digest(*columns)
            yield _made(*columns, last)
    except (ValueError, TypeError, zlib.error) as fault:
        raise BrokenLog(say("error.archive_changed"), seq=seq + 1) from fault
    if last != last_hash:
        raise BrokenLog(say("error.archive_changed"), seq=max(seq, 1))


def _lines(log: bytes) -> Iterator[str]:
    unpacker, rest = zlib.decompressobj(), b""
    for at in range(0, len(log), _CHUNK):
        *lines, rest = (rest + unpacker.decompress(log[at : at + _CHUNK])).split(b"\n")
        yield from (line.decode("utf-8", "surrogatepass") for line in lines)
    if rest or not unpacker.eof:
        raise ValueError("cut off")


def _days(connection: Connection, hall_id: str, which: ColumnElement[bool]) -> list[str]:
    asked = select(_A.day).where(_A.hall_id == hall_id, which)
    return [row[0] for row in _rows(connection, asked.order_by(_A.day))]


def _rows(connection: Connection, asked: Any) -> list[Any]:
    try:
        return list(connection.execute(asked))
    except DBAPIError:
        if connection.dialect.name != "sqlite" or _table_is_there(connection):
            raise
        return []  # the file of an earlier version, that is only read


def _table_is_there(connection: Connection) -> bool:
    return connection.dialect.has_table(connection, archives.name)
