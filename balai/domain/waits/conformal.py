"""Conformal correction of intervals: what was promised and what came true sets how wide to promise.

Conformalised quantile regression (Romano, Patterson, Candès 2019) over a rolling window. A score says by
how much a quantile was missed, relative to the width that was claimed, so that those who wait long and
those who wait short may share one window. Scores enter only once the outcome is known.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass
from math import ceil

WINDOW = 1000
#: So many scores a class needs before it is corrected by its own.
ENOUGH = 120
#: Seconds added to a claimed width when scores are made relative to it.
FLOOR = 60.0


class Scores:
    """The last scores of one kind, with their quantiles."""

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._order: deque[float] = deque()
        self._sorted: list[float] = []

    def __len__(self) -> int:
        return len(self._order)

    def add(self, score: float) -> None:
        """Take in a score; the oldest goes once the window is full."""
        self._order.append(score)
        insort(self._sorted, score)
        if len(self._order) > self._window:
            del self._sorted[bisect_left(self._sorted, self._order.popleft())]

    def quantile(self, level: float) -> float:
        """The score that a share `level` of new ones will not exceed; 0 before there is any."""
        count = len(self._sorted)
        if not count:
            return 0.0
        return self._sorted[min(count, max(1, ceil((count + 1) * level))) - 1]


@dataclass(frozen=True, slots=True)
class Raw:
    """Quantiles of a wait as drawn, in seconds: 5, 10, 50, 90 and 95 %."""

    q05: float
    q10: float
    q50: float
    q90: float
    q95: float

    @property
    def scale(self) -> float:
        """What scores are relative to."""
        return self.q90 - self.q10 + FLOOR


@dataclass(frozen=True, slots=True)
class Corrected:
    """A wait in seconds with its 80 % and 90 % intervals; `back` is not reached with 90 %."""

    point: float
    low80: float
    high80: float
    low90: float
    high90: float
    back: float


class Correction:
    """Rolling scores per class and over all."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[str, str], Scores] = {}

    def learn(self, kind: str, raw: Raw, seconds: float) -> None:
        """What came of a raw estimate."""
        found = {
            "80": max(raw.q10 - seconds, seconds - raw.q90),
            "90": max(raw.q05 - seconds, seconds - raw.q95),
            "back": raw.q10 - seconds,
        }
        for name, score in found.items():
            for group in (kind, ""):
                self._kinds.setdefault((name, group), Scores()).add(score / raw.scale)

    def correct(self, kind: str, raw: Raw) -> Corrected:
        """The estimate with intervals that hold as often as they claim."""
        by80, by90, back = (
            self._by(name, kind, level) * raw.scale
            for name, level in (("80", 0.8), ("90", 0.9), ("back", 0.9))
        )
        point = raw.q50
        return Corrected(
            point,
            *_around(point, raw.q10 - by80, raw.q90 + by80),
            *_around(point, raw.q05 - by90, raw.q95 + by90),
            back=min(point, max(0.0, raw.q10 - back)),
        )

    def _by(self, name: str, kind: str, level: float) -> float:
        own = self._kinds.get((name, kind))
        scores = own if own is not None and len(own) >= ENOUGH else self._kinds.get((name, ""))
        return scores.quantile(level) if scores is not None else 0.0


def _around(point: float, low: float, high: float) -> tuple[float, float]:
    return min(point, max(0.0, low)), max(point, high)
