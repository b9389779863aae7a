"""A number that is asked for alone, written in one statement that SQLite commits at once: its entry and its
answer.

In the way of many it would be six: beginning, what others appended, whether it was answered before, two
inserts, the commit. Here the statement itself sees to both: it does nothing where the log ends elsewhere than
is known, or where the request has an answer. Where it is known to be short it is not worth another thread.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from time import monotonic

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError

from balai.domain.commands import IssueVisit
from server.store.day import eventlog
from server.store.day.batch import Batch
from server.store.day.jobs import Job, JobResult
from server.store.day.requests import row
from server.store.driver import run
from server.store.tables.day import events, requests

#: Real seconds within which a commit holds up nobody, and how many in a row have to be as short.
SHORT_SECONDS, TRIES = 0.003, 16
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


class Alone:
    """Writes on SQLite what came alone, by a connection of its own. One thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._to_try = TRIES

    @property
    def is_short(self) -> bool:
        """Whether the disk has kept the last ones so soon that the next may be waited for in place."""
        return not self._to_try

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
            if getattr(fault.orig, "sqlite_errorcode", 0) & _KIND == sqlite3.SQLITE_BUSY:
                return False
            raise
        finally:
            self._to_try = TRIES if monotonic() - began > SHORT_SECONDS else max(0, self._to_try - 1)
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


def may_come_alone(jobs: Sequence[Job]) -> bool:
    """Whether it is a number that somebody asks for: what else is asked comes seldom, or writes more."""
    return len(jobs) == 1 and type(jobs[0].command) is IssueVisit and jobs[0].request_id is not None


def suits(batch: Batch, outcome: JobResult) -> bool:
    """Whether what a job came to is one entry and its answer. What is refused, or changes nothing, may be
    otherwise on the day as it is by now."""
    return outcome.text is not None and len(batch.entries) == len(batch.new_answers) == 1
