"""Taking a day back that was opened on a wrong clock: its log leaves the hall's and is kept whole beside it.

The log of the hall stands then as it did before that day: what ended the day before at the wrong time is
taken back, too, so that everybody there waits, or is served, where they were.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, delete, func, insert, inspect, select

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import DayOpened
from balai.domain.hall.config import HallConfig
from balai.domain.log import happened_of, stamp, verify
from balai.domain.state import HallDay
from balai.words.said import say
from server.store.day import eventlog
from server.store.day.eventlog import COLUMNS, Tail
from server.store.day.reads import READ_TABLES
from server.store.day.upkeep import archive
from server.store.tables.day import estimates, events, outcomes, requests, voided

_V = voided.c


@dataclass(frozen=True, slots=True)
class Opened:
    """A day as it was opened and went on: `day` as it stands, its `entries`, and `ending`, those that ended
    the day before at the same moment."""

    day: HallDay
    entries: tuple[Entry, ...]
    ending: tuple[Entry, ...]

    @property
    def begun(self) -> int:
        """The seq up to which opening wrote."""
        at = self.entries[0].at
        return max(entry.seq for entry in self.entries if entry.at == at and entry.actor == "system")

    @property
    def last_hash(self) -> str:
        """The hash that the day's log ends in."""
        return self.entries[-1].hash

    def config_before(self, before: HallDay | None) -> HallConfig:
        """The settings that were in force before the day was opened; `before` is the day that goes on."""
        event = happened_of(self.entries[0]).event
        assert isinstance(event, DayOpened)
        if before is not None and before.scheduled is not None and event.scheduled != before.scheduled:
            return before.config  # what waits there was put in force too early
        return event.config

    def count(self, *types: str) -> int:
        """How often something of these types happened."""
        return sum(entry.type in types for entry in self.entries)


def read(connection: Connection, hall_id: str, day: HallDay) -> Opened:
    """The log of the latest day, of which `day` is the state, and what ended the day before."""
    date = day.date.isoformat()
    entries = tuple(eventlog.stream(connection, hall_id, date))
    before = _day_before(connection, hall_id, date)
    found = () if before is None else eventlog.stream(connection, hall_id, before)
    at = entries[0].at
    return Opened(day, entries, tuple(entry for entry in found if entry.at == at and entry.seq > 1))


def take_out(connection: Connection, hall_id: str, opened: Opened, now: datetime) -> None:
    """Keep a day's log beside the hall's, and take out of that all that opening the day began. `now` is the
    hub's time (aware)."""
    if opened.ending:
        archive.bring_back(connection, hall_id, opened.ending[0].day)
    _keep(connection, hall_id, opened, now)
    leave(connection, hall_id, (*opened.ending, *opened.entries))


def leave(connection: Connection, hall_id: str, entries: Sequence[Entry]) -> None:
    """Take these entries, and all that follows them, out of the hall's log, and what was read from their last
    day out of the tables beside it."""
    e = events.c
    for day, of_day in groupby(entries, attrgetter("day")):
        connection.execute(
            delete(events).where(e.hall_id == hall_id, e.day == day, e.seq >= next(of_day).seq)
        )
    date = entries[-1].day
    for table in (*READ_TABLES, estimates, outcomes, requests):
        connection.execute(delete(table).where(table.c.hall_id == hall_id, table.c.day == date))


def kept(connection: Connection, hall_id: str) -> Iterator[tuple[str, Callable[[], list[Entry]]]]:
    """The logs that were taken out, in order, each with its date; reading one raises BrokenLog where it was
    changed."""
    if not inspect(connection).has_table(voided.name):
        return  # the file of an earlier version, that is only read
    asked = select(_V.day, _V.log, _V.digest).where(_V.hall_id == hall_id).order_by(_V.day, _V.n)
    for day, log, digest in connection.execute(asked):
        yield str(day), partial(_unpacked, bytes(log), str(digest))


def is_kept(connection: Connection, hall_id: str, tail: Tail) -> bool:
    """Whether a place of the hall's log is in one that was taken out. Raises BrokenLog as `kept`."""
    return any(
        (entry.day, entry.seq, entry.hash) == tail
        for day, log in kept(connection, hall_id)
        if day >= tail.day
        for entry in log()
    )


def check(entries: Sequence[Entry]) -> None:
    """Verify a log that was taken out: each of its days by its chain. Raises BrokenLog."""
    for _, of_day in groupby(entries, attrgetter("day")):
        group = list(of_day)
        verify(group, prev_hash=group[0].prev_hash, next_seq=group[0].seq)


def _day_before(connection: Connection, hall_id: str, date: str) -> str | None:
    return max((day for day in eventlog.days(connection, hall_id) if day < date), default=None)


def _keep(connection: Connection, hall_id: str, opened: Opened, now: datetime) -> None:
    date = opened.day.date.isoformat()
    of_day = (_V.hall_id == hall_id, _V.day == date)
    log = _packed((*opened.ending, *opened.entries))
    row = {
        "hall_id": hall_id,
        "day": date,
        "n": (connection.scalar(select(func.max(_V.n)).where(*of_day)) or 0) + 1,
        "at": stamp(now),
        "digest": hashlib.sha256(log).hexdigest(),
        "log": log,
    }
    connection.execute(insert(voided), row)


def _packed(entries: Sequence[Entry]) -> bytes:
    lines = (json.dumps([getattr(entry, name) for name in COLUMNS], ensure_ascii=False) for entry in entries)
    return zlib.compress("\n".join(lines).encode("utf-8", "surrogatepass"))


def _unpacked(log: bytes, digest: str) -> list[Entry]:
    if hashlib.sha256(log).hexdigest() != digest:
        raise BrokenLog(say("error.archive_changed"), seq=1)
    try:
        lines = zlib.decompress(log).decode("utf-8", "surrogatepass").split("\n")
        return [Entry(*json.loads(line)) for line in lines]
    except (ValueError, TypeError, zlib.error) as fault:
        raise BrokenLog(say("error.archive_changed"), seq=1) from fault
