"""A random day put together from its areas, and how one is run."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from random import Random

from balai.domain.day import HallDay, replay
from balai.domain.log import GENESIS, entry_of, happened_of, verify
from tests.support.random_days.acts.bookings import Bookings
from tests.support.random_days.acts.calendar import CalendarDay
from tests.support.random_days.acts.clocks import Clocks
from tests.support.random_days.acts.corrections import Corrections
from tests.support.random_days.acts.counters import Counters
from tests.support.random_days.acts.cut_off import CutOff
from tests.support.random_days.acts.edits import Edits
from tests.support.random_days.acts.everyday import Everyday
from tests.support.random_days.acts.nights import Nights
from tests.support.random_days.acts.timers import Timers
from tests.support.random_days.acts.visits import Visits
from tests.support.random_days.halls import opening
from tests.support.random_days.truths.clients import Clients
from tests.support.random_days.truths.ids import Ids
from tests.support.random_days.truths.kept import gone_on
from tests.support.random_days.truths.reach import Reach
from tests.support.random_days.truths.reasons import Reasons
from tests.support.random_days.truths.told import Told
from tests.support.random_days.truths.views import Views

Step = tuple[str, int]


class RandomDay(
    Clients, Views, Reasons, Told, Reach, Everyday, Nights, Bookings, Corrections, CutOff, Ids, Visits,
    Counters, CalendarDay, Edits, Timers, Clocks,
):  # fmt: skip
    """Every area; a new mixin is added to these bases."""

    _checked: HallDay | None = None

    def check(self) -> None:
        """Every check that a mixin brings, where anything has changed since the last."""
        if self._checked is self.day:
            return
        self._checked = self.day
        for held in TRUTHS:
            getattr(self, held)()

    def replayed(self) -> str:
        """The log gives the same day again: in memory, from a checkpoint in its middle, and from its text at
        rest. Its last hash."""
        assert replay(self.log) == self.day
        assert gone_on(self.log, len(self.log) // 2 or 1) == self.day
        entries, last = [], GENESIS
        for happened in self.log:
            entries.append(entry_of("uji", self.day.date.isoformat(), happened, last))
            last = entries[-1].hash
        assert verify(entries) == last
        assert [happened_of(entry) for entry in entries] == self.log
        return last


def _marked(mark: str) -> list[str]:
    return [
        name for name, method in inspect.getmembers(RandomDay, inspect.isfunction) if hasattr(method, mark)
    ]


WEIGHTS = {name: int(getattr(RandomDay, name).step_weight) for name in _marked("step_weight")}
STEPS = [name for name, weight in WEIGHTS.items() for _ in range(weight)]
TRUTHS = _marked("is_truth")


def run(seed: int, steps: Iterable[Step]) -> RandomDay:
    """Play a day: `seed` sets it up and opens some counters, each step draws from a seed of its own."""
    rnd = Random(seed)
    day = RandomDay(opening(rnd))
    for _ in range(rnd.randint(0, 4)):
        day.open_counter(rnd)
    for name, own in steps:
        getattr(day, name)(Random(own))
        day.check()
    day.replayed()
    return day


def random_steps(seed: int, count: int) -> Iterator[Step]:
    """The steps of one random day."""
    rnd = Random(seed)
    return ((rnd.choice(STEPS), rnd.getrandbits(32)) for _ in range(count))
