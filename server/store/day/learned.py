"""What the days before taught, read from the report tables once, when a day opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from balai.domain.hall.learned import Learned, learn
from server.store.tables.day import counter_sessions, legs

#: So many of the latest days on which anybody sat at a counter; two weeks of work.
DAYS = 10


def learned_before(connection: Connection, hall_id: str, day: date, zone: ZoneInfo) -> Learned:
    """Rota and lengths, from the days before `day`."""
    s = counter_sessions.c
    recent = (
        select(s.day)
        .where(s.hall_id == hall_id, s.day < day.isoformat())
        .distinct()
        .order_by(s.day.desc())
        .limit(DAYS)
    )
    days = list(connection.scalars(recent))
    if not days:
        return Learned()
    return learn(
        len(days), _openings(connection, hall_id, days[-1], zone), _served(connection, hall_id, days[-1])
    )


def _openings(connection: Connection, hall_id: str, since: str, zone: ZoneInfo) -> Iterator[tuple[str, int]]:
    s = counter_sessions.c
    first = (
        select(s.counter_id, func.min(s.opened_at))
        .where(s.hall_id == hall_id, s.day >= since)
        .group_by(s.day, s.counter_id)
    )
    for counter_id, opened_at in connection.execute(first):
        local = datetime.fromisoformat(opened_at).astimezone(zone)
        yield counter_id, local.hour * 60 + local.minute


def _served(connection: Connection, hall_id: str, since: str) -> Iterator[tuple[str, float]]:
    one = legs.c
    finished = select(one.service_id, one.called_at, one.ended_at).where(
        one.hall_id == hall_id, one.day >= since, one.state == "finished", one.called_at.is_not(None)
    )
    for service_id, called_at, ended_at in connection.execute(finished):
        lasted = datetime.fromisoformat(ended_at) - datetime.fromisoformat(called_at)
        yield service_id, max(0.0, lasted.total_seconds() / 60)
