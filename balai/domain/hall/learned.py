"""What earlier days taught a hall: which desks are usually there, and how long services really take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from statistics import median

#: Of fewer days nothing is concluded about who comes.
ENOUGH_DAYS = 3
#: Of fewer visits nothing is concluded about how long a service takes.
ENOUGH_SERVED = 8


@dataclass(frozen=True, slots=True)
class Usual:
    """A desk that is there on most days, usually from `opens` (local time)."""

    counter_id: str
    opens: time


@dataclass(frozen=True, slots=True)
class Lasting:
    """How many minutes a service takes at the desk: the median of what was measured."""

    service_id: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Learned:
    """What `days` earlier days taught. Kept in `day_opened`, so that a day's log explains itself."""

    days: int = 0
    rota: tuple[Usual, ...] = ()
    lasting: tuple[Lasting, ...] = ()


NOTHING_LEARNED = Learned()


@dataclass(frozen=True, slots=True)
class Expectations:
    """The same, for looking up."""

    days: int = 0
    opens: Mapping[str, time] = field(default_factory=dict)
    minutes: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, learned: Learned) -> Expectations:
        """Made once, when a day opens."""
        return cls(
            learned.days,
            {usual.counter_id: usual.opens for usual in learned.rota},
            {lasting.service_id: lasting.minutes for lasting in learned.lasting},
        )


def learn(days: int, openings: Iterable[tuple[str, int]], served: Iterable[tuple[str, float]]) -> Learned:
    """What `days` days taught: `openings` holds, for each day that a desk was there, its id and the
    minute of the local day at which it opened; `served` a service and its minutes for each visit."""
    came = _grouped(openings)
    lengths = _grouped(served)
    return Learned(
        days,
        tuple(
            Usual(counter_id, time(*divmod(int(median(at)), 60)))
            for counter_id, at in sorted(came.items())
            if days >= ENOUGH_DAYS and 2 * len(at) > days
        ),
        tuple(
            Lasting(service_id, round(median(minutes), 1))
            for service_id, minutes in sorted(lengths.items())
            if len(minutes) >= ENOUGH_SERVED
        ),
    )


def _grouped(pairs: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
