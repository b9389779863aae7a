"""How often something may happen: token buckets, counted by the times at which they would be even again
(generic cell rate algorithm), so that one number is kept for each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

_ROUNDING = 1e-9


class Bucket:
    """`burst` things at once, then `rate` a second."""

    __slots__ = ("_even", "_slack", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self._slack = burst / rate
        self._even = float("-inf")

    def take(self, now: float, weight: float = 1.0) -> float:
        """Take `weight` at `now` (seconds); how many seconds too early that is, 0 for not at all."""
        self._even = max(self._even, now) + weight / self.rate
        early = self._even - now - self._slack
        return early if early > _ROUNDING else 0.0

    def give_back(self, weight: float = 1.0) -> None:
        """What was taken did not count."""
        self._even -= weight / self.rate


class Buckets:
    """A bucket for each of those who asked last; who was forgotten begins anew."""

    def __init__(self, most: int) -> None:
        """`most` are remembered."""
        self._most = most
        self._kept: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, whose: Hashable, rate: float, burst: float) -> Bucket:
        """The bucket of one."""
        found = self._kept.pop(whose, None) or Bucket(rate, burst)
        self._kept[whose] = found
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found
