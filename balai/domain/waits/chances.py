"""The probability model that a Monte Carlo draws from: lengths, absences, moves and arrivals, as learned.

Few samples are joined by what the hall's configuration says (a service's standard time, spread as
services usually are), so that the first hour of the first day has odds too. All lengths in seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from balai.domain.hall.config import Counter, HallConfig
from balai.domain.waits.learning import WAITED, DayRecord, Kind, Memory, pooled, waited_group

#: The most samples of earlier days that are used for one service.
EARLIER = 300
#: Shares of the standard time, as many services last: the middles of eight equal parts, mean 1.
STANDARD_SPREAD = (0.35, 0.5, 0.65, 0.8, 0.95, 1.15, 1.45, 2.15)
PACE_WEIGHT = 8.0
DESK_WEIGHT = 12.0
RECENT = 2700.0
_GAPS, _REACTIONS, _ASIDE = (20.0, 40.0, 70.0), (10.0, 20.0), (420.0, 720.0, 1200.0)
_ABSENT, _PAUSE = (70.0, 95.0, 130.0), (480.0, 900.0, 1800.0)
_GONE_WEIGHT, _GONE_SHARE = 15.0, 0.05


@dataclass(frozen=True)
class Chances:
    """What one estimate draws from. Made by `chances_of`; `pace` is today's against earlier days."""

    lengths: Mapping[str, Sequence[float]]
    pace: float
    desks: Mapping[str, float]
    moves: Mapping[str, Sequence[str | None]]
    gaps: Sequence[float]
    reactions: Sequence[float]
    absent: Sequence[float]
    gone: Sequence[float]
    aside: Sequence[float]
    pauses: Sequence[float]

    def length(self, service_id: str, counter_id: str, draw: Callable[[], float]) -> float:
        """From a call to the end of the service."""
        pool = self.lengths[service_id]
        return pool[int(draw() * len(pool))] * self.pace * self.desks.get(counter_id, 1.0)

    def at_desk(self, counter: Counter) -> dict[str, tuple[Sequence[float], float]]:
        """For each service of a counter its lengths, and what one drawn there is multiplied by."""
        factor = self.pace * self.desks.get(counter.id, 1.0)
        return {s: (self.lengths[s], factor) for s in counter.service_ids if s in self.lengths}

    def rest(self, service_id: str, counter_id: str, elapsed: float, draw: Callable[[], float]) -> float:
        """What is left of a service that has lasted `elapsed`."""
        factor = self.pace * self.desks.get(counter_id, 1.0)
        return residual(self.lengths[service_id], elapsed / factor, draw) * factor

    def leaves(self, waited: float) -> float:
        """The share of those who are gone at their call after such a wait."""
        return self.gone[waited_group(waited)]


def residual(pool: Sequence[float], elapsed: float, draw: Callable[[], float]) -> float:
    """What is left of a length from a sorted pool, given that it is longer than `elapsed`."""
    at = bisect_right(pool, elapsed)
    if at < len(pool):
        return pool[at + int(draw() * (len(pool) - at))] - elapsed
    # Longer than any before: about as much again as a quarter of what it has taken.
    return max(30.0, 0.5 * elapsed * draw())


def chances_of(memory: Memory, config: HallConfig) -> Chances:
    """The odds after all that was seen."""
    today = memory.today
    kept = [*memory.days, today] if today else list(memory.days)
    earlier = {s.id: pooled(memory.days, s.id, EARLIER) for s in config.services}
    pace = _pace(today, earlier)
    lengths = {
        s.id: _lengths(s.service_minutes * 60.0, earlier[s.id], today, s.id, pace) for s in config.services
    }
    return Chances(
        lengths=lengths,
        pace=pace,
        desks=_desks(kept),
        moves={s.id: [m for day in kept for m in day.moves.get(s.id, ())] or [None] for s in config.services},
        gaps=_joined((day.gaps for day in kept), _GAPS),
        reactions=_joined((day.reactions for day in kept), _REACTIONS),
        absent=_joined((day.absent for day in kept), _ABSENT),
        gone=_gone(kept),
        aside=_joined((day.aside for day in kept), _ASIDE),
        pauses=sorted(_joined(([p[1] for c in d.pauses.values() for p in c] for d in kept), _PAUSE)),
    )


