"""Which breaks of a desk are a habit, like lunch, and which are chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

#: A break: since when it was due, as a time of day, and how long it lasted; in seconds.
Rest = tuple[float, float]
#: The same break on each of some days; None where a day had none.
Habit = tuple[Rest | None, ...]

#: Breaks of different days that begin so near each other, neither much shorter than the other, are the same.
NEAR, SHORTER = 2700.0, 0.5
#: On so many days, and on such a share of all, it is a habit.
FEWEST, SHARE = 3, 0.5


class Breaks(NamedTuple):
    """The breaks of one desk over some days: its habits, and by day those that were chance."""

    habits: tuple[Habit, ...]
    chance: tuple[tuple[Rest, ...], ...]


def breaks_of(days: Sequence[Sequence[Rest]]) -> Breaks:
    """What a desk's breaks of some days are; of fewer days than make a habit all are chance."""
    left = [sorted(day) for day in days]
    habits: list[Habit] = []
    # The longest first: lunch is no short break that happened to be near it.
    for rest in sorted((rest for day in days for rest in day), key=lambda rest: -rest[1]):
        if not any(rest in day for day in left):
            continue
        habit = tuple(_nearest(day, rest) for day in left)
        count = sum(one is not None for one in habit)
        if count >= FEWEST and count >= SHARE * len(days):
            habits.append(habit)
            for day, one in zip(left, habit, strict=True):
                if one is not None:
                    day.remove(one)
    return Breaks(tuple(habits), tuple(map(tuple, left)))


def _nearest(day: Sequence[Rest], rest: Rest) -> Rest | None:
    alike = [other for other in day if _alike(rest, other)]
    return min(alike, key=lambda other: abs(other[0] - rest[0]), default=None)


def _alike(rest: Rest, other: Rest) -> bool:
    near = abs(rest[0] - other[0]) <= NEAR
    return near and min(rest[1], other[1]) >= SHORTER * max(rest[1], other[1])
