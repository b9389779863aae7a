"""How long services last today against earlier days: believed as far as days of this hall differ at all.

What has ended today says little while it is little, since lengths differ widely from one visitor to the next.
How much a day may be off as a whole is learned from the earlier days: where they are alike, a few long
services are chance (an empirical Bayes estimate: Efron, Morris 1975).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from balai.domain.waits.learned.record import DayRecord

#: How much days differ where nobody knows, as a share; so many days weigh as much; they differ by so much at
#: least.
USUAL, USUAL_DAYS, LEAST = 0.12, 3.0, 0.05
#: The variance of a length as a share of its service's mean, where nobody knows.
VARIANCE = 0.4
#: A length counts as so many times its service's mean at most.
MOST = 4.0


@dataclass(frozen=True, slots=True)
class Spread:
    """How much days differ as a whole, as a standard deviation, and single lengths, as a variance; both of
    shares of the usual length."""

    days: float = USUAL
    lengths: float = VARIANCE

    @property
    def weight(self) -> float:
        """So many services weigh as much as knowing nothing of today."""
        return self.lengths / self.days**2

    def doubt(self, ended: int) -> float:
        """How unsure today's pace is after so many services."""
        return self.days / sqrt(1.0 + ended / self.weight)


def spread_of(days: Sequence[DayRecord]) -> Spread:
    """How much these days differed, and the lengths within them."""
    services = {service_id for day in days for service_id in day.served}
    means = means_of({s: [length for day in days for length in day.served.get(s, ())] for s in services})
    shares = [_shares(day.served, means) for day in days]
    within = [(share - sum(mine) / len(mine)) ** 2 for mine in shares if mine for share in mine]
    if len(within) < 2 * len(days) or not within:
        return Spread()
    lengths = sum(within) / len(within)
    more = [(sum(mine) / len(mine) - 1.0) ** 2 - lengths / len(mine) for mine in shares if mine]
    found = (USUAL_DAYS * USUAL**2 + sum(more)) / (USUAL_DAYS + len(more))
    return Spread(sqrt(max(LEAST**2, found)), lengths)


def pace_of(today: DayRecord | None, earlier: Mapping[str, Sequence[float]], spread: Spread) -> float:
    """How long services last today as a share of the usual."""
    if today is None:
        return 1.0
    shares = _shares(today.served, means_of(earlier))
    return (sum(shares) + spread.weight) / (len(shares) + spread.weight)


def means_of(lengths: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The mean length of each service of which any is known."""
    return {service_id: max(1.0, sum(pool) / len(pool)) for service_id, pool in lengths.items() if pool}


def _shares(served: Mapping[str, Sequence[float]], means: Mapping[str, float]) -> list[float]:
    return [
        min(MOST, length / means[service_id])
        for service_id, lengths in served.items()
        if service_id in means
        for length in lengths
    ]
