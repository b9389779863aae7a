"""Common random numbers: each person and each desk meets the same luck in the same run of every estimate.

Two estimates a few seconds apart then differ by what has happened between them and not by the dice, so that a
time that was told does not jump about.
"""

from __future__ import annotations

import random
from statistics import NormalDist

SIZE = 1 << 14
MASK = SIZE - 1
#: How far apart the numbers of two runs, two persons and two desks lie: all odd, so that all numbers are
#: used.
PER_RUN, PER_PERSON, PER_DESK = 7919, 613, 131
#: So many numbers in a row one person or desk may use.
_MOST = 64


class Lots:
    """A row of numbers from 0 to 1. Calling it takes the next; `at` may be set."""

    __slots__ = ("at", "normal", "table")

    def __init__(self, rng: random.Random) -> None:
        bell = NormalDist()
        self.table = [rng.random() for _ in range(SIZE)]
        self.table += self.table[:_MOST]
        # In equal parts, so that few runs have the whole bell.
        self.normal = [bell.inv_cdf((n + 0.5) / 1024) for n in range(1024)]
        rng.shuffle(self.normal)
        self.at = 0

    def __call__(self) -> float:
        """The next number."""
        self.at = at = (self.at + 1) & MASK
        return self.table[at]

    def start(self, run: int, desk: int) -> None:
        """Go to the numbers of a desk in a run; -1 for what belongs to no desk."""
        self.at = (run * PER_RUN + (desk + 2) * PER_DESK * 17) & MASK

    def bell(self, run: int, desk: int) -> float:
        """A number of the normal distribution for a desk in a run; -1 for the hall."""
        return self.normal[(run * 37 + (desk + 1) * 331) & 1023]