def _joined(parts: object, few: tuple[float, ...]) -> list[float]:
    found = [value for part in parts for value in part]  # type: ignore[attr-defined]  # lists of lengths
    return [*found[-400:], *few]


def _lengths(
    standard: float, earlier: list[float], today: DayRecord | None, service_id: str, pace: float
) -> list[float]:
    mine = today.served.get(service_id, []) if today else []
    usual = [] if len(earlier) + len(mine) > 60 else [standard * share for share in STANDARD_SPREAD]
    return sorted([*earlier, *(length / pace for length in mine), *usual])


def _pace(today: DayRecord | None, earlier: Mapping[str, Sequence[float]]) -> float:
    """How long services last today against earlier days, held near 1 while few have ended."""
    if today is None:
        return 1.0
    lasted = expected = weight = 0.0
    for service_id, lengths in today.served.items():
        before = earlier.get(service_id)
        if before:
            mean = sum(before) / len(before)
            lasted += sum(min(length, 4 * mean) for length in lengths)
            expected += mean * len(lengths)
            weight = max(weight, mean)
    held = PACE_WEIGHT * weight
    return (lasted + held) / (expected + held) if expected else 1.0


def _desks(days: Sequence[DayRecord]) -> dict[str, float]:
    """How much longer than others a counter takes, held near 1 while few have ended there."""
    lengths: dict[str, list[float]] = {}
    for day in days:
        for service_id, served in day.served.items():
            lengths.setdefault(service_id, []).extend(served)
    means = {service_id: max(1.0, sum(pool) / len(pool)) for service_id, pool in lengths.items() if pool}
    sums: dict[str, tuple[float, float]] = {}
    for day in days:
        for counter_id, at_desk in day.at_desk.items():
            shares = [min(4.0, length / means[service_id]) for service_id, length in at_desk]
            total, count = sums.get(counter_id, (0.0, 0.0))
            sums[counter_id] = total + sum(shares), count + len(shares)
    return {c: (total + DESK_WEIGHT) / (count + DESK_WEIGHT) for c, (total, count) in sums.items()}


def _gone(days: Sequence[DayRecord]) -> list[float]:
    gone, came = sum(sum(d.gone) for d in days), sum(sum(d.came) for d in days)
    overall = (gone + _GONE_WEIGHT * _GONE_SHARE) / (gone + came + _GONE_WEIGHT)
    found = []
    for group in range(len(WAITED) + 1):
        missing, there = sum(d.gone[group] for d in days), sum(d.came[group] for d in days)
        found.append((missing + _GONE_WEIGHT * overall) / (missing + there + _GONE_WEIGHT))
    return found


def arrival_rates(memory: Memory, now: datetime, window: float) -> dict[Kind, float]:
    """How many of each kind come in a second over the next `window` seconds.

    Earlier days say how many come at this time of day, today's last hour how today differs.
    """
    today = memory.today
    if today is None:
        return {}
    at = today.clock(now)
    since = max(0.0, at - RECENT)
    recent = {kind: _count(times, since, at) for kind, times in today.arrivals.items()}
    if not memory.days:
        return {kind: count / RECENT for kind, count in recent.items() if count}
    days = len(memory.days)
    before = sum(_count(t, since, at) for d in memory.days for t in d.arrivals.values()) / days
    level = (sum(recent.values()) + 5.0) / (before + 5.0)
    rates: dict[Kind, float] = {}
    for day in memory.days:
        for kind, times in day.arrivals.items():
            rates[kind] = rates.get(kind, 0.0) + _count(times, at, at + window) / window / days * level
    return rates


def leads_of(memory: Memory, kind: Kind) -> list[float]:
    """How far before (or after) what their place counts from those of a kind come."""
    kept = [*memory.days[-5:], memory.today] if memory.today else memory.days
    return [lead for day in kept for lead in day.leads.get(kind, ())] or [0.0]


def _count(times: Sequence[float], since: float, until: float) -> int:
    return sum(since <= t < until for t in times)


Draw = Callable[[], float]
