"""A sign of life of each hub of a hall, with the time that it shows: for hubs that doubt each other's clocks,
and for whoever asks whether the store takes a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from server.store.statements import DAY_SECONDS, database_time, upsert_of
from server.store.tables.kept import beats

#: Real seconds between two beats, and after which a hub is gone.
BEAT_SECONDS, GONE_SECONDS = 5.0, 20.0
#: Clocks that differ by less do each other no harm.
NEAR = timedelta(minutes=10)


class Beats:
    """The rows of a hall's hubs. When a hub was seen is told by the database's clock, which all of them have
    in common, so clocks that differ do no harm."""

    def __init__(
        self, run: Callable[[Callable[[Connection], object]], object], hall_id: str, hub_id: str
    ) -> None:
        """`run` runs a function in a transaction; `hub_id` is unique for this process."""
        self._run, self._hall_id, self._hub_id = run, hall_id, hub_id

    def beat(self, now: datetime) -> None:
        """Say that this hub lives and shows `now` (aware). Raises StoreUnavailable."""
        self._run(lambda connection: self._beat(connection, now))

    def _beat(self, connection: Connection, now: datetime) -> None:
        seen = database_time(connection)
        insert = upsert_of(connection.dialect)
        row = {"hall_id": self._hall_id, "hub_id": self._hub_id, "clock": now.isoformat(), "seen": seen}
        connection.execute(
            insert(beats).values(row).on_conflict_do_update(
                index_elements=["hall_id", "hub_id"], set_={"clock": row["clock"], "seen": seen}
            )
        )  # fmt: skip
        connection.execute(delete(beats).where(beats.c.seen < seen - DAY_SECONDS))

    def gone(self) -> None:
        """This hub ends. Raises StoreUnavailable."""
        mine = (beats.c.hall_id == self._hall_id, beats.c.hub_id == self._hub_id)
        self._run(lambda connection: connection.execute(delete(beats).where(*mine)))

    def shows_earlier(self, now: datetime, speed: float = 1.0) -> bool:
        """Whether another hub that lives shows an earlier time than `now` (aware); `speed` is how fast the
        hubs' clocks run. Raises StoreUnavailable."""
        found: list[bool] = []
        self._run(lambda connection: found.append(self._earlier(connection, now, speed)))
        return any(found)

    def _earlier(self, connection: Connection, now: datetime, speed: float) -> bool:
        age = database_time(connection) - beats.c.seen
        others = select(beats.c.clock, age.label("age")).where(
            beats.c.hall_id == self._hall_id, beats.c.hub_id != self._hub_id, age < GONE_SECONDS
        )
        shown = [
            datetime.fromisoformat(row.clock) + timedelta(seconds=float(row.age) * speed)
            for row in connection.execute(others)
        ]
        return any(clock < now - NEAR for clock in shown)
