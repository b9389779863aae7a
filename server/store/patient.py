"""Connections to PostgreSQL that do not wait for ever. Its own time-outs are kept by the server, which may be
what hangs; and a server that was stopped still has a kernel that acknowledges what is sent to it.

Imported only once gevent has patched (psycopg imported first would freeze the whole hub in a query).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Self

import gevent
import psycopg
from sqlalchemy import Engine, event

from server.store.hurry import is_hurried

#: Real seconds for one statement where people wait, and where nobody does (tables brought up to date).
SERVING_SECONDS, ALONE_SECONDS = 5.0, 3600.0
#: For what stands before the work itself, and for a new connection.
HURRIED_SECONDS = 1.5
#: After a connection failed, others do not try for so long: they would wait as long in vain.
PAUSE_SECONDS = 1.0

_SILENT: type[psycopg.OperationalError] = vars(psycopg.errors)["_WaitTimeout"]


class Patience:
    """How long the connections of an engine wait now."""

    def __init__(self) -> None:
        self.serving = False
        self._failed_at: float | None = None
        self._trying = False

    @property
    def seconds(self) -> float:
        """For one statement."""
        if is_hurried():
            return HURRIED_SECONDS
        return SERVING_SECONDS if self.serving else ALONE_SECONDS

    @contextmanager
    def connecting(self) -> Iterator[None]:
        """Open a connection. Raises psycopg.OperationalError where another failed a moment ago."""
        failed = self._failed_at
        if failed is not None and (self._trying or monotonic() - failed < PAUSE_SECONDS):
            raise psycopg.OperationalError("the database did not answer a moment ago")
        self._trying = True
        try:
            seconds = HURRIED_SECONDS if self.serving else None
            with gevent.Timeout(seconds, psycopg.OperationalError("no answer")):
                yield
        except BaseException:
            self._failed_at = monotonic()
            raise
        finally:
            self._trying = False
        self._failed_at = None


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up, and closed, where an answer does not come in time."""

    patience: Patience

    @classmethod
    def opened(cls, patience: Patience, *arguments: Any, **options: Any) -> Self:
        """Open one. Raises psycopg.OperationalError."""
        with patience.connecting():
            made = cls.connect(*arguments, **options)
        made.patience = patience
        return made

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for the server, not for ever. Raises psycopg.OperationalError."""
        try:
            return super().wait(gen, interval, timeout or getattr(self, "patience", _ALONE).seconds)
        except _SILENT:
            # Whatever comes on it later belongs to a question that nobody asks any more.
            self.pgconn.finish()
            raise psycopg.OperationalError("the database does not answer") from None


_ALONE = Patience()


def make_patient(engine: Engine) -> Patience:
    """Let an engine open such connections."""
    patience = Patience()

    def connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> PatientConnection:
        return PatientConnection.opened(patience, *arguments, **options)

    event.listen(engine, "do_connect", connect)
    return patience
