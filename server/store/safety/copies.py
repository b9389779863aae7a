"""Backup and restore of a SQLite store: copies made beside a running hub, each opened and verified."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from balai.files import sync_folder
from balai.words.said import say
from server.store.day.upkeep.audit import audit
from server.store.engine import file_at
from server.store.errors import StoreError
from server.store.lock import hold
from server.store.private import private_file, private_folder
from server.store.safety.files import FAMILY, REPLACED, aside, copy_file, remove
from server.store.safety.highwater import forget
from server.store.safety.soundness import fault_in, reading, tails_in
from server.store.store import Store, open_store
from server.store.tables.kept import halls

#: Copies that stay in a folder when none else is asked for; older ones are taken away.
KEPT = 14
_NAME, _READ, _ANY = "balai-{:%Y%m%dT%H%M%SZ}.db", "balai-%Y%m%dT%H%M%SZ.db", "balai-*Z.db"


@dataclass(frozen=True, slots=True)
class Copy:
    """A verified copy: where it lies, how many days and entries its halls' logs have."""

    path: Path
    days: int
    entries: int


def back_up(url: str, folder: Path, now: datetime, keep: int = KEPT, *, other_disk: bool = False) -> Copy:
    """Copy the store at `url` into `folder`, verify the copy, then take away all but the newest `keep`.

    `now` (aware UTC) names the file. A hub may be writing meanwhile; it is never held up for long.
    Raises StoreError where there is nothing to copy, the folder takes nothing, the copy is damaged, or the
    folder is to be on `other_disk` and is not: a stick is out, and its folder would fill the store's own.
    """
    source = file_of(url)
    if not source.is_file():
        raise StoreError(say("error.nothing_to_copy", file=source))
    if other_disk and not on_other_disk(folder, source):
        raise StoreError(say("error.no_other_disk", folder=folder), code="no_other_disk")
    target = folder / name_at(now)
    part = target.with_suffix(".part")
    try:
        private_folder(folder)
        copy_file(source, part)
        copy = verified(part)
        part.replace(target)
        sync_folder(folder)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(say("error.no_copy", folder=folder, fault=fault)) from fault
    finally:
        remove(part)
    for old in outdated([one.name for one in copies_in(folder)], target.name, keep):
        (folder / old).unlink(missing_ok=True)
    return Copy(target, copy.days, copy.entries)


def verified(path: Path) -> Copy:
    """Check a file page by page and every hall's log by its hashes. Raises StoreError with what is wrong."""
    _sound(path)
    try:
        with reading(path) as connection:  # whatever version its tables have
            ids = connection.scalars(select(halls.c.hall_id)).all()
            checks = [check for hall_id in ids for check in audit(connection, hall_id, glancing=True)]
    except SQLAlchemyError as fault:
        raise StoreError(say("error.store_damaged", file=path, fault=fault), code="store_damaged") from fault
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
            ),
            code="store_damaged",
        )
    return Copy(path, len(checks), sum(check.entries for check in checks))


class Restored(NamedTuple):
    """The store as a copy made it, held, and where the store of before was set aside to, if there was one."""

    store: Store
    before: Path | None


@contextmanager
def restored(url: str, copy: Path, now: datetime) -> Iterator[Restored]:
    """Put a copy in the place of the store at `url`. The store of before is never deleted.

    Raises StoreBusy while a hub runs on it, StoreError where the copy is damaged; nothing is changed then.
    """
    place = file_of(url)
    if not copy.is_file():
        raise StoreError(say("error.no_file", file=copy))
    _sound(copy)
    fresh = place.with_name(f"{place.name}.restoring")
    private_folder(place.parent)
    lock = hold(place)
    try:
        remove(fresh)
        copy_file(copy, fresh)
        verified(fresh)
        gap_falls_due(place)
        before = _set_aside(place, now)
        fresh.replace(place)
        sync_folder(place.parent)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(say("error.not_restored", fault=fault)) from fault
    finally:
        os.close(lock)
        remove(fresh)
    with open_store(url, hub=True) as store:
        yield Restored(store, before)


def on_other_disk(folder: Path, store: Path) -> bool:
    """Whether a folder, or where it would be made, lies on another file system than the store."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    return there.stat().st_dev != store.parent.stat().st_dev


def gap_falls_due(place: Path) -> None:
    """Note beside a store that numbers are to be passed over in it before the next one is given, also where
    the power goes before that is done."""
    private_file(_due(place))
    sync_folder(place.parent)


def gap_is_due(place: Path) -> bool:
    """Whether that is still to be done."""
    return _due(place).exists()


def gap_is_made(place: Path) -> None:
    """It is done, or nothing is missing: what the log had reached before is of no more use."""
    forget(place)
    _due(place).unlink(missing_ok=True)


def copies_in(folder: Path) -> list[Path]:
    """The copies in a folder; one that is not there has none."""
    return [file for file in folder.glob(_ANY) if is_name(file.name)]


def outdated(names: Iterable[str], made: str, keep: int) -> list[str]:
    """Which copies are to be taken away, now that one was `made`: all but the newest `keep`. Those that are
    named as if they were of a later time are counted for themselves: a clock was wrong then or is so now,
    and neither may cost the others their place."""
    before, later = sorted(n for n in names if n <= made), sorted(n for n in names if n > made)
    return [*before[:-keep], *later[:-keep]]


def newest_first(folders: Iterable[Path]) -> list[Path]:
    """The copies in these folders, those that have most of the log first: their names are what a clock said,
    which may have been wrong. Those that do not read come last."""
    found = [copy for folder in folders for copy in copies_in(folder)]
    return sorted(found, key=lambda copy: (_reach(copy), copy.name), reverse=True)


def _reach(copy: Path) -> tuple[str, int]:
    try:
        return max(tails_in(copy).values(), default=("", 0))
    except SQLAlchemyError:
        return "", -1


def further(place: Path, folders: Iterable[Path]) -> Path | None:
    """The newest good copy that has more of the log than a store's file, which is whole; None where the file
    has as much as any."""
    here = tails_in(place)
    for copy in newest_first(folders):
        try:
            there = tails_in(copy)
            if there == here or any(there.get(hall_id, ("", 0)) < tail for hall_id, tail in here.items()):
                return None
            return verified(copy).path
        except (StoreError, SQLAlchemyError):
            continue
    return None


def name_at(now: datetime) -> str:
    """What a copy of that time (aware UTC) is called."""
    return _NAME.format(now)


def is_name(name: str) -> bool:
    """Whether a copy is called so."""
    try:
        return bool(made_at(Path(name)))
    except ValueError:
        return False


def made_at(copy: Path) -> datetime:
    """When a copy was made, by its name; aware UTC. Raises ValueError for any other name."""
    return datetime.strptime(copy.name, _READ).replace(tzinfo=UTC)


def file_of(url: str) -> Path:
    """The file of a store that copies can be made of. Raises StoreError for any other."""
    file = file_at(url)
    if file is None:
        raise StoreError(say("error.copies_of_sqlite"))
    return file


def _sound(path: Path) -> None:
    fault = fault_in(path)
    if fault is not None:
        raise StoreError(say("error.store_damaged", file=path, fault=fault), code="store_damaged")


def _due(place: Path) -> Path:
    return place.with_name(f"{place.name}.gap-due")


def _set_aside(place: Path, now: datetime) -> Path | None:
    if not place.exists():
        return None
    before = aside(place, REPLACED, now)
    for suffix in FAMILY:
        part = place.with_name(place.name + suffix)
        if part.exists():
            part.replace(before.with_name(before.name + suffix))
    return before
