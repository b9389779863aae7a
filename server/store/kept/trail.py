"""The audit trail: who did what outside the day's commands. It holds ids, never a name, password or token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from balai.domain.log import stamp
from server.store.tables.kept import trail

#: How long an entry is kept: a year, and a month for who comes to look at it.
KEPT_DAYS = 396


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did: a code, the id of whom or what it was done to, and one further word, as a role or a
    date."""

    what: str
    actor: str
    about: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """A deed as kept: done `times`, first `at` and last `until` (aware UTC)."""

    id: int
    at: datetime
    until: datetime
    what: str
    actor: str
    about: str
    detail: str
    times: int


def add_entry(connection: Connection, hall_id: str, deed: Deed, at: datetime) -> int:
    """Add an entry, in the caller's transaction; its id."""
    row = {
        "hall_id": hall_id, "at": stamp(at), "until": stamp(at), "what": deed.what, "actor": deed.actor,
        "about": deed.about, "detail": deed.detail, "times": 1,
    }  # fmt: skip
    added = connection.execute(insert(trail).values(row)).inserted_primary_key
    assert added is not None
    return int(added[0])


class Trails:
    """The trails of the halls of a store. On SQLite a hub writes through its dispatcher's `run`."""

    def __init__(self, write: Engine, read: Engine) -> None:
        self._write, self._read = write, read

    def add(self, hall_id: str, deed: Deed, at: datetime) -> int:
        """Add an entry; its id."""
        with self._write.begin() as connection:
            return add_entry(connection, hall_id, deed, at)

    def again(self, entry_id: int, at: datetime, more: int = 1) -> None:
        """Count more of an entry's deed."""
        chosen = update(trail).where(trail.c.entry_id == entry_id)
        with self._write.begin() as connection:
            connection.execute(chosen.values(times=trail.c.times + more, until=stamp(at)))

    def entries(self, hall_id: str, before: int | None = None, limit: int = 200) -> list[TrailEntry]:
        """The latest entries of a hall, the latest first; with `before` (an id) those before it."""
        chosen = (
            select(trail).where(trail.c.hall_id == hall_id).order_by(trail.c.entry_id.desc()).limit(limit)
        )
        if before is not None:
            chosen = chosen.where(trail.c.entry_id < before)
        with self._read.connect() as connection:
            return [
                TrailEntry(
                    row.entry_id, datetime.fromisoformat(row.at), datetime.fromisoformat(row.until),
                    row.what, row.actor, row.about, row.detail, row.times,
                )
                for row in connection.execute(chosen)
            ]  # fmt: skip

    def latest(self, hall_id: str, what: str) -> dict[str, datetime]:
        """When a deed was done last to each of those that it was done to, by their ids."""
        chosen = (
            select(trail.c.about, func.max(trail.c.until))
            .where(trail.c.hall_id == hall_id, trail.c.what == what)
            .group_by(trail.c.about)
        )
        with self._read.connect() as connection:
            return {about: datetime.fromisoformat(at) for about, at in connection.execute(chosen)}


def prune_trail(connection: Connection, hall_id: str, now: datetime) -> None:
    """Forget what is older than it is kept."""
    oldest = stamp(now - timedelta(days=KEPT_DAYS))
    connection.execute(delete(trail).where(trail.c.hall_id == hall_id, trail.c.until < oldest))
