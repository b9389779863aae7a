"""Where somebody sat in the days before: read from the table of counters' sessions, which follows the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select

from server.store.tables.day import counter_sessions

#: So far back is looked (days), and so many sessions are told at most.
DAYS_BACK, MOST = 31, 40
#: Of one day; a large hall's has some two hundred.
MOST_OF_A_DAY = 2000
_COLUMNS = counter_sessions.c
_SAT = select(_COLUMNS.counter_id, _COLUMNS.opened_at, _COLUMNS.closed_at, _COLUMNS.holder)


@dataclass(frozen=True, slots=True)
class Sat:
    """From sitting down at a counter to leaving it; None while somebody still sits there. Aware UTC. `holder`
    is an actor id."""

    counter_id: str
    opened_at: datetime
    closed_at: datetime | None
    holder: str = ""


def sat_by(connection: Connection, hall_id: str, actor: str, today: date) -> list[Sat]:
    """Where an actor sat in the last days, the latest first."""
    c, first = counter_sessions.c, (today - timedelta(days=DAYS_BACK)).isoformat()
    chosen = (c.hall_id == hall_id, c.day >= first, c.holder == actor)
    return _read(connection, _SAT.where(*chosen).order_by(c.day.desc(), c.seq.desc()).limit(MOST))


def sat_on(connection: Connection, hall_id: str, day: date) -> list[Sat]:
    """Who sat where on a day, in the order in which they sat down."""
    c = counter_sessions.c
    chosen = (c.hall_id == hall_id, c.day == day.isoformat())
    return _read(connection, _SAT.where(*chosen).order_by(c.seq).limit(MOST_OF_A_DAY))


def _read(connection: Connection, asked: Select[Any]) -> list[Sat]:
    return [
        Sat(row.counter_id, datetime.fromisoformat(row.opened_at), _moment(row.closed_at), row.holder)
        for row in connection.execute(asked)
    ]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
