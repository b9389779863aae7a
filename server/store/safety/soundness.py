"""Integrity check of a store's file: its pages, the newest day's chain, commits that its log has lost."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from balai.words.said import say
from server.store.day import eventlog
from server.store.day.upkeep.audit import audit, chain_holds
from server.store.tables.day import events

# SQLite's file format, "The WAL File Format" and "The WAL-Index File Format" (sqlite.org/walformat.html).
_WAL_HEAD, _FRAME_HEAD = 32, 24
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
_INDEX_FRAMES, _INDEX_SALTS = 16, slice(32, 40)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A connection that reads a store's file and changes nothing in it, whatever its tables' version."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True), poolclass=NullPool, hide_parameters=True
    )
    with engine.connect() as connection:
        yield connection


def fault_in(path: Path) -> str | None:
    """What is wrong with the file of a store, in words; None where each page and the chain of the newest day
    of each hall are whole. Days before are checked by `balai log verify` and with every copy."""
    try:
        with reading(path) as connection:
            found = str(connection.scalar(text("PRAGMA quick_check(1)")))
            if found != "ok":
                return found.splitlines()[-1]
            if not _has_log(connection):
                return say("error.no_log_of_hall")
            return _broken_chain(connection)
    except SQLAlchemyError as fault:
        return str(getattr(fault, "orig", None) or fault)


def last_written(path: Path) -> datetime | None:
    """The time of the latest entry of any hall, aware UTC; None where there is none to be read."""
    try:
        with reading(path) as connection:
            last = [_last_at(connection, hall_id) for hall_id in eventlog.hall_ids(connection)]
    except SQLAlchemyError:
        return None
    return max((datetime.fromisoformat(at) for at in last if at), default=None)


def tails_in(path: Path) -> dict[str, tuple[str, int]]:
    """The day and seq of the last entry of each hall in a store's file. Raises SQLAlchemyError."""
    with reading(path) as connection:
        if not _has_log(connection):
            return {}
        tails = {hall_id: eventlog.tail_of(connection, hall_id) for hall_id in eventlog.hall_ids(connection)}
    return {hall_id: tail[:2] for hall_id, tail in tails.items() if tail is not None}


def is_empty(path: Path) -> bool:
    """Whether the file is not there yet, or has nothing in it: that of a hub that was never used."""
    try:
        if path.stat().st_size == 0:
            return True
        with reading(path) as connection:
            return not connection.scalar(text("SELECT count(*) FROM sqlite_master"))
    except FileNotFoundError:
        return True
    except SQLAlchemyError:
        return False


def table_is_whole(connection: Connection, table: str) -> bool:
    """Whether all pages of one table read, also where others do not."""
    try:
        return bool(connection.scalar(text(f"PRAGMA quick_check({table})")) == "ok")
    except SQLAlchemyError:
        return False


def lost_commits(path: Path) -> bool:
    """Whether the write-ahead log holds commits of its present round that SQLite passes over, since something
    before them does not read: a torn log looks to SQLite like a shorter one.

    A hub that was killed leaves none such: its last frames are whole or have no commit. To be asked before
    anything is written.
    """
    log, index = path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")
    try:
        content = log.read_bytes()
    except FileNotFoundError:
        return False
    if len(content) <= _WAL_HEAD:
        return False
    if not _head_is_whole(content[:_WAL_HEAD]):
        return True
    salts, last = content[16:24], _last_commit(content)
    with reading(path) as connection:
        connection.scalar(text("SELECT count(*) FROM sqlite_master"))
        known = index.read_bytes()[:48] if index.exists() else b""
    if known[_INDEX_SALTS] != salts:
        return False  # a program that works on the store has begun the log anew
    frames: int = struct.unpack_from("=I", known, _INDEX_FRAMES)[0]
    return frames < last


def _has_log(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT 1 FROM sqlite_master WHERE name = 'events'")))


def _broken_chain(connection: Connection) -> str | None:
    for hall_id in eventlog.hall_ids(connection):
        day = eventlog.last_day(connection, hall_id)
        if day is None or chain_holds(connection, hall_id, day):
            continue
        for check in audit(connection, hall_id, day):
            if check.fault is not None:
                return f"{check.hall_id}, {check.day}, seq {check.seq}: {check.fault}"
    return None


def _last_at(connection: Connection, hall_id: str) -> str | None:
    day = eventlog.last_day(connection, hall_id)
    of_day = (events.c.hall_id == hall_id, events.c.day == day)
    at: str | None = connection.scalar(select(func.max(events.c.at)).where(*of_day))
    return at


def _head_is_whole(head: bytes) -> bool:
    magic, *_ = struct.unpack(">I", head[:4])
    order = _MAGIC.get(magic)
    if order is None:
        return False
    one = two = 0
    for first, second in struct.iter_unpack(f"{order}II", head[:24]):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return struct.unpack(">II", head[24:32]) == (one, two)


def _last_commit(content: bytes) -> int:
    """The number of the last frame of this round that ends a transaction; 0 where none does."""
    size = struct.unpack(">I", content[8:12])[0] + _FRAME_HEAD
    salts, last = content[16:24], 0
    for number, at in enumerate(range(_WAL_HEAD, len(content) - size + 1, size), start=1):
        pages_after_commit = struct.unpack(">I", content[at + 4 : at + 8])[0]
        if content[at + 8 : at + 16] == salts and pages_after_commit:
            last = number
    return last
