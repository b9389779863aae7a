"""A number that is asked for alone, written in one statement that SQLite commits at once: its entry and its
answer. And a few that have come together, written in place as well where the disk is quick.

In the way of many one alone would be six statements: beginning, what others appended, whether it was answered
before, two inserts, the commit. Here the statement itself sees to both: it does nothing where the log ends
elsewhere than is known, or where the request has an answer. Where a commit is known to be short it is not
worth another thread: while that one decides, the loop would wait for the interpreter in any case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from balai.domain.commands import IssueVisit
from server.store.day import eventlog
from server.store.day.batch import Batch
from server.store.day.jobs import Job, JobResult
from server.store.day.requests import row
from server.store.driver import run
from server.store.engine import begin_at_once, commit_at_once
from server.store.tables.day import events, requests

#: Real seconds within which a commit holds up nobody, and how many in a row have to be as short.
SHORT_SECONDS, TRIES = 0.003, 16
#: So many numbers are decided in two milliseconds, for which the loop may be held up.
FEW = 16
#: Of an error of SQLite, without what it adds.
_KIND = 0xFF
#: Who else writes is waited for in the way of many, in which SQLite also puts in place what it wrote ahead.
_SETTINGS = ("PRAGMA busy_timeout = 0", "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = -2000")
_INTO = {table.name: tuple(column.name for column in table.columns) for table in (events, requests)}
_GIVEN = [f"{table}_{column}" for table, columns in _INTO.items() for column in columns]
_FORM = f"CREATE TEMP VIEW alone AS SELECT {', '.join(f'NULL AS {name}' for name in _GIVEN)}"
_INSERTS = " ".join(
    f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608  # the tables' own columns
    f" VALUES ({', '.join(f'NEW.{table}_{column}' for column in columns)});"
    for table, columns in _INTO.items()
)
_KEEPING = f"""
    CREATE TEMP TRIGGER kept_alone INSTEAD OF INSERT ON alone BEGIN
        SELECT RAISE(ABORT, 'the log ends elsewhere') WHERE NEW.events_prev_hash IS NOT (
            SELECT hash FROM events WHERE hall_id = NEW.events_hall_id ORDER BY day DESC, seq DESC LIMIT 1
        );
        {_INSERTS}
    END
"""  # noqa: S608  # the tables' own columns
_WRITE = f"INSERT INTO alone VALUES ({', '.join('?' * len(_GIVEN))})"  # noqa: S608  # only question marks


class OthersWrite(Exception):  # no error: they are waited for in the way of many
    """Another process writes now."""


class Alone:
    """Writes on SQLite what came alone, or with a few others, by a connection of its own, and knows whether
    the disk is quick. One thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._to_try, self._took = TRIES, 0.0

    @property
    def is_short(self) -> bool:
        """Whether the disk has kept the last ones so soon that the next may be waited for in place."""
        return not self._to_try

    def commit(self, connection: Connection) -> None:
        """Commit on any connection; `wrote` is to follow where there was something to keep."""
        began = monotonic()
        commit_at_once(connection)
        self._took = monotonic() - began

    def wrote(self) -> None:
        """Count how long the disk took for the last commit."""
        self._to_try = TRIES if self._took > SHORT_SECONDS else max(0, self._to_try - 1)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is waited for in place. Raises OthersWrite, having begun nothing."""
        connection = self._had()
        try:
            begin_at_once(connection)
        except OperationalError as fault:
            if _is_busy(fault):
                raise OthersWrite from fault
            raise
        yield connection
        self.commit(connection)

    def write(self, batch: Batch) -> bool:
        """Keep a batch that `suits`; whether it is kept, durably. Not, where the log has gone on, the request
        was answered, or another process writes. Raises SQLAlchemyError where the disk does not take it."""
        connection, (entry,), ((id_, answered),) = self._had(), batch.entries, batch.new_answers.items()
        kept = row(entry.hall_id, id_, answered, entry.day, entry.at)
        began = monotonic()
        try:
            run(connection, _WRITE, (*eventlog.row(entry), *kept))
        except IntegrityError:
            return False
        except OperationalError as fault:
            if _is_busy(fault):
                return False
            raise
        finally:
            self._took = monotonic() - began
            self.wrote()
        return True

    def close(self) -> None:
        """Give the connection back. A later write opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _had(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect()
            for statement in (*_SETTINGS, _FORM, _KEEPING):
                run(connection, statement).close()
            self._connection = connection
        return self._connection


def _is_busy(fault: OperationalError) -> bool:
    return getattr(fault.orig, "sqlite_errorcode", 0) & _KIND == sqlite3.SQLITE_BUSY


def may_come_alone(jobs: Sequence[Job]) -> bool:
    """Whether it is a number that somebody asks for: what else is asked comes seldom, or writes more."""
    return len(jobs) == 1 and are_few(jobs)


def are_few(jobs: Sequence[Job]) -> bool:
    """Whether they are a few numbers that somebody asks for."""
    numbers = (type(job.command) is IssueVisit and job.request_id is not None for job in jobs)
    return 0 < len(jobs) <= FEW and all(numbers)


def suits(batch: Batch, outcome: JobResult) -> bool:
    """Whether what a job came to is one entry and its answer. What is refused, or changes nothing, may be
    otherwise on the day as it is by now."""
    return outcome.text is not None and len(batch.entries) == len(batch.new_answers) == 1
