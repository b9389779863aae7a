"""A day that an estimator follows, and a morning after which it knows how long services last."""

from __future__ import annotations

import pickle
import random
from datetime import datetime
from functools import cache

from balai.domain import commands as c
from balai.domain.day import Happened
from balai.domain.hall.config import HallConfig
from balai.domain.waits.estimate import Estimator, Forecast, ForecastResult
from tests.support.days import MORNING, DayDriver

SERVICE_SECONDS = (120.0, 240.0, 360.0, 480.0, 600.0)


@cache
def _fresh(seed: int, runs: int) -> bytes:
    """An estimator that has seen nothing: most of its making is its dice."""
    return pickle.dumps(Estimator(random.Random(seed), runs))


def _estimator(seed: int, runs: int) -> Estimator:
    made: Estimator = pickle.loads(_fresh(seed, runs))  # noqa: S301  # written just above
    return made


class Followed(DayDriver):
    """A day that an estimator follows event by event."""

    def __init__(
        self,
        seed: int = 1,
        runs: int = 100,
        config: HallConfig | None = None,
        start: datetime = MORNING,
    ) -> None:
        self.estimator = _estimator(seed, runs)
        self.outcomes: dict[str, ForecastResult] = {}
        super().__init__(config, start)

    def do(self, command: c.Command, after: float = 1.0) -> list[Happened]:
        fresh = super().do(command, after)
        for happened in fresh:
            self._see(happened)
        return fresh

    def take(self, happened: Happened) -> None:
        super().take(happened)
        self._see(happened)

    def _see(self, happened: Happened) -> None:
        outcome = self.estimator.see(happened)
        if outcome is not None:
            self.outcomes[outcome.leg_id] = outcome

    def issue(self, number: int, service: str = "ktp", kind: str = "regular", after: float = 1.0) -> str:
        visit_id = f"00000000-0000-4000-8000-{number:012d}"
        self.do(c.IssueVisit(visit_id=visit_id, service_id=service, priority_class=kind), after)
        return f"{visit_id}.1"

    def call(self, counter_id: str, after: float = 1.0) -> str | None:
        finishes = self.day.counter(counter_id).leg_id
        self.do(c.CallNext(counter_id=counter_id, finishes=finishes), after)
        return self.day.counter(counter_id).leg_id

    def forecast(self) -> dict[str, Forecast]:
        return self.estimator.forecasts(self.now)


def busy(waiting: int, counters: tuple[str, ...] = ("l1", "l2"), seed: int = 1, runs: int = 100) -> Followed:
    """A morning of services as long as `SERVICE_SECONDS`, then so many waiting at busy counters."""
    day = Followed(seed, runs)
    for counter in counters:
        day.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=f"staff:{counter}"))
    for number in range(60):
        day.issue(number)
        leg = day.call("l1", 0.0)
        assert leg is not None
        day.do(c.Finish(counter_id="l1", leg_id=leg), SERVICE_SECONDS[number % 5])
    for number in range(waiting + len(counters)):
        day.issue(100 + number, after=0.01)
    for counter in counters:
        day.call(counter, 0.01)
    return day
