"""Follows a hall's log in the store and keeps its estimates there up to date.

The hub knows nothing of it: where it does not run, no wait is told. It only reads the log; what it
writes are two tables that nothing else writes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from functools import partial

import structlog

from balai.clock import Clock
from balai.domain.entry import Entry
from balai.domain.log import happened_of
from balai.domain.waits.estimate import Estimator, ForecastResult
from server.store import Store
from server.store.day import eventlog
from server.store.day.eventlog import Tail
from server.store.kept import expected

log = structlog.get_logger(__name__)
#: Earlier days that are learned from when it starts.
DAYS_BACK = 20
#: Where nothing happens, estimates are made anew this often: time passes for them, too.
STILL_SECONDS = 30.0


class Follower:
    """One hall's estimator with its place in the log."""

    def __init__(
        self,
        store: Store,
        hall_id: str,
        clock: Clock,
        seed: int = 1,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        """`beat` is called at each entry: reading the days before takes a while."""
        self._store, self._hall_id, self._clock, self._seed = store, hall_id, clock, seed
        self._beat = beat
        self._tail: Tail | None = None
        self._made: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.estimator = Estimator(random.Random(self._seed))  # noqa: S311  # a simulation, no secret
        self._tail = None

    def step(self) -> bool:
        """Read what is new and estimate again where something is, or after a while; whether it did.

        Raises StoreUnavailable or BrokenLog.
        """
        fresh = self._read()
        due = self._made is None or self._clock.monotonic() - self._made >= STILL_SECONDS
        day = self.estimator.day
        if day is None or not (fresh or due):
            return False
        found = self.estimator.forecasts(self._clock.now())
        self._made = self._clock.monotonic()
        date = day.date.isoformat()
        self._store.run(lambda c: expected.put_estimates(c, self._hall_id, date, found.values()))
        return True

    def _read(self) -> bool:
        if self._tail is None:
            return self._catch_up()
        tail = self._tail
        with self._store.read.connect() as connection:
            entries = eventlog.since(connection, self._hall_id, tail)
        if entries is None:
            log.warning("log_replaced", day=tail.day, seq=tail.seq)
            self._begin()
            return self._catch_up()
        for day, outcomes in self._take(entries).items():
            self._store.run(partial(expected.add_outcomes, hall_id=self._hall_id, day=day, found=outcomes))
        return bool(entries)

    def _catch_up(self) -> bool:
        """Learn from the days that the store has."""
        with self._store.read.connect() as connection:
            days = eventlog.latest_days(connection, self._hall_id, DAYS_BACK)
            for day in days:
                self._take(eventlog.stream(connection, self._hall_id, day))
            for day, drawn in expected.latest_drawn(connection, self._hall_id):
                self.estimator.correction.learn(drawn.kind, drawn.raw, drawn.seconds, day)
        return bool(days)

    def _take(self, entries: Iterable[Entry]) -> dict[str, list[ForecastResult]]:
        outcomes: dict[str, list[ForecastResult]] = {}
        for entry in entries:
            self._beat()
            outcome = self.estimator.see(happened_of(entry))
            self._tail = Tail(entry.day, entry.seq, entry.hash)
            if outcome is not None:
                outcomes.setdefault(entry.day, []).append(outcome)
        return outcomes
