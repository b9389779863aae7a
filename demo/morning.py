"""The script of a morning: who comes when, for what, and how long it takes. Pure, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

OPENING_SECONDS = 15 * 60  # the ticket machine opens 07.45, the desks 08.00
BURST_SECONDS = 10 * 60
BURST_SHARE = 0.3
NO_SHOW_SHARE = 0.06


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
    """Draws encounters for one counter from its own seed."""

    def __init__(self, seed: int) -> None:
        self._luck = random.Random(seed)

    def next(self, service_minutes: float) -> Encounter:
        """One visitor at the counter; service times spread around the standard (gamma, shape 4)."""
        return Encounter(
            comes=self._luck.random() >= NO_SHOW_SHARE,
            walk=self._luck.uniform(8, 45),
            service=self._luck.gammavariate(4, service_minutes * 60 * 0.8 / 4),
        )
