"""The probability model that a Monte Carlo draws from: lengths, absences, moves and arrivals, as learned.

Few samples are joined by what the hall's configuration says (a service's standard time, spread as
services usually are), so that the first hour of the first day has odds too. All lengths in seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from balai.domain.hall.config import Counter, HallConfig
from balai.domain.waits.learned.censored import distribution
from balai.domain.waits.learned.learning import Memory
from balai.domain.waits.learned.pace import pace_of
from balai.domain.waits.learned.record import WAITED, DayRecord, Kind, pooled, waited_group

#: The most samples of earlier days that are used for one service.
EARLIER = 1000
#: Shares of the standard time, as many services last: the middles of eight equal parts, mean 1.
STANDARD_SPREAD = (0.35, 0.5, 0.65, 0.8, 0.95, 1.15, 1.45, 2.15)
#: From so many on a counter's own gaps are drawn from, the last of them.
FEW_GAPS, OWN_GAPS = 30, 300
DESK_WEIGHT = 12.0
RECENT = 2700.0
#: So many arrivals as usual are added to today's latest ones, and to those of earlier days.
LEVEL_WEIGHT = 5.0
#: How unsure a desk's factor is at first (of the logarithm), and after how many services half of that
#: variance is gone.
DESK_DOUBT, DESK_HALF = 0.2, 6.0
#: How much the speed of a desk differs from day to day, however long it is known.
DESK_DAY = 0.1
#: So few longer times weigh as much as knowing nothing; nobody stays away for longer than this.
FEW_LEFT, LONGEST_AWAY = 4, 3 * 3600.0
#: The same for a service of which nothing but its standard is known.
SERVICE_DOUBT, SERVICE_HALF = 0.35, 3.0
_GAPS, _REACTIONS, _ASIDE = (20.0, 40.0, 70.0), (10.0, 20.0), (420.0, 720.0, 1200.0)
_ABSENT, _PAUSE = (70.0, 95.0, 130.0), (480.0, 900.0, 1800.0)
_GONE_WEIGHT, _GONE_SHARE = 15.0, 0.05
_UNSAID_WEIGHT = 5.0
_LAZY_WEIGHT, _LAZY_SHARE = 4.0, 0.2


@dataclass(frozen=True)
class Chances:
    """What one estimate draws from. Made by `chances_of`; `pace` is today's against earlier days, `doubt`
    how unsure that is, `desk_doubts` and `service_doubts` how unsure the speed of a counter and the mean of a
    service are, which has a number. `lazy` says of how many services a counter's officer says the end by
    calling the next only, `unsaid` of how many nobody says that they have come to the counter, `leaving` how
    many of those who wait go away in a second."""

    lengths: Mapping[str, Sequence[float]]
    pace: float
    doubt: float
    desks: Mapping[str, float]
    desk_doubts: Mapping[str, float]
    service_doubts: Mapping[str, tuple[int, float]]
    moves: Mapping[str, Sequence[str | None]]
    gaps: Mapping[str, Sequence[float]]
    reactions: Sequence[float]
    absent: Sequence[float]
    walks: Sequence[float]
    unsaid: float
    gone: Sequence[float]
    leaving: float
    aside: Sequence[float]
    pauses: Sequence[float]
    lazy: Mapping[str, float]

    def length(self, service_id: str, counter_id: str, draw: Callable[[], float]) -> float:
        """From a call to the end of the service."""
        pool, factor = self.at(service_id, counter_id)
        return pool[int(draw() * len(pool))] * factor

    def at(self, service_id: str, counter_id: str) -> tuple[Sequence[float], float]:
        """The lengths of a service, and what one drawn at a counter is multiplied by."""
        return self.lengths[service_id], self.pace * self.desks.get(counter_id, 1.0)

    def at_desk(self, counter: Counter) -> dict[str, tuple[Sequence[float], float]]:
        """The same for each service of a counter."""
        return {s: self.at(s, counter.id) for s in counter.service_ids if s in self.lengths}

    def over(self, service_id: str, counter_id: str, elapsed: float) -> float:
        """The share of services that have ended by `elapsed`."""
        pool, factor = self.at(service_id, counter_id)
        return bisect_right(pool, elapsed / factor) / len(pool)

    def leaves(self, waited: float) -> float:
        """The share of those who are gone at their call after such a wait."""
        return self.gone[waited_group(waited)]

    def still_absent(self, waited: float, elapsed: float) -> float:
        """The share of those who are gone, of those of whom nobody has said so long after the call that they
        are there, nor that they are not."""
        gone = self.leaves(waited)
        gone *= 1.0 - bisect_right(self.absent, elapsed) / len(self.absent)
        walked = bisect_right(self.walks, elapsed) / len(self.walks) if self.walks else 0.0
        there = (1.0 - self.leaves(waited)) * (1.0 - (1.0 - self.unsaid) * walked)
        return gone / (gone + there) if gone else 0.0


def residual(pool: Sequence[float], elapsed: float, draw: Callable[[], float]) -> float:
    """What is left of a length from a sorted pool, given that it is longer than `elapsed`."""
    at = bisect_right(pool, elapsed)
    if at < len(pool):
        return pool[at + int(draw() * (len(pool) - at))] - elapsed
    # Longer than any before: about as much again as a quarter of what it has taken.
    return max(30.0, 0.5 * elapsed * draw())


def still(pool: Sequence[float], elapsed: float, draw: Callable[[], float]) -> float:
    """What is left of a time that somebody stays away, from a sorted pool. Where few of the pool were longer
    it is as if about as much again, from hardly anything to many times: nobody is told a time for sure by
    two."""
    left = len(pool) - bisect_right(pool, elapsed)
    if draw() * (left + FEW_LEFT) < left:
        return residual(pool, elapsed, draw)
    share = draw()
    return min(LONGEST_AWAY, max(20.0, elapsed * share / (1.0 - share)))


def chances_of(memory: Memory, config: HallConfig) -> Chances:
    """The odds after all that was seen."""
    today = memory.today
    kept = [*memory.days, today] if today else list(memory.days)
    earlier = {s.id: pooled(memory.days, s.id, EARLIER) for s in config.services}
    pace = pace_of(today, earlier, memory.spread)
    lengths = {
        s.id: _lengths(s.service_minutes * 60.0, earlier[s.id], kept, today, s.id, pace)
        for s in config.services
    }
    ended_today = sum(map(len, today.served.values())) if today else 0
    return Chances(
        lengths=lengths,
        pace=pace,
        # On the first day nothing is known to be off from.
        doubt=memory.spread.doubt(ended_today) if memory.days else 0.0,
        desks=_desks(kept),
        desk_doubts={c.id: _desk_doubt(c, kept) for c in config.counters},
        service_doubts={s.id: (n, _service_doubt(s.id, kept)) for n, s in enumerate(config.services)},
        moves={s.id: [m for day in kept for m in day.moves.get(s.id, ())] or [None] for s in config.services},
        gaps=_gaps(kept, config),
        reactions=sorted(_joined((day.reactions for day in kept), _REACTIONS)),
        absent=sorted(_joined((day.absent for day in kept), _ABSENT)),
        walks=sorted(_joined((day.walks for day in kept), ())),
        unsaid=_unsaid(kept),
        gone=_gone(kept),
        leaving=sum(len(d.left) for d in kept) / (sum(d.waited for d in kept) + 36000.0),
        aside=_joined((day.aside for day in kept), _ASIDE),
        pauses=sorted(_joined(([p[1] for c in d.pauses.values() for p in c] for d in kept), _PAUSE)),
        lazy=_lazy(kept, config),
    )


def _gaps(days: Sequence[DayRecord], config: HallConfig) -> dict[str, Sequence[float]]:
    """For each counter how long it takes from one visitor to the next, as it did there where that is known:
    an officer who ends services by calling the next has no gaps, the length of a service has them."""
    every = sorted(_joined((gaps for day in days for gaps in day.gaps.values()), _GAPS))
    found: dict[str, Sequence[float]] = {}
    for counter in config.counters:
        own = [gap for day in days for gap in day.gaps.get(counter.id, ())][-OWN_GAPS:]
        found[counter.id] = sorted([*own, *_GAPS]) if len(own) >= FEW_GAPS else every
    return found


def _joined(parts: Iterable[Sequence[float]], few: tuple[float, ...]) -> list[float]:
    found = [value for part in parts for value in part]
    return [*found[-400:], *few]


def _lengths(
    standard: float,
    earlier: list[float],
    kept: Sequence[DayRecord],
    today: DayRecord | None,
    service_id: str,
    pace: float,
) -> list[float]:
    mine = today.served.get(service_id, []) if today else []
    usual = [] if len(earlier) + len(mine) > 60 else [standard * share for share in STANDARD_SPREAD]
    at_most = [length for day in kept for length in day.at_most.get(service_id, ())][-EARLIER:]
    at_least = [length for day in kept for length in day.at_least.get(service_id, ())][-EARLIER:]
    return distribution([*earlier, *(length / pace for length in mine)], at_most, at_least, usual)


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


def _desk_doubt(counter: Counter, days: Sequence[DayRecord]) -> float:
    here = sum(len(day.at_desk.get(counter.id, ())) for day in days)
    return sqrt(DESK_DAY**2 + DESK_DOUBT**2 / (1.0 + here / DESK_HALF))


def _service_doubt(service_id: str, days: Sequence[DayRecord]) -> float:
    known = sum(len(day.served.get(service_id, ())) for day in days)
    return SERVICE_DOUBT / sqrt(1.0 + known / SERVICE_HALF)


def _lazy(days: Sequence[DayRecord], config: HallConfig) -> dict[str, float]:
    found = {}
    for counter in config.counters:
        lazy, prompt = (
            sum(d.lazy.get(counter.id, 0) for d in days),
            sum(d.prompt.get(counter.id, 0) for d in days),
        )
        found[counter.id] = (lazy + _LAZY_WEIGHT * _LAZY_SHARE) / (lazy + prompt + _LAZY_WEIGHT)
    return found


def _unsaid(days: Sequence[DayRecord]) -> float:
    unsaid, said = sum(day.unsaid for day in days), sum(len(day.walks) for day in days)
    return (unsaid + _UNSAID_WEIGHT) / (unsaid + said + _UNSAID_WEIGHT)


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
    level = (sum(recent.values()) + LEVEL_WEIGHT) / (before + LEVEL_WEIGHT)
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
