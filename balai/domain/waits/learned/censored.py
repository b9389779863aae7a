"""Lengths of which some are known by a bound only: the self-consistent distribution (Turnbull 1976).

A service that ended when the next was called, after an idle time, lasted at most so long; one that was broken
off at least so long. Leaving them out would keep the long ones (who is served long seldom meets an empty
line at the end); counting them as they are would call idle time service.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

ROUNDS = 8
#: So many values of equal odds stand for a distribution.
VALUES = 200
#: What lasted longer than everything seen lasts so much longer than its bound.
BEYOND = 1.3


def distribution(
    exact: Sequence[float],
    at_most: Sequence[float],
    at_least: Sequence[float],
    usual: Sequence[float] = (),
) -> list[float]:
    """Values of equal odds, in order, for lengths seen (`exact`), bounded and `usual` (as good as seen)."""
    values = sorted([*exact, *usual])
    if not at_most and not at_least:
        return values
    longest = values[-1] if values else 0.0
    values += sorted(bound * BEYOND for bound in at_least if bound >= longest)
    bounds = sorted(bound for bound in at_most if values and bound >= values[0])
    if not values:
        return sorted(bound / 2 for bound in at_most)
    seen = [1.0] * (len(exact) + len(usual)) + [0.0] * (len(values) - len(exact) - len(usual))
    weights = [one or 1.0 for one in seen]
    for _ in range(ROUNDS):
        weights = _again(values, weights, seen, bounds, at_least)
    return _equal(values, weights, min(VALUES, max(len(values), 40)))


def _again(
    values: list[float],
    weights: list[float],
    seen: list[float],
    at_most: Sequence[float],
    at_least: Sequence[float],
) -> list[float]:
    """The weights after each bounded length has been spread over the values that it may have had."""
    below = [0.0, *accumulate(weights)]
    share = [0.0] * (len(values) + 1)
    for bound in at_most:
        end = bisect_right(values, bound)
        if below[end] > 0.0:
            share[0] += 1.0 / below[end]
            share[end] -= 1.0 / below[end]
    for bound in at_least:
        begin = bisect_left(values, bound)
        left = below[-1] - below[begin]
        if left > 0.0:
            share[begin] += 1.0 / left
    spread = accumulate(share[:-1])
    return [own + weight * more for own, weight, more in zip(seen, weights, spread, strict=True)]


def _equal(values: list[float], weights: list[float], count: int) -> list[float]:
    """So many values, each of the same odds."""
    total = list(accumulate(weights))
    step = total[-1] / count
    last = len(values) - 1
    return [values[min(last, bisect_left(total, (n + 0.5) * step))] for n in range(count)]
