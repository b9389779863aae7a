"""An oracle: it knows how the simulated hall is made, and when each desk will be away, but not the draws.

It plays the rest of the day as the product does, with what is true in place of what was learned: how long
services last at each desk today, the gaps between visitors, who will be gone at the call, and the plans of
staff (late openings, breaks, walks away, closings). What it cannot foresee is chance: nobody who sees the log
alone is nearer to the truth. Without the plans it knows the distributions only.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import NormalDist

from balai.domain.waits.chances import Chances, still
from balai.domain.waits.estimate import Estimator
from balai.domain.waits.learned.record import WAITED
from balai.domain.waits.lines import Player
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import Scene, SimulatedCounter
from balai.domain.waits.standing.desks import free
from bench.waits.hall_day import SimulatedDay
from bench.waits.hall_desks import Away

#: In how many equal parts a distribution is cut.
PARTS = 200
_MIDDLES = [(n + 0.5) / PARTS for n in range(PARTS)]
_REACTIONS = [3 + 22 * share for share in _MIDDLES]
#: A wait in each of the groups between the bounds of `WAITED`.
_INSIDE = (300.0, 1100.0, 2500.0, 5400.0)
Free = Callable[[Lots, float], float | None]


class Oracle(Estimator):
    """An estimator to whom each day is shown as it was made."""

    def __init__(self, rng: random.Random, runs: int, *, plans: bool = True) -> None:
        super().__init__(rng, runs)
        self._truth: Chances | None = None
        self._plans = plans

    def show(self, made: SimulatedDay) -> None:
        """A day begins that was made so."""
        self._shown, self._truth = made, None

    def _odds(self) -> Chances:
        if self._truth is None:
            self._truth = truth(super()._odds(), self._shown)
        return self._truth

    def scene(
        self, moment: Moment, guests: Iterable[Player], awaited: frozenset[str], services: frozenset[str]
    ) -> Scene:
        """See `Estimator.scene`."""
        scene = super().scene(moment, guests, awaited, services)
        if not self._plans:
            return scene
        made = self._shown
        now = (moment.now - made.moment(0.0)).total_seconds()
        desks = [_desk(moment, desk, made.away[desk.counter.number - 1], now) for desk in scene.desks]
        ahead = {f"c{n + 1}": _ahead(away, now) for n, away in made.away.items()}
        rests = {counter: mine for counter, mine in ahead.items() if mine}
        return replace(scene, desks=desks, rests=lambda _: {c: list(mine) for c, mine in rests.items()})


def truth(learned: Chances, made: SimulatedDay) -> Chances:
    """The odds as the hall is made; of arrivals and moves only what was learned."""
    hall, who = made.hall, made.hall.visitors
    bell = NormalDist()
    lengths = {}
    for work in hall.works:
        sigma = math.sqrt(math.log(1 + work.spread**2))
        mean = work.minutes * 60 * made.scenario.service_factor * made.pace
        drawn = (mean * math.exp(sigma * bell.inv_cdf(share) - sigma**2 / 2) for share in _MIDDLES)
        lengths[work.id] = [length + 1.05 * who.walk_seconds for length in drawn]
    gone = [1 - (1 - who.no_show_share) * math.exp(-w / (60 * who.patience_minutes)) for w in _INSIDE]
    gaps = [-hall.staff.gap_seconds * math.log(1 - share) for share in _MIDDLES]
    assert len(gone) == len(WAITED) + 1
    return replace(
        learned,
        lengths=lengths, pace=1.0, doubt=0.0, gone=gone, leaving=0.0, reactions=_REACTIONS,
        desks={f"c{n + 1}": speed for n, speed in enumerate(made.speeds)},
        desk_doubts=dict.fromkeys(learned.desk_doubts, 0.0),
        service_doubts={id_: (spot, 0.0) for id_, (spot, _) in learned.service_doubts.items()},
        gaps=dict.fromkeys(learned.gaps, gaps),
        lazy={f"c{n + 1}": float(by_next) for n, by_next in enumerate(made.by_next)},
        walks=[who.walk_seconds * (0.5 + 1.1 * share) for share in _MIDDLES], unsaid=0.0,
        absent=[who.absent_seconds * (0.7 + 0.8 * share) for share in _MIDDLES],
    )  # fmt: skip


def _desk(moment: Moment, desk: SimulatedCounter, plan: Sequence[Away], now: float) -> SimulatedCounter:
    """A desk whose plan is known."""
    away = next((a for a in plan if a.since is not None and a.since <= now < a.since + a.length), None)
    if away is not None and away.since is not None:
        left = away.since + away.length - now
        return replace(desk, free=lambda lots, factor: left, leaving=None, shut=())
    learned = free(moment, desk.counter, (0.0,))
    if moment.day.leg_at(desk.counter.id) is None:
        pool = moment.chances.reactions
        return replace(desk, free=lambda lots, factor: still(pool, 0.0, lots), shut=())
    return replace(desk, free=learned, shut=())


def _ahead(plan: Sequence[Away], now: float) -> list[tuple[float, float]]:
    """What a desk has still before it, in seconds from now."""
    return sorted((a.begin - now, a.length) for a in plan if a.since is None or a.since > now)
