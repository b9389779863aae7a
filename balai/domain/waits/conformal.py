"""Conformal correction: what was claimed and what came true sets what to claim.

After conformalised quantile regression (Romano, Patterson, Candès 2019), for each quantile by itself. A score
says by how much a quantile was missed, relative to the width that was drawn. Scores are kept by day, by the
size of the wait that was foretold (which is what was still to wait) and by the kind of line; they enter only
once the outcome is known. Of a group's days the middle one counts, so that one bad day widens no calm one.
What came of today corrects from tomorrow on: it is known a wait too late, and the draws know most of it.
On a first day alone, which has no other, it shifts everything by as much as it is off as a whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

WINDOW = 1000
LEVELS = (0.05, 0.1, 0.5, 0.9, 0.95)
#: The bounds between sizes of a wait that was foretold, in seconds.
SIZES = (420.0, 1200.0, 2700.0)
DAYS = 20
#: Before so many scores nothing is corrected; a day counts with so many; so many days have a middle.
FEWEST, OF_A_DAY, MIDDLE = 20, 8, 3
#: With so many scores a group's own correction weighs as much as that of all; and today as much as what was.
HALF_OWN, HALF_TODAY = 80.0, 100.0
#: So many days weigh as much as what was drawn: those who wait on one day share one luck.
HALF_DAYS = 4.0
#: On a hall's first day nobody knows its breaks and its lateness: bounds lie so much further from the middle.
FIRST_DAY = 1.4
#: Seconds added to a drawn width when scores are made relative to it.
FLOOR = 60.0
#: The middle is told so far towards the mean, of the difference between the sides: where few wait very much
#: longer than most, half are told too little otherwise, and by much.
SKEW = 0.1
#: Over so many outcomes it is tested whether a standing bias is better taken out, and by how much it must be.
TESTED, BETTER = 400, 0.97


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
    def quantiles(self) -> tuple[float, float, float, float, float]:
        """As of `LEVELS`."""
        return self.q05, self.q10, self.q50, self.q90, self.q95

    @property
    def scale(self) -> float:
        """What scores are relative to."""
        return self.q90 - self.q10 + FLOOR


@dataclass(frozen=True, slots=True)
class Corrected:
    """A wait in seconds with its 80 % and 90 % intervals."""

    point: float
    low80: float
    high80: float
    low90: float
    high90: float

    def by(self, latest: float) -> Corrected:
        """The same with nothing after the latest second in which a call may come."""
        return Corrected(*(min(latest, getattr(self, bound)) for bound in self.__slots__))


Group = tuple[object, ...]
Offsets = tuple[float, ...]


class _Days:
    """The scores of one group, level by level, for each of the last days; the latest last."""

    def __init__(self) -> None:
        self.days: deque[tuple[str, tuple[list[float], ...]]] = deque(maxlen=DAYS)
        self._before: tuple[str, int, int, Offsets] | None = None

    def add(self, day: str, scores: Sequence[float]) -> None:
        if not self.days or self.days[-1][0] != day:
            self.days.append((day, tuple([] for _ in LEVELS)))
        for kept, score in zip(self.days[-1][1], scores, strict=True):
            insort(kept, score)
        if self._before is not None and self._before[0] != day:
            self._before = None

    def earlier(self, today: str) -> tuple[int, int, Offsets]:
        """How many scores and earlier days there are, and what offsets they ask for; today changes none."""
        if self._before is None or self._before[0] != today:
            days = [scores for day, scores in self.days if day != today]
            count = sum(len(scores[0]) for scores in days)
            offsets = tuple(
                _over_days([scores[n] for scores in days], level) if count else 0.0
                for n, level in enumerate(LEVELS)
            )
            self._before = today, count, len(days), offsets
        return self._before[1:]

    def today(self, today: str) -> tuple[list[float], ...] | None:
        return self.days[-1][1] if self.days and self.days[-1][0] == today else None


class Correction:
    """What is learned of claims, by day."""

    def __init__(self) -> None:
        self._groups: dict[Group, _Days] = {}
        self._known: dict[Group, Offsets] = {}
        self._today = ""
        self._tested: deque[tuple[float, float]] = deque(maxlen=TESTED)

    def begin(self, day: str) -> None:
        """A day (ISO date) begins."""
        self._today, self._known = day, {}

    def learn(self, kind: str, raw: Raw, seconds: float, day: str = "") -> None:
        """What came of a drawn wait: the seconds to the call, on a day (today unless said otherwise)."""
        self._tested.append((abs(seconds - raw.q50), abs(seconds - self._middle(kind, raw))))
        scores = [(seconds - quantile) / raw.scale for quantile in raw.quantiles]
        size = bisect_right(SIZES, raw.q50)
        for group in ((), (size,), (size, kind)):
            self._groups.setdefault(group, _Days()).add(day or self._today, scores)
        self._known = {}

    def correct(self, kind: str, raw: Raw) -> Corrected:
        """The estimate with intervals that hold as often as they claim."""
        offsets = self._offsets(kind, raw)
        low90, low80, _, high80, high90 = (
            quantile + offset * raw.scale for quantile, offset in zip(raw.quantiles, offsets, strict=True)
        )
        if self._new:
            low90, low80, high80, high90 = (
                raw.q50 + FIRST_DAY * (bound - raw.q50) for bound in (low90, low80, high80, high90)
            )
        middle = self._middle(kind, raw) if self.biased else raw.q50
        point = max(0.0, middle + SKEW * (raw.q90 + raw.q10 - 2 * raw.q50))
        # A day that is off shifts all by much where little is sure; no bound may cross what was drawn so far.
        low90, low80 = min(low90, raw.q10), min(low80, (raw.q10 + raw.q50) / 2)
        high90, high80 = max(high90, raw.q90), max(high80, (raw.q50 + raw.q90) / 2)
        low80, high80 = min(low80, point), max(high80, point)
        return Corrected(point, max(0.0, low80), high80, max(0.0, min(low90, low80)), max(high90, high80))

    @property
    def _new(self) -> bool:
        """Whether no earlier day has taught it anything."""
        known = self._groups.get(())
        return known is None or not known.earlier(self._today)[0]

    @property
    def outcomes(self) -> int:
        """How many have taught it lately, TESTED at most."""
        return len(self._tested)

    @property
    def biased(self) -> bool:
        """Whether taking the standing bias out would have been better lately (a rolling back-test)."""
        if len(self._tested) < FEWEST:
            return False
        plain = sum(error for error, _ in self._tested)
        return sum(error for _, error in self._tested) < BETTER * plain

    def _middle(self, kind: str, raw: Raw) -> float:
        """The middle without its standing bias, as earlier days have it: what comes of those who wait now has
        much in common, so that today's outcomes would seem to foretell more than they do."""
        return raw.q50 if self._new else raw.q50 + self._offsets(kind, raw)[2] * raw.scale

    def _offsets(self, kind: str, raw: Raw) -> Offsets:
        group = bisect_right(SIZES, raw.q50), kind
        if group not in self._known:
            self._known[group] = self._made(group)
        return self._known[group]

    def _made(self, group: Group) -> Offsets:
        found: Offsets = (0.0,) * len(LEVELS)
        for depth in range(len(group) + 1):
            kept = self._groups.get(group[:depth])
            if kept is not None:
                found = _refined(found, kept, self._today)
                found = _shifted(found, kept, self._today) if self._new else found
        return found


