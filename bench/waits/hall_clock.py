"""A simulated day's time and log: what is planned happens in its order, and the core decides."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from balai.domain import commands as c
from balai.domain.day import HallDay, Happened, decide, evolve
from bench.hall_file import ZONE, Scenario, SimulatedHall

HOUR = 3600.0


class Timeline:
    """Time counts in seconds from the hall's opening."""

    def __init__(self, hall: SimulatedHall, scenario: Scenario, seed: int, day: date) -> None:
        self.hall, self.scenario, self.seed, self.date = hall, scenario, seed, day
        self.log: list[Happened] = []
        self.now = 0.0
        self.rng = random.Random(f"{seed}/{hall.name}")
        self._todo: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._day: HallDay | None = None

    @property
    def day(self) -> HallDay:
        """The day as its log has it."""
        assert self._day is not None
        return self._day

    def moment(self, seconds: float) -> datetime:
        """A time of the day (aware UTC)."""
        opens = datetime.combine(self.date, self.hall.opens, ZoneInfo(ZONE)).astimezone(UTC)
        return opens + timedelta(seconds=round(seconds, 3))

    def since_opening(self, clock: time) -> float:
        """The seconds from the opening to a local time."""
        opens = self.hall.opens
        return (clock.hour - opens.hour) * HOUR + (clock.minute - opens.minute) * 60.0

    def counted(self) -> int:
        """The next of a row of numbers."""
        self._count += 1
        return self._count

    def plan(self, at: float, act: Callable[[], None]) -> None:
        """Have something happen."""
        heapq.heappush(self._todo, (at, self.counted(), act))

    def do(self, command: c.Command) -> None:
        """Let the core decide now. Raises Refusal."""
        now = self.moment(self.now)
        for event in decide(self._day, command, now):
            happened = Happened(self._day.seq + 1 if self._day else 1, now, command.actor, event)
            self._day = evolve(self._day, happened)
            self.log.append(happened)

    def run(self) -> None:
        """Until nothing is planned."""
        while self._todo:
            self.now, _, act = heapq.heappop(self._todo)
            act()
