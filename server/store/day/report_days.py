"""The figures of closed days as reports keep them: bytes that the log can give again, with a mark that comes
of the hash in which the day ended. Where it is another, they are of no use."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from server.store.tables.day import archives, events, report_days

_R, _E, _A = report_days.c, events.c, archives.c


def ends(connection: Connection, hall_id: str, days: Iterable[str]) -> dict[str, str]:
    """The last hash of each of these days that has a log."""
    archived = select(_A.day, _A.last_hash).where(_A.hall_id == hall_id)
    found: dict[str, str] = {row.day: row.last_hash for row in connection.execute(archived)}
    for day in days:
        if day not in found:
            mine = select(_E.hash).where(_E.hall_id == hall_id, _E.day == day)
            last = connection.scalar(mine.order_by(_E.seq.desc()).limit(1))
            if last is not None:
                found[day] = last
    return {day: found[day] for day in days if day in found}


def kept(
    connection: Connection, hall_id: str, first: str, last: str
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The marks and the bytes that are kept of the days from `first` to `last`."""
    mine = _R.hall_id == hall_id, _R.day >= first, _R.day <= last
    rows = connection.execute(select(_R.day, _R.hash, _R.body).where(*mine)).all()
    return {day: of for day, of, _ in rows}, {day: bytes(body) for day, _, body in rows}


def kept_marks(connection: Connection, hall_id: str) -> dict[str, str]:
    """The mark of what is kept of each day."""
    rows = connection.execute(select(_R.day, _R.hash).where(_R.hall_id == hall_id))
    return {row.day: row.hash for row in rows}


def keep(connection: Connection, hall_id: str, day: str, of: str, body: bytes) -> None:
    """Keep a day's in place of what was kept of it."""
    forget(connection, hall_id, day)
    row = {"hall_id": hall_id, "day": day, "hash": of, "body": body}
    connection.execute(report_days.insert().values(**row))


def forget(connection: Connection, hall_id: str, day: str | None = None) -> None:
    """Keep nothing of a day any more, or of any."""
    mine = [_R.hall_id == hall_id] if day is None else [_R.hall_id == hall_id, _R.day == day]
    connection.execute(delete(report_days).where(*mine))