def _refined(wider: Offsets, kept: _Days, today: str) -> Offsets:
    """The offsets of a group, held near those of the wider group while it has few scores of its own."""
    count, days, earlier = kept.earlier(today)
    if count < FEWEST:
        return wider
    own = count / (count + HALF_OWN) * days / (days + HALF_DAYS)
    return tuple(wide + own * (offset - wide) for wide, offset in zip(wider, earlier, strict=True))


def _shifted(found: Offsets, kept: _Days, today: str) -> Offsets:
    """All offsets moved by as much as a first day is off as a whole, once enough of it is known."""
    mine = kept.today(today)
    if mine is None or len(mine[2]) < FEWEST:
        return found
    share = len(mine[2]) / (len(mine[2]) + HALF_TODAY)
    shift = share * (_quantile(mine[2], 0.5) - found[2])
    return tuple(offset + shift for offset in found)


def _over_days(days: Sequence[list[float]], level: float) -> float:
    """The middle of the days' quantiles; where too few days have one, that of all scores."""
    own = [_quantile(scores, level) for scores in days if len(scores) >= OF_A_DAY]
    if len(own) >= MIDDLE:
        return median(own)
    return _quantile(sorted(score for scores in days for score in scores), level)


def _quantile(scores: Sequence[float], level: float) -> float:
    """Of a few scores in order, the one at a level, between two by proportion."""
    spot = min(len(scores) - 1.0, max(0.0, level * (len(scores) + 1) - 1.0))
    low = int(spot)
    high = min(low + 1, len(scores) - 1)
    return scores[low] + (scores[high] - scores[low]) * (spot - low)
