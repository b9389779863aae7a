"""Backup and restore of a SQLite store: copies made beside a running hub, each opened and verified."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from balai.words.said import say
from server.store.engine import is_sqlite, parse_url, sqlite_path
from server.store.errors import StoreError
from server.store.lock import hold
from server.store.private import private_file, private_folder
from server.store.store import Store, open_store

#: Copies that stay in a folder when none else is asked for; older ones are taken away.
KEPT = 14
_NAME = "balai-{:%Y%m%dT%H%M%SZ}.db"
_FAMILY = ("", "-wal", "-shm")
_PAGES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Copy:
    """A verified copy: where it lies, how many days and entries its halls' logs have."""

    path: Path
    days: int
    entries: int


def back_up(url: str, folder: Path, now: datetime, keep: int = KEPT) -> Copy:
    """Copy the store at `url` into `folder`, verify the copy, then take away all but the newest `keep`.

    `now` (aware UTC) names the file. A hub may be writing meanwhile; it is never held up for long.
    Raises StoreError where there is nothing to copy, the folder takes nothing, or the copy is damaged.
    """
    source = _file_of(url)
    if not source.is_file():
        raise StoreError(say("error.nothing_to_copy", file=source))
    target = folder / _NAME.format(now)
    part = target.with_suffix(".part")
    try:
        private_folder(folder)
        _copy(source, part)
        copy = verified(part)
        part.replace(target)
        _settle(folder)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(say("error.no_copy", folder=folder, fault=fault)) from fault
    finally:
        _remove(part)
    for old in sorted(folder.glob("balai-*Z.db"))[:-keep]:
        old.unlink()
    return Copy(target, copy.days, copy.entries)


def verified(path: Path) -> Copy:
    """Check a file page by page and every hall's log by its hashes. Raises StoreError with what is wrong."""
    _sound(path)
    with open_store(f"sqlite:///{path}") as store:
        checks = [check for hall_id in store.halls.ids() for check in store.audit(hall_id)]
    broken = next((check for check in checks if check.fault), None)
    if broken is not None:
        raise StoreError(
            say(
                "error.log_not_as_written",
                file=path,
                hall=broken.hall_id,
                day=broken.day,
                seq=broken.seq,
                fault=broken.fault,
            )
        )
    return Copy(path, len(checks), sum(check.entries for check in checks))


@contextmanager
def restored(url: str, copy: Path, now: datetime) -> Iterator[tuple[Store, Path | None]]:
    """Put a copy in the place of the store at `url`; the store as it stands then, held, and where the
    store of before was set aside to (None where there was none). It is never deleted.

    Raises StoreBusy while a hub runs on it, StoreError where the copy is damaged; nothing is changed then.
    """
    place = _file_of(url)
    if not copy.is_file():
        raise StoreError(say("error.no_file", file=copy))
    _sound(copy)
    fresh = place.with_name(f"{place.name}.restoring")
    private_folder(place.parent)
    lock = hold(place)
    try:
        _remove(fresh)
        _copy(copy, fresh)
        verified(fresh)
        before = _set_aside(place, now)
        fresh.replace(place)
        _settle(place.parent)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(say("error.not_restored", fault=fault)) from fault
    finally:
        os.close(lock)
        _remove(fresh)
    with open_store(url, hub=True) as store:
        yield store, before


def _file_of(url: str) -> Path:
    where = parse_url(url)
    if not is_sqlite(where):
        raise StoreError(say("error.copies_of_sqlite"))
    return sqlite_path(where)


def _copy(source: Path, target: Path) -> None:
    private_file(target)
    # Read-only, so that a mistyped name makes no empty store.
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
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


def _sound(path: Path) -> None:
    fault = _damage(path)
    if fault is not None:
        raise StoreError(say("error.store_damaged", file=path, fault=fault))


def _damage(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
                return say("error.no_log_of_hall")
    except sqlite3.DatabaseError as fault:
        return str(fault)
    return None if found == "ok" else str(found)


def _set_aside(place: Path, now: datetime) -> Path | None:
    aside = place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}")
    if not place.exists():
        return None
    for suffix in _FAMILY:
        part = place.with_name(place.name + suffix)
        if part.exists():
            part.replace(aside.with_name(aside.name + suffix))
    return aside


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    for suffix in _FAMILY:
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
