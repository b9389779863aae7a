"""Whether a log is as it was written: every day's chain, and each day's link to the one before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.log import GENESIS, happened_of, verify
from balai.words.said import say
from server.store.day import eventlog
from server.store.day.upkeep import archive, voiding
from server.store.driver import run

#: What each hash is of (see balai.domain.log.digest), put together by SQLite. Where a column is not as it was
#: written the text is another, or there is an error.
_TRUTH = "json(CASE clock_certain WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE 'null' END)"
_HASHED = ", ".join(_TRUTH if name == "clock_certain" else name for name in eventlog.COLUMNS[:-1])
_CHAIN = (
    f"SELECT seq, prev_hash, hash, CAST(json_array({_HASHED}) AS BLOB)"  # noqa: S608  # the table's own columns
    " FROM events WHERE hall_id = ? AND day = ? ORDER BY seq"
)


@dataclass(frozen=True, slots=True)
class DayCheck:
    """One day verified: how many entries, the last hash; or the `seq` where it broke, and how."""

    hall_id: str
    day: str
    entries: int
    hash: str
    seq: int | None = None
    fault: str | None = None


def audit(
    connection: Connection, hall_id: str, day: str | None = None, *, glancing: bool = False
) -> list[DayCheck]:
    """Check all days of a hall, then those that were taken back, or one day alone (then without its link to
    the day before); archived days entry by entry, or `glancing` by their digest alone.

    The chain cannot show that the newest entries of the newest day were cut off at the end.
    """
    checks, before = [], GENESIS
    with _any_bytes(connection):
        gone = archive.let_go(connection, hall_id)
        for each in sorted({*eventlog.days(connection, hall_id), *gone}) if day is None else [day]:
            quick = glancing or each in gone
            check = _day(connection, hall_id, each, before if day is None else None, glancing=quick)
            checks.append(check)
            before = check.hash
        if day is None:
            checks += _voided(connection, hall_id)
    return checks


def chain_holds(connection: Connection, hall_id: str, day: str) -> bool:
    """Whether a day that is not archived holds by its hashes alone: quick, for a start; not where that is not
    sure. What `audit` looks at beside them, and where it broke, is left to that."""
    last, number = GENESIS, 0
    try:
        for seq, before, kept, hashed in run(connection, _CHAIN, (hall_id, day)):
            number += 1
            if seq != number or before != last or sha256(hashed).hexdigest() != kept:
                return False
            last = kept
    except (SQLAlchemyError, sqlite3.Error):
        return False
    return True


def _day(connection: Connection, hall_id: str, day: str, before: str | None, *, glancing: bool) -> DayCheck:
    last, count = GENESIS, 0
    try:
        archived = archive.glance(connection, hall_id, day) if glancing else None
        if archived is not None:
            _links(archived.previous_hash, before)
            return DayCheck(hall_id, day, archived.entries, archived.last_hash)
        for entry in eventlog.stream(connection, hall_id, day):
            last = verify((entry,), prev_hash=last, next_seq=count + 1)
            if count == 0:
                _opens(entry, before)
            count += 1
    except BrokenLog as broken:
        seq = broken.params.get("seq", count + 1)
        return DayCheck(hall_id, day, count, last, seq if isinstance(seq, int) else count + 1, str(broken))
    return DayCheck(hall_id, day, count, last)


def _voided(connection: Connection, hall_id: str) -> Iterator[DayCheck]:
    """The logs that were taken out of the hall's."""
    for day, log in voiding.kept(connection, hall_id):
        try:
            entries = log()
            voiding.check(entries)
        except BrokenLog as broken:
            yield DayCheck(hall_id, day, 0, GENESIS, 1, str(broken))
        else:
            yield DayCheck(hall_id, day, len(entries), entries[-1].hash)


def _opens(entry: Entry, before: str | None) -> None:
    event = happened_of(entry).event
    if not isinstance(event, DayOpened) or event.date.isoformat() != entry.day:
        raise BrokenLog(say("error.log_not_opened"), seq=1)
    _links(event.previous_hash, before)


def _links(previous_hash: str, before: str | None) -> None:
    if before is not None and previous_hash != before:
        raise BrokenLog(say("error.log_day_unlinked"), seq=1)


@contextmanager
def _any_bytes(connection: Connection) -> Iterator[None]:
    # A changed byte may be no UTF-8; it is to be found by the chain, not to stop the reading.
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str
