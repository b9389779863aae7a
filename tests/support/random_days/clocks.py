"""Time on a random day: it passes, stands still and leaps."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.support.random_days.driver import Driver, step


class Clocks(Driver):
    """How time passes."""

    @step(6)
    def time_passes(self, rnd: Random) -> None:
        self.now += timedelta(seconds=rnd.choice([0.0, 1.0, 1.0, 20.0, 61.0, 61.0, 300.0]))

    @step()
    def a_long_time_passes(self, rnd: Random) -> None:
        if rnd.random() < 0.3:
            self.now += timedelta(seconds=4000)
