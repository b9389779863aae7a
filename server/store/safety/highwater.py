"""High-water mark: how far each hall's log has reached, kept beside a store's file, which may lose its end.

A `-wal` file that somebody deletes, a file of yesterday that somebody puts back, a card that only said that
it had written: to SQLite each is a whole, shorter log. The mark is written after each commit and before its
answers. It is not synced, so that it costs a commit nothing: a hub that is killed leaves it exact, a power
cut some seconds old. It goes back only where a day was taken back.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from balai.domain.events import VisitIssued
from balai.domain.values.json_text import writer
from server.store.day import eventlog
from server.store.day.eventlog import Tail
from server.store.day.head import LogHead
from server.store.day.upkeep import voiding
from server.store.private import private_file
from server.store.safety.soundness import reading
from server.store.tables.day import events

#: Written at once, so that a shorter mark leaves nothing of a longer one.
_BLOCK = 512
_encode = writer()


class Mark(NamedTuple):
    """The last entry that is known to have been kept, and how many visits its day had then."""

    day: str
    seq: int
    hash: str
    visits: int


class Missing(NamedTuple):
    """What a log no longer has: entries at least, and visits of the day `day`."""

    day: str
    entries: int
    visits: int


class HighWater:
    """Keeps the marks of a store's halls. One thread uses it at a time."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file: int | None = None
        self._marks: dict[str, Mark] = {}

    def reached(self, hall_id: str, head: LogHead, *, back: bool = False) -> None:
        """Note how far a hall's log has come; `back` where a day was taken out at its end. What cannot be
        written is not known later: no error."""
        day = head.day
        if day is None:
            return
        date, seq = day.date.isoformat(), day.seq
        try:
            if self._file is None:
                private_file(beside(self._place))
                self._file = os.open(beside(self._place), os.O_RDWR | os.O_CLOEXEC)
                self._marks = marks(self._place)
            known = self._marks.get(hall_id)
            if not back and known is not None and (known.day, known.seq) >= (date, seq):
                return
            self._marks[hall_id] = Mark(date, seq, head.hash, len(day.visits))
            os.pwrite(self._file, _written(self._marks), 0)
        except OSError:
            return

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def beside(place: Path) -> Path:
    """Where the marks of a store's file are kept."""
    return place.with_name(f"{place.name}.reached")


def marks(place: Path) -> dict[str, Mark]:
    """The marks beside a store's file, by hall; none where they are not there or do not read."""
    try:
        content = beside(place).read_bytes().rstrip(b"\0")
        check, _, body = content.partition(b"\n")
        if int(check, 16) != zlib.crc32(body):
            return {}
        return {hall_id: Mark(*mark) for hall_id, mark in json.loads(body).items()}
    except (OSError, ValueError, TypeError):
        return {}


def forget(place: Path) -> None:
    """Another log is gone on from, and what it may lack has been seen to."""
    beside(place).unlink(missing_ok=True)


def missing(place: Path) -> list[Missing]:
    """What the logs in a store's file lack of what they are known to have had, a line for each hall that
    lacks anything. To be asked while no hub works on it."""
    known = marks(place)
    if not known:
        return []
    try:
        with reading(place) as connection:
            found = [_missing(connection, hall_id, mark) for hall_id, mark in known.items()]
    except SQLAlchemyError:
        return []
    return [one for one in found if one is not None]


def _missing(connection: Connection, hall_id: str, mark: Mark) -> Missing | None:
    if voiding.is_kept(connection, hall_id, Tail(*mark[:3])):
        return None
    tail = eventlog.tail_of(connection, hall_id)
    if tail is None or tail.day < mark.day:
        return Missing(mark.day, mark.seq, mark.visits)
    if (tail.day, tail.seq) > (mark.day, mark.seq) or (tail.day, tail.seq, tail.hash) == mark[:3]:
        return None
    of_day = (events.c.hall_id == hall_id, events.c.day == mark.day, events.c.type == VisitIssued.TYPE)
    there = connection.scalar(select(func.count()).select_from(events).where(*of_day)) or 0
    return Missing(mark.day, max(1, mark.seq - tail.seq), max(0, mark.visits - there))


def _written(known: dict[str, Mark]) -> bytes:
    body = _encode(known).encode()
    content = b"%08x\n%s" % (zlib.crc32(body), body)
    return content.ljust(-(-len(content) // _BLOCK) * _BLOCK, b"\0")
