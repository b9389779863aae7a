"""Estimates and outcomes at rest. The estimator writes them, hubs read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from balai.domain.log import stamp
from balai.domain.waits.conformal import Raw
from balai.domain.waits.estimate import Drawn, Forecast, ForecastResult
from server.store.tables.day import estimates, outcomes

#: So many of the last outcomes are learned from again after a restart.
LATEST = 4000


@dataclass(frozen=True, slots=True)
class Expected:
    """When somebody will be called; aware UTC. `chance` is how likely that is today (None: an older version
    told it), `moved` since when an earlier time is told than before. Intervals are None where the call will
    probably not come today."""

    key: str
    service_id: str
    priority_class: str
    made_at: datetime
    point: datetime
    low: datetime | None
    high: datetime | None
    back_by: datetime | None
    moved: datetime | None
    chance: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often the call came within what was told, for one service and class."""

    service_id: str
    priority_class: str
    told: int
    within: int
    back_kept: int


def put_estimates(connection: Connection, hall_id: str, day: str, found: Iterable[Forecast]) -> None:
    """Put a new set in place of the hall's last."""
    connection.execute(delete(estimates).where(estimates.c.hall_id == hall_id))
    rows = [
        {
            "hall_id": hall_id, "day": day, "key": f.key, **_told(f), "chance": f.chance,
            "moved": stamp(f.moved) if f.moved else None,
        }
        for f in found
    ]  # fmt: skip
    if rows:
        connection.execute(insert(estimates), rows)


def made_at(connection: Connection, hall_id: str, day: str) -> str | None:
    """When the day's set was made, as stored; None where there is none."""
    mine = (estimates.c.hall_id == hall_id, estimates.c.day == day)
    found: str | None = connection.scalar(select(estimates.c.made_at).where(*mine).limit(1))
    return found


def read_estimates(connection: Connection, hall_id: str, day: str) -> dict[str, Expected]:
    """The day's set by key."""
    e = estimates.c
    times = (e.made_at, e.point, e.low, e.high, e.back_by, e.moved)
    mine = select(e.key, e.service_id, e.priority_class, *times, e.chance).where(
        e.hall_id == hall_id, e.day == day
    )
    return {
        row.key: Expected(
            row.key, row.service_id, row.priority_class, datetime.fromisoformat(row.made_at),
            datetime.fromisoformat(row.point), _moment(row.low), _moment(row.high), _moment(row.back_by),
            _moment(row.moved), row.chance,
        )
        for row in connection.execute(mine)
    }  # fmt: skip


def add_outcomes(connection: Connection, hall_id: str, day: str, found: Iterable[ForecastResult]) -> None:
    """Keep what came of forecasts; one that is kept already stays."""
    known = set(
        connection.scalars(
            select(outcomes.c.leg_id).where(outcomes.c.hall_id == hall_id, outcomes.c.day == day)
        )
    )
    rows = [
        {
            "hall_id": hall_id, "day": day, "leg_id": o.leg_id, **_told(o.forecast),
            "issued_at": stamp(o.issued_at), "called_at": stamp(o.called_at),
            "drawn": json.dumps([[d.kind, d.raw.quantiles, d.seconds] for d in o.drawn]) if o.drawn else None,
        }
        for o in found if o.leg_id not in known
    ]  # fmt: skip
    if rows:
        connection.execute(insert(outcomes), rows)


def latest_drawn(connection: Connection, hall_id: str) -> list[tuple[str, Drawn]]:
    """The day and what was drawn at each look kept of the last outcomes, the oldest first. An outcome of an
    older version has one look, of which the kind of line is not known: it teaches nothing."""
    o = outcomes.c
    mine = (
        select(o.day, o.drawn)
        .where(o.hall_id == hall_id, o.drawn.is_not(None))
        .order_by(o.called_at.desc())
        .limit(LATEST)
    )
    rows = connection.execute(mine).fetchall()[::-1]
    return [(row.day, drawn) for row in rows for drawn in _drawn(row.drawn)]


def _drawn(text: str) -> Iterable[Drawn]:
    for look in json.loads(text):
        if isinstance(look, list):
            kind, quantiles, seconds = look
            yield Drawn(kind, Raw(*quantiles), seconds)


def coverage(connection: Connection, hall_id: str, since: str) -> list[Coverage]:
    """How often intervals held, by service and class, on the days from `since` (ISO date) on."""
    o = outcomes.c
    held = (o.called_at >= o.low) & (o.called_at <= o.high)
    found = (
        select(
            o.service_id, o.priority_class, func.count(),
            func.count().filter(held), func.count().filter(o.called_at >= o.back_by),
        )
        .where(o.hall_id == hall_id, o.day >= since, o.low.is_not(None))
        .group_by(o.service_id, o.priority_class)
        .order_by(o.service_id, o.priority_class)
    )  # fmt: skip
    return [Coverage(*row) for row in connection.execute(found)]


def _told(f: Forecast) -> dict[str, str | None]:
    return {
        "service_id": f.service_id,
        "priority_class": f.priority_class,
        "made_at": stamp(f.made_at),
        "point": stamp(f.point),
        "low": stamp(f.low) if f.low else None,
        "high": stamp(f.high) if f.high else None,
        "back_by": stamp(f.back_by) if f.back_by else None,
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
