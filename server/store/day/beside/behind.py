"""Write-behind of the read tables: the log can rebuild them, so a number does not wait for them.

What they lack is written in one batch: when much of it waits, when the hub asks (every few seconds), before
the next day begins, and at every start. `read_until` says how far they hold the log.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Dialect

from balai.domain.events import DayOpened
from balai.domain.state import HallDay
from server.store.day.head import Step
from server.store.day.reads import ReadTables, Touched, held

#: So many legs are written together at most, so that no batch waits long for them.
MANY = 400


class WriteBehind:
    """What the read tables of one hall lack of the open day.

    Each process that writes a hall's day notes all that happens, by whomever, so that whichever of them
    writes next makes the tables true.
    """

    def __init__(self, hall_id: str, dialect: Dialect) -> None:
        self._hall_id = hall_id
        self._reads = ReadTables(dialect)
        self._touched = Touched()

    @property
    def waits(self) -> bool:
        """Whether the tables lack anything."""
        return bool(self._touched.leg_ids or self._touched.sittings)

    @property
    def much(self) -> bool:
        """Whether it is so much that the next batch is to write it."""
        return len(self._touched.leg_ids) >= MANY

    def begin(self, connection: Connection, day: str) -> int:
        """Forget what was noted, and say up to which seq of `day` the tables hold the log."""
        self._touched = Touched()
        return held(connection, self._hall_id, day)

    def see(self, step: Step) -> None:
        """Note what happened; harmless to repeat. Whoever opens a day has written the one before."""
        if isinstance(step.happened.event, DayOpened):
            self._touched = Touched()
        self._touched.see(step.happened, step.sitting)

    def write(self, connection: Connection, day: HallDay, more: Iterable[Step] = ()) -> None:
        """Write what was noted, and what these steps changed, as `day` has it. `written` is to follow once it
        is committed."""
        touched = self._touched.copy()
        for step in more:
            touched.see(step.happened, step.sitting)
        self._reads.write(connection, day, touched)
        self._reads.hold(connection, self._hall_id, day)

    def written(self) -> None:
        """What was noted is in the tables."""
        self._touched = Touched()
