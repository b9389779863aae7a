"""Engines: one code for SQLite, where one connection writes at a time, and PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from balai.words.said import say
from server.store.driver import run
from server.store.errors import StoreError

BUSY_SECONDS = 5
SQLITE_DRIVERS = ("sqlite", "sqlite+pysqlite")
POSTGRES_DRIVERS = ("postgresql", "postgresql+psycopg")
#: Of new stores: a number alone changes six pages, whatever their size. A store keeps those it was made with.
PAGE_BYTES = 2048
#: At SQLite's own 1000 pages every tenth full batch would pay for a checkpoint; so much log at most is read
#: again after a power cut, and so much has its place on the disk before it is needed.
CHECKPOINT_BYTES = 16 * 1024 * 1024
_SQLITE_SETTINGS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    f"PRAGMA page_size = {PAGE_BYTES}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
)
_LEVELS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}
_POSTGRES_SETTINGS = (
    "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=10s"
)


def parse_url(given: str) -> URL:
    """A store's URL. Raises StoreError with what would be right for anything that cannot keep a log."""
    try:
        url = make_url(given)
    except ArgumentError as fault:
        raise StoreError(
            say("error.no_database_url", given=repr(given), right=say("error.right_url")), code="store_url"
        ) from fault
    if url.drivername in SQLITE_DRIVERS:
        if url.database in (None, "", ":memory:") or "mode" in url.query:
            raise StoreError(say("error.database_in_memory", right=say("error.right_url")), code="store_url")
        return url
    if url.drivername in POSTGRES_DRIVERS:
        return url.set(drivername="postgresql+psycopg")
    raise StoreError(say("error.database_kind", kind=url.drivername, right=say("error.right_url")))


def write_engine(url: URL) -> Engine:
    """The engine that changes are written with. On SQLite its transactions begin IMMEDIATE."""
    if not is_sqlite(url):
        return _postgres_engine(url)
    engine = create_engine(url, poolclass=NullPool, connect_args=_sqlite_arguments(), hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def read_engine(url: URL, write: Engine) -> Engine:
    """The engine for reading: PostgreSQL's is the same, SQLite's has connections that cannot write."""
    if not is_sqlite(url):
        return write
    engine = create_engine(url, pool_size=4, connect_args=_sqlite_arguments(), hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", _only_read)
    return engine


def is_sqlite(url: URL) -> bool:
    """Whether the store is a file of SQLite."""
    return url.get_backend_name() == "sqlite"


def sqlite_path(url: URL) -> Path:
    """The file of a SQLite store."""
    return Path(str(url.database)).absolute()


def file_at(given: str) -> Path | None:
    """The file of the store at a URL, or None where it is a database of its own. Raises StoreError."""
    url = parse_url(given)
    return sqlite_path(url) if is_sqlite(url) else None


def lock_hall(connection: Connection, hall_id: str) -> None:
    """Take the hall's lock until the transaction ends.

    On PostgreSQL a statement of its own: a snapshot taken with the lock would read a stale head.
    SQLite's transaction has had the only write lock since it began.
    """
    if connection.dialect.name == "postgresql":
        run(connection, "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (hall_id,))


@contextmanager
def committing_each(connection: Connection) -> Iterator[None]:
    """PostgreSQL: each statement is a transaction of its own, one question instead of three. After a fault
    the connection is of no use any more."""
    line = connection.connection.dbapi_connection
    assert line is not None
    line.autocommit = True
    yield
    line.autocommit = False


def make_room(engine: Engine) -> None:
    """Give the log that SQLite writes ahead its place on the disk, where that can be had: a commit into what
    is there waits for the disk once, one that makes a file longer for the file system's own log as well.

    What is written for that is taken back at once, and written over by what comes. SQLite removes that log
    when the last connection is closed.
    """
    file = Path(f"{engine.url.database}-wal")
    with suppress(SQLAlchemyError, OSError), engine.connect() as connection:
        run(connection, "PRAGMA busy_timeout = 0").close()
        run(connection, "PRAGMA cache_size = 64").close()  # what does not fit there is written
        begin_at_once(connection)
        run(connection, "CREATE TABLE room (filled)")
        run(connection, "INSERT INTO room VALUES (zeroblob(?))", (CHECKPOINT_BYTES,))
        run(connection, "ROLLBACK")
        with file.open("rb") as written:
            os.fdatasync(written.fileno())


def others_connected(engine: Engine) -> bool:
    """Whether another program of Balai works on this PostgreSQL database now."""
    asked = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'balai' AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        return bool(connection.scalar(asked))


def durability(connection: Connection) -> str:
    """How this connection keeps what it commits, in the database's own words."""
    if connection.dialect.name == "postgresql":
        return f"synchronous_commit={connection.scalar(text('SHOW synchronous_commit'))}"
    level = connection.scalar(text("PRAGMA synchronous"))
    return f"synchronous={_LEVELS.get(level, level)}"


def overwrite_deleted(connection: Connection) -> None:
    """Fill with zeros what this connection deletes from now on: what was said aloud is not left in free pages
    of the file. PostgreSQL's vacuum gives the room to others."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete = ON"))


def _sqlite_arguments() -> dict[str, Any]:
    # isolation_level None: the driver begins nothing by itself. Connections are used by one thread
    # at a time, though not always the one that made them.
    return {"isolation_level": None, "check_same_thread": False, "timeout": BUSY_SECONDS}


def _postgres_engine(url: URL) -> Engine:
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=8,
        max_overflow=4,
        pool_timeout=5,
        pool_use_lifo=True,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": _POSTGRES_SETTINGS, "application_name": "balai"},
    )


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in _SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.execute("PRAGMA synchronous")
    level = cursor.fetchone()
    cursor.execute("PRAGMA page_size")
    page_bytes = int((cursor.fetchone() or [PAGE_BYTES])[0])
    cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_BYTES // page_bytes}")
    cursor.close()
    if level is None or level[0] != 2:
        raise StoreError(say("error.not_durable", level=level))


def _only_read(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    """Unless whoever uses it has done so (`begin_at_once`)."""
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        begin_at_once(connection)


def begin_at_once(connection: Connection) -> None:
    """Begin a transaction on SQLite that may write, ended by `commit_at_once`: the engine's own way takes
    as long as a small commit."""
    run(connection, "BEGIN IMMEDIATE")


def commit_at_once(connection: Connection) -> None:
    """Commit what `begin_at_once` began."""
    run(connection, "COMMIT")
