"""What an estimate is made from: the day, what was learned, the odds, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from balai.domain.state import HallDay
from balai.domain.waits.chances import Chances
from balai.domain.waits.learned.learning import Memory
from balai.domain.waits.learned.record import DayRecord


@dataclass(frozen=True)
class Moment:
    """A hall at `now` (aware)."""

    day: HallDay
    memory: Memory
    chances: Chances
    now: datetime

    @property
    def today(self) -> DayRecord:
        """What today has taught."""
        assert self.memory.today is not None
        return self.memory.today

    @property
    def clock(self) -> float:
        """The time of day, in seconds."""
        return self.today.clock(self.now)

    def since(self, then: datetime) -> float:
        """The seconds from then to now."""
        return (self.now - then).total_seconds()
