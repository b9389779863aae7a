"""What staff have to say, typed or recorded, kept beside the log for its day and no longer."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

from balai.protocol.answers.announcements import FreeAnnouncement
from server.store.engine import overwrite_deleted
from server.store.tables.kept import announcements, recordings

#: Recordings kept for a day; the oldest goes first. At most 3 MB each, they must not fill a memory card.
MOST_RECORDINGS = 20


@dataclass(frozen=True, slots=True)
class Recording:
    """A WAV file of `seconds`, rounded up; `at` is when it came, an aware UTC time as ISO text."""

    seconds: int
    at: str
    sound: bytes


def put_announcement(connection: Connection, hall_id: str, day: str, said: FreeAnnouncement) -> None:
    """Keep it, unless it is there already; what is left of other days goes."""
    forget_other_days(connection, hall_id, day)
    if read_announcement(connection, hall_id, day, said.announcement_id) is None:
        row = {"hall_id": hall_id, "day": day, **said.model_dump()}
        connection.execute(insert(announcements), row)


def read_announcement(
    connection: Connection, hall_id: str, day: str, announcement_id: str
) -> FreeAnnouncement | None:
    """What is said on a day, or None."""
    asked = select(announcements).where(*_one(announcements, hall_id, day, announcement_id))
    row = connection.execute(asked).mappings().first()
    return FreeAnnouncement.model_validate(dict(row)) if row else None


def put_recording(
    connection: Connection, hall_id: str, day: str, announcement_id: str, recording: Recording
) -> bool:
    """Keep it in place of one that was sent before; False where the announcement was made already."""
    if read_announcement(connection, hall_id, day, announcement_id) is not None:
        return False
    forget_other_days(connection, hall_id, day)
    connection.execute(delete(recordings).where(*_one(recordings, hall_id, day, announcement_id)))
    r = recordings.c
    others = select(r.announcement_id).where(r.hall_id == hall_id).order_by(r.at.desc())
    for old in connection.execute(others.offset(MOST_RECORDINGS - 1)).scalars().all():
        connection.execute(delete(recordings).where(*_one(recordings, hall_id, day, old)))
    row = {
        "hall_id": hall_id,
        "day": day,
        "announcement_id": announcement_id,
        "at": recording.at,
        "seconds": recording.seconds,
        "sound": recording.sound,
    }
    connection.execute(insert(recordings), row)
    return True


def recording_seconds(connection: Connection, hall_id: str, day: str, announcement_id: str) -> int | None:
    """How long the recording of an announcement of a day lasts, or None."""
    asked = select(recordings.c.seconds).where(*_one(recordings, hall_id, day, announcement_id))
    found: int | None = connection.execute(asked).scalar()
    return found


def read_sound(connection: Connection, hall_id: str, day: str, announcement_id: str) -> bytes | None:
    """The recording of an announcement of a day, or None."""
    asked = select(recordings.c.sound).where(*_one(recordings, hall_id, day, announcement_id))
    found: bytes | None = connection.execute(asked).scalar()
    return found


def forget_announcement(connection: Connection, hall_id: str, announcement_id: str) -> None:
    """Forget what one announcement said."""
    overwrite_deleted(connection)
    for table in (announcements, recordings):
        one = (table.c.hall_id == hall_id, table.c.announcement_id == announcement_id)
        connection.execute(delete(table).where(*one))


def forget_other_days(connection: Connection, hall_id: str, day: str) -> None:
    """Forget what was said and recorded on any other day than `day`."""
    for table in (announcements, recordings):
        others = (table.c.hall_id == hall_id, table.c.day != day)
        if connection.execute(select(table.c.day).where(*others).limit(1)).first() is not None:
            overwrite_deleted(connection)
            connection.execute(delete(table).where(*others))


def _one(table: Table, hall_id: str, day: str, announcement_id: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.hall_id == hall_id, table.c.day == day, table.c.announcement_id == announcement_id
