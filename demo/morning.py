"""The script of a morning: who comes when, for what, and how long it takes. Pure, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import time

HALL_OPENS = time(7, 45)
OPENING_SECONDS = 15 * 60  # the ticket machine opens 07.45, the desks 08.00
MORNING_SECONDS = 3.5 * 3600
#: So many times as fast as a real one a morning is played that is to be fast, but for a crowd.
FAST_FACTOR = 180.0
BURST_SECONDS = 10 * 60
BURST_SHARE = 0.3
NO_SHOW_SHARE = 0.06
#: So many visitors the sample hall's counters serve well before the evening.
CROWD = 400


def haste(visitors: int) -> float:
    """The share of its usual time that a service takes, and of the usual speed that the clock has. The sample
    hall's counters would serve the last of 900 after midnight, on another day, where counters are closed; and
    to press, print and speak takes real time, which a hurried clock makes long."""
    return min(1.0, CROWD / visitors)


@dataclass(frozen=True, slots=True)
class Visitor:
    """`at` seconds after the doors open, pressing the button on `pin`."""

    at: float
    pin: int


def arrivals(count: int, pins: dict[int, float], length: float, seed: int) -> list[Visitor]:
    """`count` visitors in order: a burst in the first ten minutes (known halls see 60 of 200 then),
    the rest evenly over `length` seconds. `pins` gives each button its share."""
    luck = random.Random(seed)
    burst = round(count * BURST_SHARE)
    times = [luck.uniform(0, BURST_SECONDS) for _ in range(burst)]
    times += [luck.uniform(BURST_SECONDS, length) for _ in range(count - burst)]
    chosen = luck.choices(list(pins), list(pins.values()), k=count)
    return [Visitor(at, pin) for at, pin in zip(sorted(times), chosen, strict=True)]


@dataclass(frozen=True, slots=True)
class Encounter:
    """What happens at the counter, in seconds: the walk there, the service; or nobody comes."""

    comes: bool
    walk: float
    service: float


class Fate:
    """Draws encounters for one counter from its own seed; a service takes this share of its usual time."""

    def __init__(self, seed: int, share: float = 1.0) -> None:
        self._luck, self._share = random.Random(seed), share

    def next(self, service_minutes: float) -> Encounter:
        """One visitor at the counter; service times spread around the standard (gamma, shape 4)."""
        return Encounter(
            comes=self._luck.random() >= NO_SHOW_SHARE,
            walk=self._luck.uniform(8, 45),
            service=self._luck.gammavariate(4, service_minutes * 60 * 0.8 / 4) * self._share,
        )
