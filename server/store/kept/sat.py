"""Where somebody sat in the days before: read from the table of counters' sessions, which follows the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from server.store.tables.day import counter_sessions

#: So far back is looked (days), and so many sessions are told at most.
DAYS_BACK, MOST = 31, 40


@dataclass(frozen=True, slots=True)
class Sat:
    """From sitting down at a counter to leaving it; None while somebody still sits there. Aware UTC."""

    counter_id: str
    opened_at: datetime
    closed_at: datetime | None


def sat_by(connection: Connection, hall_id: str, actor: str, today: date) -> list[Sat]:
    """Where an actor sat in the last days, the latest first."""
    c, first = counter_sessions.c, (today - timedelta(days=DAYS_BACK)).isoformat()
    found = (
        select(c.counter_id, c.opened_at, c.closed_at)
        .where(c.hall_id == hall_id, c.day >= first, c.holder == actor)
        .order_by(c.day.desc(), c.seq.desc())
        .limit(MOST)
    )
    return [
        Sat(row.counter_id, datetime.fromisoformat(row.opened_at), _moment(row.closed_at))
        for row in connection.execute(found)
    ]


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
