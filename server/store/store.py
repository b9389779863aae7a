"""A store as the programs see it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from balai.clock import Clock, SystemClock
from balai.domain.entry import Entry
from balai.files import sync_folder
from balai.words.said import say
from server.store import lock, migrate
from server.store.day import eventlog
from server.store.day.upkeep import archive
from server.store.day.upkeep.audit import DayCheck, audit
from server.store.day.upkeep.letting_go import let_go
from server.store.day.upkeep.rebuild import rebuild
from server.store.day.writer import DayWriter, MayOpen
from server.store.engine import (
    is_sqlite,
    make_room,
    others_connected,
    parse_url,
    read_engine,
    sqlite_path,
    write_engine,
)
from server.store.errors import StoreBusy, StoreError, unavailable
from server.store.kept.accounts import Accounts
from server.store.kept.asks import Asks
from server.store.kept.devices import Devices
from server.store.kept.halls import Halls
from server.store.kept.trail import Trails
from server.store.kept.versions import Versions
from server.store.kept.walls.looks import Looks
from server.store.kept.walls.speakers import Leases
from server.store.private import private_file
from server.store.safety.files import aside, copy_file, remove
from server.store.safety.highwater import HighWater

if TYPE_CHECKING:
    from server.store.patient import Patience

T = TypeVar("T")


class Store:
    """Engines and tables of one database, brought up to date. Made by `open_store`."""

    def __init__(self, url: URL, held: int | None) -> None:
        self.url = url
        self._held = held
        #: Who holds a file alone keeps how far it has come.
        self._high_water = HighWater(sqlite_path(url)) if held is not None else None
        self.write = write_engine(url)
        self.read = read_engine(url, self.write)
        self._patience = None if self.one_writer else _patience_of(self.write)
        self.accounts = Accounts(self.write, self.read)
        self.devices = Devices(self.write, self.read)
        self.halls = Halls(self.write, self.read)
        self.trails = Trails(self.write, self.read)
        self.versions = Versions(self.read)

    @property
    def one_writer(self) -> bool:
        """Whether a hub must write from one native thread only, as on SQLite."""
        return is_sqlite(self.url)

    def serve(self) -> None:
        """From now on people wait: a database that does not answer is given up soon, and a file has room for
        what is written first."""
        if self._held is not None:
            make_room(self.write)
        if self._patience is not None:
            self._patience.serving = True

    def writer(self, hall_id: str, clock: Clock, may_open: MayOpen | None = None) -> DayWriter:
        """The writer of a hall's day. Opens the day if its time has come and `may_open` does not doubt
        the clock; raises HallUnknown."""
        reached = self._high_water.reached if self._high_water is not None else None
        more = {} if may_open is None else {"may_open": may_open}
        return DayWriter(self.write, hall_id, clock, reached=reached, **more)

    def leases(self, hall_id: str) -> Leases:
        """This process's share in choosing who speaks, where several hubs serve a hall."""
        return Leases(self.run, hall_id, uuid4().hex, time.monotonic)

    def asks(self, hall_id: str) -> Asks:
        """The devices that ask to be let in to a hall."""
        return Asks(self.write, self.read, hall_id)

    def looks(self, hall_id: str) -> Looks:
        """The pictures of walls that the hubs of a hall hand each other."""
        return Looks(self.write, self.read, hall_id)

    def run(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` in a transaction that may write. On SQLite a hub calls it through its dispatcher.

        Raises StoreUnavailable when the database does not take it.
        """
        try:
            with self.write.begin() as connection:
                return fn(connection)
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault

    def entries(self, hall_id: str, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a day after a seq, read beside the writer."""
        with self.read.connect() as connection:
            return eventlog.entries(connection, hall_id, day, after=after, limit=limit)

    def at(self, hall_id: str, day: str, seqs: Sequence[int]) -> list[Entry]:
        """The entries of a day at these seqs, read beside the writer."""
        with self.read.connect() as connection:
            return eventlog.at(connection, hall_id, day, seqs)

    def audit(self, hall_id: str, day: str | None = None) -> list[DayCheck]:
        """Verify a hall's days, or one; a broken day has its fault in its check."""
        with self.read.connect() as connection:
            return audit(connection, hall_id, day)

    def rebuild(self, hall_id: str, pause: Callable[[float], object] | None = None) -> int:
        """Derive a hall's read tables anew from its log, beside a hub that may be writing, which `pause`
        (seconds) lets in; the number of days. Raises BrokenLog."""
        with self.read.connect() as connection:
            return rebuild(self.run, connection, hall_id, pause)

    def archive(self, hall_id: str, before: str, pause: Callable[[float], object] | None = None) -> int:
        """Archive a hall's days before a date (ISO), beside a hub that may be writing, which `pause`
        (seconds) lets in; how many. The newest day stays. Raises BrokenLog at a day that does not hold.
        """
        with self.read.connect() as connection:
            old = [day for day in eventlog.hot_days(connection, hall_id)[:-1] if day < before]
        for day in old:
            with self.read.connect() as connection:
                # What was interrupted goes on from the archive, which is whole.
                entries = list(eventlog.stream(connection, hall_id, day))
            archive.put_away(self.run, iter(entries), hall_id, day, pause)
        return len(old)

    def let_go(self, hall_id: str, before: str, pause: Callable[[float], object] | None = None) -> int:
        """Keep a hall's archived days before a date (ISO) no longer, beside a hub that may be writing, which
        `pause` (seconds) lets in; how many. Raises BrokenLog at a day whose archive was changed."""
        with self.read.connect() as connection:
            old = [day for day in archive.days(connection, hall_id) if day < before]
        let_go(self.run, hall_id, old, pause)
        return len(old)

    def bring_back(self) -> None:
        """Put every archived day back, for a program of a version that knows no archive."""
        for hall_id in self.halls.ids():
            with self.read.connect() as connection:
                days = archive.days(connection, hall_id)
            for day in days:
                self.run(partial(archive.bring_back, hall_id=hall_id, day=day))

    def check(self) -> None:
        """Ask the database for a sign of life. Raises StoreUnavailable."""
        try:
            with self.read.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as fault:
            raise unavailable(fault) from fault

    def close(self) -> None:
        """Close all connections and give the hub's lock back."""
        self.read.dispose()
        self.write.dispose()
        if self._high_water is not None:
            self._high_water.close()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _patience_of(engine: Engine) -> Patience:
    from server.store.patient import make_patient  # a store that is a file needs no such driver

    return make_patient(engine)


def open_store(url: str, *, hub: bool = False, upgrades: bool = False) -> Store:
    """Open the store at a SQLAlchemy URL; the tables are made where there are none.

    A hub says so: it holds a SQLite file for itself until it closes the store or ends, and brings older
    tables up to date. Commands work beside it, and leave older tables alone unless one `upgrades`, which no
    hub may be running for. A SQLite file is copied before its tables change.

    Raises StoreBusy when another hub holds the file, StoreError for a URL or tables that this program cannot
    use (`store_older` where they are to be upgraded first), StoreUnavailable when the database does not
    answer.
    """
    where = parse_url(url)
    if is_sqlite(where) and not sqlite_path(where).parent.is_dir():
        raise StoreError(say("error.no_folder", folder=sqlite_path(where).parent))
    held = lock.hold(sqlite_path(where)) if (hub or upgrades) and is_sqlite(where) else None
    if is_sqlite(where):
        private_file(sqlite_path(where))
    store = Store(where, held)
    try:
        _bring_up_to_date(store, may=hub or upgrades, alone=upgrades)
    except SQLAlchemyError as fault:
        store.close()
        raise unavailable(fault) from fault
    except BaseException:
        store.close()
        raise
    return store


def _bring_up_to_date(store: Store, *, may: bool, alone: bool) -> None:
    had = migrate.version_of(store.write)
    if had == migrate.NEWEST:
        return
    if had is not None and had in migrate.versions():
        if not may:
            raise StoreError(say("error.store_older", version=had, newest=migrate.NEWEST), code="store_older")
        if store.one_writer:
            _copy_first(sqlite_path(store.url), had)
        elif alone and others_connected(store.write):
            raise StoreBusy(say("error.store_in_use"))
    migrate.upgrade(store.write)


def _copy_first(file: Path, version: str) -> None:
    """So that the version before can be gone back to (see docs/operation.md)."""
    copy = aside(file, f".tables-{version}", SystemClock().now())
    try:
        copy_file(file, copy)
        sync_folder(file.parent)
    except (OSError, sqlite3.Error) as fault:
        remove(copy)
        raise StoreError(say("error.no_copy_first", file=file, fault=fault), code="no_copy_first") from fault
