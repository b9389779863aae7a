"""Leases (locks that lapse) on papers that any kiosk of a hall may print, so that one of them does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, or_, select, update

from server.store.statements import DAY_SECONDS, database_time, upsert_of
from server.store.tables.kept import papers

#: Real seconds within which a kiosk prints what it has claimed, or claims it again.
LEASE_SECONDS = 180.0
#: A claimed paper that nobody printed is still worth printing for so long (seconds): its visitor waits.
WORTH_SECONDS = 3 * 3600.0


class Papers:
    """The rows of a hall. Times are the database's, so that hubs and kiosks whose clocks differ agree."""

    def __init__(self, run: Callable[[Callable[[Connection], Any]], Any], hall_id: str) -> None:
        """`run` runs a function in a transaction."""
        self._run, self._hall_id = run, hall_id

    def open(self) -> list[str]:
        """Papers that were claimed and are not out, as long as they are worth it. Raises StoreUnavailable."""

        def found(connection: Connection) -> list[str]:
            since = database_time(connection) - WORTH_SECONDS
            mine = (papers.c.hall_id == self._hall_id, papers.c.out == 0, papers.c.until > since)
            return list(connection.scalars(select(papers.c.paper).where(*mine)))

        got: list[str] = self._run(found)
        return got

    def claim(self, kiosk_id: str, wanted: Sequence[str], most: int) -> tuple[dict[str, bool], int]:
        """Claim the first of these that nobody else has claimed and that are not out, `most` at most: each
        with whether it was claimed before, so that a part of it may be out. And how many others are still
        to come out. Where none is wanted nothing is written. Raises StoreUnavailable."""
        if not wanted:
            return {}, 0
        got: tuple[dict[str, bool], int] = self._run(
            lambda connection: self._claimed(connection, kiosk_id, wanted, most)
        )
        return got

    def _claimed(
        self, connection: Connection, kiosk_id: str, wanted: Sequence[str], most: int
    ) -> tuple[dict[str, bool], int]:
        c = papers.c
        now = database_time(connection)
        mine = c.hall_id == self._hall_id
        connection.execute(delete(papers).where(mine, c.until < now - 2 * DAY_SECONDS))
        known = {row.paper: row.out for row in connection.execute(select(c.paper, c.out).where(mine))}
        still = [paper for paper in wanted if not known.get(paper)]
        got: dict[str, bool] = {}
        for paper in still:
            if len(got) == most:
                break
            row = {"hall_id": self._hall_id, "paper": paper, "kiosk_id": kiosk_id, "out": 0}
            values = {"kiosk_id": kiosk_id, "until": now + LEASE_SECONDS}
            claimed = upsert_of(connection.dialect)(papers).values(row | values)
            free = or_(c.until < now, c.kiosk_id == kiosk_id)
            claimed = claimed.on_conflict_do_update(
                index_elements=["hall_id", "paper"], set_=values, where=(c.out == 0) & free
            )
            if connection.execute(claimed.returning(c.paper)).first() is not None:
                got[paper] = paper in known
        return got, len(still) - len(got)

    def out(self, done: Sequence[str]) -> None:
        """These are on paper, or nobody knows: none is printed again by itself. Raises StoreUnavailable."""
        c = papers.c
        which = (c.hall_id == self._hall_id, c.paper.in_(list(done)))
        self._run(lambda connection: connection.execute(update(papers).where(*which).values(out=1)))
