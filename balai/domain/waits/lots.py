"""Common random numbers in equal parts: each person and each desk meets the same luck in the same run of
every estimate, and over the runs each part of what may happen to them comes equally often.

Two estimates a few seconds apart then differ by what has happened between them and not by the dice, so that
a time that was told does not jump about. A wait is nearly a sum of lengths; where each length is drawn in
equal parts over the runs (Latin hypercube sampling: McKay, Beckman, Conover 1979), the middle and the bounds
of the sum are as exact as with several times as many runs.
"""

from __future__ import annotations

import random
from statistics import NormalDist

#: After so many runs each part has come once, and comes again.
PARTS = 20
#: Columns of numbers, one for each thing that is drawn: of persons, then of desks. How far apart those of two
#: persons and of two desks lie: odd, so that all are used.
PERSONS, DESKS = 2048, 512
PER_PERSON, PER_DESK = 9, 37
#: Orders of parts that a column is put together from, so that no two columns go together.
_ORDERS = 128
_BELLS = 256
_MASK = PERSONS - 1


class Lots:
    """Numbers from 0 to 1 for so many runs. Calling it takes the next of a desk's; see `start`."""

    __slots__ = ("_at", "_end", "_run", "normal", "rows", "table")

    def __init__(self, rng: random.Random, runs: int) -> None:
        self.rows = max(1, -(-runs // PARTS)) * PARTS
        orders = [_in_equal_parts(rng) for _ in range(_ORDERS)]
        bell = NormalDist()
        bells = [[bell.inv_cdf(share) for share in order] for order in orders]
        # The last column of the persons' may be followed by some of the first of the desks'.
        self.table = _columns(rng, orders, PERSONS + DESKS, self.rows)
        self.normal = _columns(rng, bells, _BELLS, self.rows)
        self._end = len(self.table)
        self._at = self._run = 0

    def __call__(self) -> float:
        """The next number."""
        self._at = at = self._at + self.rows
        if at >= self._end:
            self._at = at = at - DESKS * self.rows
        return self.table[at]

    def start(self, run: int, desk: int) -> None:
        """Go to the numbers of a desk in a run; below 0 for what belongs to no desk."""
        self._run = run % self.rows
        column = PERSONS + ((desk + 2) * PER_DESK) % DESKS
        self._at = (column - 1) * self.rows + self._run

    def of(self, order: int, spot: int) -> float:
        """One of a person's numbers for the run begun last."""
        return self.table[((order * PER_PERSON & _MASK) + spot) * self.rows + self._run]

    def first(self, order: int) -> int:
        """Where in the table the numbers of the person with this order begin for the run begun last; they are
        `rows` apart."""
        return (order * PER_PERSON & _MASK) * self.rows + self._run

    def bells(self, desk: int) -> list[float]:
        """For each run a number of the normal distribution for a desk; -1 for the hall."""
        begin = ((desk + 1) * PER_DESK % _BELLS) * self.rows
        return self.normal[begin : begin + self.rows]


def _in_equal_parts(rng: random.Random) -> list[float]:
    found = [(part + rng.random()) / PARTS for part in range(PARTS)]
    rng.shuffle(found)
    return found


def _columns(rng: random.Random, orders: list[list[float]], count: int, rows: int) -> list[float]:
    table: list[float] = []
    for _ in range(count * rows // PARTS):
        table += orders[int(rng.random() * _ORDERS)]
    return table
