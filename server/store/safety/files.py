"""Files of SQLite stores: copied while somebody writes, taken away, kept through a power cut."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from server.store.private import private_file

#: A store's file and what SQLite keeps beside it.
FAMILY = ("", "-wal", "-shm")
#: What is kept of a store that was replaced, and of one whose log was torn.
REPLACED, TORN_LOG = ".before", "-wal.torn"
_PAGES_AT_ONCE = 256


def copy_file(source: Path, target: Path) -> None:
    """Copy a store's file as it stands between two commits. Raises sqlite3.Error or OSError."""
    private_file(target)
    # Read-only, so that a mistyped name makes no empty store.
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new, pages=_PAGES_AT_ONCE, sleep=0.01)
        new.execute("PRAGMA journal_mode = DELETE")
        _forget_what_was_said(new)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _forget_what_was_said(copy: sqlite3.Connection) -> None:
    """Announcements and recordings are kept for their day; a copy is kept for longer."""
    copy.execute("PRAGMA secure_delete = ON")
    found = copy.execute("SELECT name FROM sqlite_master WHERE name IN ('announcements', 'recordings')")
    for (table,) in found.fetchall():
        copy.execute(f"DELETE FROM {table}")  # noqa: S608  # one of the two names above
    copy.commit()


def aside(place: Path, what: str, now: datetime) -> Path:
    """Where `what` is kept of a store's file, for a person to look at: beside it, by the time `now`."""
    return place.with_name(f"{place.name}{what}-{now:%Y%m%dT%H%M%SZ}")


def remove(path: Path) -> None:
    """Take a store's file away, if it is there."""
    for suffix in FAMILY:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
