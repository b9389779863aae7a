"""Days that a hall keeps no longer: the log goes, and all that was written from it. What stays is a row that
says how many entries there were and in which hash they ended, so that the chain goes on over the gap."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, delete, update

from server.store.day.upkeep import archive
from server.store.tables.day import (
    archives,
    checkpoints,
    counter_sessions,
    estimates,
    legs,
    outcomes,
    report_days,
    visits,
    voided,
)

#: What a day leaves beside its log.
TABLES = (legs, visits, counter_sessions, outcomes, estimates, report_days, voided, checkpoints)


def let_go(
    run: archive.Run, hall_id: str, days: list[str], pause: Callable[[float], object] | None = None
) -> None:
    """Let archived days go, each in a transaction of its own; `pause` (seconds) lets others write between
    two. Raises BrokenLog at one whose archive was changed: that stays, to be looked at."""
    pause = pause or threading.Event().wait
    for day in days:
        run(partial(_let_go, hall_id=hall_id, day=day))
        pause(archive.PAUSE_SECONDS)


def _let_go(connection: Connection, hall_id: str, day: str) -> None:
    about = archive.glance(connection, hall_id, day)
    if about is None:
        return
    mine = (archives.c.hall_id == hall_id, archives.c.day == day)
    connection.execute(update(archives).where(*mine).values(log=b"", digest=archive.digest_of(about, b"")))
    for table in TABLES:
        connection.execute(delete(table).where(table.c.hall_id == hall_id, table.c.day == day))
