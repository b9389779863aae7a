"""What the hub knows of waits: the estimator's latest set, in memory, so that no request waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import structlog

from balai.clock import Clock
from balai.domain.order.position import ahead
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState
from balai.domain.waits.estimate import SURE
from balai.domain.waits.standing.booked import BOOKED
from balai.domain.waits.standing.scene import next_key
from balai.errors import Refusal
from balai.protocol.answers.waits import CoverageRow, CoverageView, NextWait, NextWaits, VisitWait
from balai.words.said import say
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker

if TYPE_CHECKING:
    from server.store import Store
    from server.store.kept.expected import Expected

log = structlog.get_logger(__name__)
EVERY_SECONDS = 2.0
#: A set that nothing has replaced for so long is told to nobody: the estimator has gone.
STALE_SECONDS = 90.0
COVERAGE_DAYS = 30
_NOBODY: Mapping[str, Expected] = {}


class Window(NamedTuple):
    """When somebody will probably be called; aware UTC, None where it is not known. `chance` is how likely a
    call is today, in per cent, where it is not nearly sure; `moved` since when an earlier `back_by` is told
    than had been."""

    start: datetime | None = None
    end: datetime | None = None
    back_by: datetime | None = None
    chance: int | None = None
    moved: datetime | None = None


UNKNOWN = Window()
NextWindow = Callable[[HallDay, Leg], Window]


def unknown(_day: HallDay, _leg: Leg) -> Window:
    """What a hub without an estimator says."""
    return UNKNOWN


class Estimates(Ticker):
    """Reads the store every two seconds, off the path of any request."""

    def __init__(
        self,
        dispatcher: TodaysLog,
        clock: Clock,
        store: Store,
        hall_id: str,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(dispatcher, clock)
        self._store, self._hall_id, self._real = store, hall_id, real
        self._asked = self._changed = float("-inf")
        self._day, self._made_at = "", ""
        self._latest = _NOBODY

    def look(self) -> None:
        """Read the set where it is a new one. A store that does not answer leaves the last."""
        if self._real() - self._asked < EVERY_SECONDS:
            return
        self._asked = self._real()
        self.read()

    def read(self) -> None:
        """Read the set where it is a new one."""
        from server.store.kept import expected

        day = self._dispatcher.day.date.isoformat()
        with self._store.read.connect() as connection:
            made_at = expected.made_at(connection, self._hall_id, day)
            if made_at is None or (day, made_at) == (self._day, self._made_at):
                return
            latest = expected.read_estimates(connection, self._hall_id, day)
        age = self._clock.now() - datetime.fromisoformat(made_at)
        self._day, self._made_at, self._latest = day, made_at, latest
        # A set from before this hub began counts from when it was made.
        self._changed = self._real() - (self._clock.real(age.total_seconds()) if age > timedelta() else 0.0)

    @property
    def age_seconds(self) -> float | None:
        """Real seconds since the estimator told anything new; None where it has told nothing yet."""
        return None if self._changed == float("-inf") else self._real() - self._changed

    def next_ticket(self, day: HallDay, leg: Leg) -> Window:
        """The window of a ticket that is being given out: asks nobody, cannot fail."""
        return self._next(day, leg, leg.joined_at)

    def next_of_each(self, day: HallDay, priority_class: str) -> NextWaits:
        """The window of the next number of every service of which it is known."""
        now = self._clock.now()
        found = {s.id: self._window(day, next_key(s.id, priority_class), now) for s in day.config.services}
        return NextWaits(
            services=tuple(
                NextWait(service_id=id_, expected_from=window.start, expected_until=window.end)
                for id_, window in found.items()
                if window.start and window.end
            )
        )

    def of_leg(self, day: HallDay, leg: Leg) -> Window:
        """The window of a leg that waits."""
        if leg.state is not LegState.WAITING:
            return UNKNOWN
        found = self._window(day, leg.id, self._clock.now())
        # One who has just come is not in the set yet.
        return found if found != UNKNOWN else self._next(day, leg, self._clock.now())

    def _next(self, day: HallDay, leg: Leg, now: datetime) -> Window:
        """The window of the next ticket like a leg; of a booked slot that which holds for it."""
        visit = day.visits[leg.visit_id]
        if visit.slot is not None and visit.leg_ids[0] == leg.id:
            found = self._window(day, next_key(leg.service_id, BOOKED, visit.slot), now)
            if found != UNKNOWN:
                return found
        return self._window(day, next_key(leg.service_id, leg.priority_class), now)

    def _window(self, day: HallDay, key: str, now: datetime) -> Window:
        if self._day != day.date.isoformat() or self._real() - self._changed > STALE_SECONDS:
            return UNKNOWN
        found = self._latest.get(key)
        if found is None:
            return UNKNOWN
        chance = _percent(found.chance)
        if found.low is None or found.high is None:
            return Window(chance=chance)
        back = max(found.back_by or found.low, now)
        return Window(max(found.low, now), max(found.high, now), back, chance, found.moved)

    def coverage(self, day: HallDay) -> CoverageView:
        """How often the call came when it was told to, over the last days."""
        from server.store.kept import expected

        since = (day.date - timedelta(days=COVERAGE_DAYS)).isoformat()
        with self._store.read.connect() as connection:
            found = expected.coverage(connection, self._hall_id, since)
        return CoverageView(
            since=since,
            claimed=0.8,
            claimed_back_by=0.9,
            rows=tuple(
                CoverageRow(
                    service_id=row.service_id,
                    priority_class=row.priority_class,
                    told=row.told,
                    within=round(row.within / row.told, 3),
                    back_by_kept=round(row.back_kept / row.told, 3),
                )
                for row in found
            ),
        )


def _percent(chance: float | None) -> int | None:
    """In steps of five: nobody knows it more exactly. None where a call today is nearly sure."""
    return None if chance is None or chance >= SURE else 5 * round(20 * chance)


def waits(day: HallDay, visit_id: str, window: NextWindow) -> VisitWait:
    """Where a visit stands in line and when it will probably be called. Raises Refusal `visit_unknown`."""
    visit = day.visits.get(visit_id)
    if visit is None:
        raise Refusal("visit_unknown", say("detail.visit_unknown"))
    leg = day.current_leg(visit)
    found = window(day, leg)
    return VisitWait(
        visit_id=visit.id,
        number=visit.number,
        state=leg.state,
        position=ahead(day, leg) if leg.state is LegState.WAITING else None,
        expected_from=found.start,
        expected_until=found.end,
        back_by=found.back_by,
        chance=found.chance,
        moved_at=found.moved,
    )
