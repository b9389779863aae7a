"""Hash chain: the log's entries as text, each with the hash of the one before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.events import Event, body_of, event_from
from balai.domain.state import Happened
from balai.domain.values.json_text import writer

GENESIS = "0" * 64
_NOTHING = hashlib.sha256()
_encode = writer(ascii_only=False)


def digest(*columns: object) -> str:
    """SHA-256 (hex) of the columns before `hash`, as a JSON array without spaces."""
    found = _NOTHING.copy()  # finding the algorithm takes longer than a copy
    found.update(_encode(columns).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


@lru_cache(maxsize=8)  # all that is written together has one time
def stamp(moment: datetime) -> str:
    """An aware time as the log's text: UTC, microseconds always written."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def entry_of(hall_id: str, day: str, happened: Happened, prev_hash: str) -> Entry:
    """Put an event into the chain after the entry whose hash is `prev_hash`."""
    event = happened.event
    occurred = stamp(happened.occurred_at) if happened.occurred_at else None
    columns = (
        hall_id, day, happened.seq, *event.written, stamp(happened.at), happened.actor,
        occurred, happened.clock_certain, body_of(event), prev_hash,
    )  # fmt: skip
    return Entry(*columns, digest(*columns))


def happened_of(entry: Entry) -> Happened:
    """Read an entry back as what happened. Raises BrokenLog where its text does not read."""
    try:
        at = _moment(entry.at)
        occurred = _moment(entry.occurred_at) if entry.occurred_at is not None else None
        event: Event = event_from(entry.type, entry.version, entry.body)
    except ValueError as fault:
        raise BrokenLog(f"Entry {entry.seq} does not read: {fault}.", seq=entry.seq) from fault
    return Happened(entry.seq, at, entry.actor, event, occurred, entry.clock_certain)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} says no time zone")
    return moment


def verify(entries: Iterable[Entry], *, prev_hash: str = GENESIS, next_seq: int = 1) -> str:
    """Check the chain of one day, entry by entry, and return the last hash.

    `prev_hash` and `next_seq` are those before the first entry given. Raises BrokenLog with the
    seq where it broke: a gap, a link to another entry, a time before the entry's before, or a changed
    byte in any column.
    """
    before = ""
    for entry in entries:
        if entry.seq != next_seq:
            raise BrokenLog(f"Entry {next_seq} is missing or out of place.", seq=next_seq)
        if entry.prev_hash != prev_hash:
            raise BrokenLog(f"Entry {entry.seq} does not link to the one before.", seq=entry.seq)
        columns = tuple(getattr(entry, name) for name in entry.__slots__[:-1])
        if digest(*columns) != entry.hash:
            raise BrokenLog(f"Entry {entry.seq} was changed after it was written.", seq=entry.seq)
        if entry.at < before:
            raise BrokenLog(f"Entry {entry.seq} is of an earlier time than the one before.", seq=entry.seq)
        prev_hash, next_seq, before = entry.hash, next_seq + 1, entry.at
    return prev_hash
