"""The read model rebuilt from the log."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from server.store.day import eventlog
from server.store.day.head import Fold, LogHead
from server.store.day.reads import ReadTables, Touched, forget
from server.store.engine import lock_hall


def rebuild(connection: Connection, hall_id: str) -> int:
    """Empty a hall's read tables and fill them from its log; the number of days read.

    The hall's lock is held until the caller's transaction ends, so a running hub waits meanwhile.
    Raises BrokenLog where the log cannot be folded; nothing is changed then.
    """
    lock_hall(connection, hall_id)
    forget(connection, hall_id)
    days = eventlog.days(connection, hall_id)
    rebuild_days(connection, hall_id, days)
    return len(days)


def rebuild_days(connection: Connection, hall_id: str, days: Iterable[str]) -> None:
    """Write what the logs of some days amount to, in the caller's transaction. Raises BrokenLog."""
    reads = ReadTables(connection.dialect)
    for day in days:
        fold, touched = Fold(LogHead()), Touched()
        for step in map(fold.step, eventlog.stream(connection, hall_id, day)):
            touched.see(step.happened, step.sitting)
        if fold.head.day is not None:
            reads.write(connection, fold.head.day, touched)
