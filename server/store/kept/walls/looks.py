"""Pictures of walls, where several hubs share a hall: asked for at one hub, taken by another.

A row says how often a display's picture was asked for and up to which of these it was answered, so that hubs
whose clocks differ understand each other, and a picture is written only while somebody looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from balai.domain.log import stamp
from server.store.tables.kept import looks


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and when it came (aware UTC)."""

    data: bytes
    media_type: str
    at: datetime


class Looks:
    """The pictures of one hall's walls that its hubs hand each other."""

    def __init__(self, write: Engine, read: Engine, hall_id: str) -> None:
        self._write, self._read, self._hall_id = write, read, hall_id

    def ask(self, device_id: str) -> None:
        """Ask whichever hub a display is connected to for its picture."""
        with self._write.begin() as connection:
            if self._asked_again(connection, device_id):
                return
        try:
            with self._write.begin() as connection:
                row = {"hall_id": self._hall_id, "device_id": device_id, "asked": 1, "answered": 0}
                connection.execute(insert(looks), row)
        except IntegrityError:
            return  # another hub asked for the first time in this very moment

    def waiting(self) -> dict[str, int]:
        """The displays whose picture is asked for and not there yet, with how often it was asked for."""
        asks = looks.c
        found = select(asks.device_id, asks.asked).where(
            asks.hall_id == self._hall_id, asks.asked > asks.answered
        )
        with self._read.connect() as connection:
            return {row.device_id: row.asked for row in connection.execute(found)}

    def answer(self, device_id: str, picture: Picture) -> None:
        """Keep a picture that somebody waits for; nothing is written where nobody does."""
        asks = looks.c
        wanted = update(looks).where(*self._one(device_id), asks.asked > asks.answered)
        values = {
            "answered": asks.asked, "at": stamp(picture.at), "media_type": picture.media_type,
            "data": picture.data,
        }  # fmt: skip
        with self._write.begin() as connection:
            connection.execute(wanted.values(values))

    def latest(self, device_id: str) -> Picture | None:
        """The last picture that was taken for somebody."""
        with self._read.connect() as connection:
            row = connection.execute(select(looks).where(*self._one(device_id))).first()
        if row is None or row.data is None:
            return None
        return Picture(bytes(row.data), row.media_type, datetime.fromisoformat(row.at))

    def _asked_again(self, connection: Connection, device_id: str) -> bool:
        more = update(looks).where(*self._one(device_id)).values(asked=looks.c.asked + 1)
        return bool(connection.execute(more).rowcount)

    def _one(self, device_id: str) -> tuple[ColumnElement[bool], ...]:
        return looks.c.hall_id == self._hall_id, looks.c.device_id == device_id
