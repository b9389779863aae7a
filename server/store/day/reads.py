"""The read model (report tables): visits, legs and counter sessions as the day's state has them, some seconds
behind the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Dialect, delete, select

from balai.domain.log import stamp
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg, Visit
from server.store.day.sittings import Sitting
from server.store.statements import BulkWrite, Row
from server.store.tables.day import counter_sessions, legs, read_until, visits

READ_TABLES = (visits, legs, counter_sessions)


class Touched:
    """What the events of a batch, or of a whole day, have changed."""

    def __init__(self) -> None:
        self.leg_ids: dict[str, None] = {}
        self.sittings: dict[int, Sitting] = {}

    def copy(self) -> Touched:
        """The same, to go on from."""
        made = Touched()
        made.leg_ids, made.sittings = dict(self.leg_ids), dict(self.sittings)
        return made

    def see(self, happened: Happened, sitting: Sitting | None) -> None:
        """Take note of an event; `sitting` is the one it changed, if any."""
        leg_id = getattr(happened.event, "leg_id", None)
        if leg_id is not None:
            self.leg_ids[leg_id] = None
        for name in ("new_leg_id", "removed_leg_id"):
            other = getattr(happened.event, name, None)
            if other is not None:
                self.leg_ids[other] = None
        if sitting is not None:
            self.sittings[sitting.seq] = sitting


class ReadTables:
    """Writes what was touched, in its final state, whatever stood there before."""

    def __init__(self, dialect: Dialect) -> None:
        self._visits = BulkWrite(visits, dialect, replacing=True)
        self._legs = BulkWrite(legs, dialect, replacing=True)
        self._sessions = BulkWrite(counter_sessions, dialect, replacing=True)
        self._until = BulkWrite(read_until, dialect, replacing=True)

    def write(self, connection: Connection, day: HallDay, touched: Touched) -> None:
        """Write the rows of everything touched as `day` has it."""
        hall_id, date, text = day.config.hall.id, day.date.isoformat(), _stamps()
        found = [day.legs[leg_id] for leg_id in touched.leg_ids if leg_id in day.legs]
        for leg_id in touched.leg_ids:
            if leg_id not in day.legs:
                _take_out(connection, hall_id, date, day, leg_id)
        owners = {leg.visit_id: leg.order for leg in found}
        self._visits.write(
            connection,
            [_visit_row(hall_id, date, day, seq, day.visits[i], text) for i, seq in owners.items()],
        )
        self._legs.write(connection, [_leg_row(hall_id, date, leg, text) for leg in found])
        self._sessions.write(
            connection, [_session_row(hall_id, date, s, text) for s in touched.sittings.values()]
        )

    def hold(self, connection: Connection, hall_id: str, day: HallDay) -> None:
        """Note that the tables hold the log up to where `day` is."""
        self._until.write(connection, [(hall_id, day.date.isoformat(), day.seq)])


def held(connection: Connection, hall_id: str, day: str) -> int:
    """Up to which seq of a day the tables hold the log; 0 where that is not known."""
    where = (read_until.c.hall_id == hall_id, read_until.c.day == day)
    return connection.scalar(select(read_until.c.seq).where(*where)) or 0


def _take_out(connection: Connection, hall_id: str, date: str, day: HallDay, leg_id: str) -> None:
    """A leg that had begun by a step which was taken back."""
    visit_id, _, n = leg_id.rpartition(".")
    order = day.legs[day.visits[visit_id].leg_ids[0]].order
    key = (legs.c.hall_id == hall_id, legs.c.day == date, legs.c.visit_seq == order, legs.c.n == int(n))
    connection.execute(delete(legs).where(*key))


Text = Callable[[datetime | None], str | None]


def _stamps() -> Text:
    # Most times of a batch are the same object.
    made: dict[datetime, str] = {}

    def text(moment: datetime | None) -> str | None:
        if moment is None:
            return None
        known = made.get(moment)
        if known is None:
            known = made[moment] = stamp(moment)
        return known

    return text


def _visit_row(hall_id: str, date: str, day: HallDay, seq: int, visit: Visit, text: Text) -> Row:
    leg = day.legs[visit.leg_ids[-1]]
    return (
        hall_id, date, seq, visit.id, visit.number, visit.series_id, visit.ordinal, visit.channel,
        visit.priority_class, text(visit.issued_at), len(visit.leg_ids), leg.state.value,
        text(leg.ended_at),
    )  # fmt: skip


def _leg_row(hall_id: str, date: str, leg: Leg, text: Text) -> Row:
    return (
        hall_id, date, leg.order, int(leg.id.rpartition(".")[2]), leg.id, leg.visit_id, leg.service_id,
        leg.priority_class, leg.state.value, leg.counter_id, text(leg.arrived_at), text(leg.called_at),
        leg.recalls, text(leg.started_at), leg.presumed, text(leg.ended_at), text(leg.until),
        leg.outcome,
    )  # fmt: skip


def _session_row(hall_id: str, date: str, sitting: Sitting, text: Text) -> Row:
    return (
        hall_id, date, sitting.seq, sitting.counter_id, sitting.session_id, sitting.holder,
        text(sitting.opened_at), text(sitting.paused_at), sitting.paused_seconds, text(sitting.closed_at),
    )  # fmt: skip
