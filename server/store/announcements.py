"""What staff typed to be said, kept beside the log for its day and no longer."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from balai.protocol.answers import FreeAnnouncement
from server.store.tables import announcements


def put_announcement(connection: Connection, hall_id: str, day: str, said: FreeAnnouncement) -> None:
    """Keep it, unless it is there already; what is left of other days goes."""
    a = announcements.c
    connection.execute(delete(announcements).where(a.hall_id == hall_id, a.day != day))
    mine = (a.hall_id == hall_id, a.announcement_id == said.announcement_id)
    if connection.execute(select(a.day).where(*mine)).first() is None:
        row = {"hall_id": hall_id, "day": day, **said.model_dump()}
        connection.execute(insert(announcements), row)


def read_announcement(connection: Connection, hall_id: str, announcement_id: str) -> FreeAnnouncement | None:
    """What was typed, or None."""
    a = announcements.c
    mine = (a.hall_id == hall_id, a.announcement_id == announcement_id)
    row = connection.execute(select(announcements).where(*mine)).mappings().first()
    return FreeAnnouncement.model_validate(dict(row)) if row else None
