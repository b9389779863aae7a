"""How long people will wait: work ahead at first, then a Monte Carlo of the real rule, made honest.

An estimator is fed with the log and asked for forecasts. It sees nothing else, draws only from the
random generator it was given, and with the same log and generator says the same. All lengths are in seconds.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balai.domain import events as e
from balai.domain.day import as_folded, evolve
from balai.domain.hall.config import Counter
from balai.domain.order.discipline import rule_of
from balai.domain.state import HallDay, Happened
from balai.domain.visit import CounterStatus, Leg
from balai.domain.waits.chances import Chances, chances_of
from balai.domain.waits.conformal import Correction, Raw
from balai.domain.waits.learning import Memory
from balai.domain.waits.montecarlo import HORIZON, play
from balai.domain.waits.scene import Situation, guest, next_key, scene_of

RUNS = 100
FEWEST = 40
#: With more waiting there are fewer runs, down to `FEWEST`: each costs more and says more, since the
#: lengths of many services even out.
CROWD = 30
CLASSES = ("regular", "priority", "appointment")
#: Before so many services have ended, work ahead is all that is said.
COLD = 8
#: A forecast of a next ticket older than that is not held against the ticket.
STALE = 180.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a leg, or the next ticket of a service and class, will be called; aware UTC.

    `low` and `high` bound 80 %, `low90` and `high90` 90 %; `back_by` is when to be back at the latest:
    with 90 % nobody is called before. Intervals are None while too little is known.
    """

    key: str
    service_id: str
    priority_class: str
    made_at: datetime
    point: datetime
    low: datetime | None = None
    high: datetime | None = None
    low90: datetime | None = None
    high90: datetime | None = None
    back_by: datetime | None = None
    raw: Raw | None = None

    def wait(self, moment: datetime | None) -> float:
        """Seconds from when it was made to one of its times."""
        return (moment - self.made_at).total_seconds() if moment else 0.0


@dataclass(frozen=True, slots=True)
class ForecastResult:
    """What came of the forecast that a ticket was given out with."""

    leg_id: str
    service_id: str
    priority_class: str
    forecast: Forecast
    issued_at: datetime
    called_at: datetime


class Estimator:
    """Follows one hall. Mutable; not for two threads at once."""

    def __init__(self, rng: random.Random, runs: int = RUNS) -> None:
        self.memory = Memory()
        self.correction = Correction()
        self.day: HallDay | None = None
        self._rng, self._runs = rng, runs
        self._latest: dict[str, Forecast] = {}
        self._promised: dict[str, tuple[Forecast, datetime]] = {}
        self._chances: tuple[object, Chances] | None = None

    def see(self, happened: Happened) -> ForecastResult | None:
        """Take in the next event; the outcome of a forecast where the event is its call."""
        if isinstance(happened.event, e.DayOpened):
            self.day, self._latest, self._promised = None, {}, {}
        self.day = evolve(self.day, happened)
        happened = as_folded(self.day, happened)
        self.memory.see(self.day, happened)
        if isinstance(happened.event, e.VisitIssued):
            self._promise(happened.event, happened.at)
        if isinstance(happened.event, e.LegCalled):
            return self._came_true(happened.event.leg_id, happened.at)
        return None

    def _promise(self, event: e.VisitIssued, at: datetime) -> None:
        latest = self._latest.get(next_key(event.service_id, event.priority_class))
        if latest is not None and (at - latest.made_at).total_seconds() <= STALE:
            self._promised[event.leg_id] = latest, at

    def _came_true(self, leg_id: str, at: datetime) -> ForecastResult | None:
        found = self._promised.pop(leg_id, None)
        if found is None:
            return None
        forecast, issued_at = found
        if forecast.raw is not None:
            kind = forecast.priority_class
            self.correction.learn(kind, forecast.raw, (at - forecast.made_at).total_seconds())
        return ForecastResult(leg_id, forecast.service_id, forecast.priority_class, forecast, issued_at, at)

    def next_ticket(self, service_id: str, priority_class: str, now: datetime) -> Forecast | None:
        """The forecast for whoever takes a ticket at `now`; None where no counter will call."""
        found = self._forecasts(now, [(service_id, priority_class)], [])
        return found.get(next_key(service_id, priority_class))

    def forecasts(self, now: datetime) -> dict[str, Forecast]:
        """Forecasts at `now` for all who wait, by leg id, and for the next ticket of every service and
        class (see `scene.next_key`). Whoever no counter will call has none."""
        if self.day is None:
            return {}
        kinds = [(s.id, c) for s in self.day.config.services for c in CLASSES]
        legs = [leg for lanes in self.day.lanes.values() for line in lanes.values() for leg in line]
        return self._forecasts(now, kinds, legs)

    def _forecasts(
        self, now: datetime, kinds: Iterable[tuple[str, str]], legs: Iterable[Leg]
    ) -> dict[str, Forecast]:
        day = self.day
        if day is None or not _manned(day):
            return {}
        guests = [guest(day.config, service, kind, now) for service, kind in kinds]
        wanted = {p.id: (p.service_id, p.priority_class) for p in guests}
        wanted |= {leg.id: (leg.service_id, leg.priority_class) for leg in legs}
        if self.memory.finished < COLD:
            made = self._cold(now, wanted)
        else:
            moment = Situation(day, self.memory, self._odds(), now, self._rng.random)
            drawn = play(scene_of(moment, guests, frozenset(wanted)), self._rng.random, self._enough(day))
            made = {key: self._made(key, *wanted[key], now, times) for key, times in drawn.items()}
        found = {key: forecast for key, forecast in made.items() if forecast is not None}
        self._latest |= {key: forecast for key, forecast in found.items() if key.startswith("next:")}
        return found

    def _enough(self, day: HallDay) -> int:
        waiting = sum(day.waiting_count(service_id) for service_id in day.lanes)
        return min(self._runs, max(FEWEST, self._runs * CROWD // max(1, waiting)))

    def _odds(self) -> Chances:
        assert self.day is not None
        known = (self.memory.version, len(self.memory.days), self.day.config)
        if self._chances is None or self._chances[0] != known:
            self._chances = known, chances_of(self.memory, self.day.config)
        return self._chances[1]

    def _made(
        self, key: str, service_id: str, kind: str, now: datetime, times: list[float]
    ) -> Forecast | None:
        raw = Raw(*(_at(times, share) for share in (0.05, 0.1, 0.5, 0.9, 0.95)))
        if raw.q90 >= HORIZON:
            return None
        c = self.correction.correct(kind, raw)
        low, high, low90, high90, back, point = (
            now + timedelta(seconds=round(seconds))
            for seconds in (c.low80, c.high80, c.low90, c.high90, c.back, c.point)
        )
        return Forecast(key, service_id, kind, now, point, low, high, low90, high90, back, raw)

    def _cold(self, now: datetime, wanted: dict[str, tuple[str, str]]) -> dict[str, Forecast | None]:
        assert self.day is not None
        found: dict[str, Forecast | None] = {}
        for key, (service_id, kind) in wanted.items():
            leg = self.day.legs.get(key)
            seconds = work_ahead(self.day, service_id, kind, now, leg)
            if seconds is not None:
                found[key] = Forecast(key, service_id, kind, now, now + timedelta(seconds=round(seconds)))
        return found


def _at(times: list[float], share: float) -> float:
    spot = share * (len(times) - 1)
    low = int(spot)
    high = min(low + 1, len(times) - 1)
    return times[low] + (times[high] - times[low]) * (spot - low)


def _manned(day: HallDay) -> bool:
    return any(state.status is not CounterStatus.CLOSED for state in day.counters.values())


def work_ahead(
    day: HallDay,
    service_id: str,
    priority_class: str,
    now: datetime,
    leg: Leg | None = None,
    minutes: Callable[[str], float] | None = None,
) -> float | None:
    """The seconds of work that the rule puts before a leg (or before a new ticket of the class),
    shared by the open counters able to serve it. None where there is no such counter.

    `minutes` gives the length of a service; the standard time unless said otherwise.
    """
    able = _serving(day, service_id)
    if not able:
        return None
    length = minutes or (lambda service: float(day.config.service_by_id[service].service_minutes))
    mine = _rank(day, service_id, priority_class, now, leg)
    work = 0.0
    for service, lanes in day.lanes.items():
        sharing = _serving(day, service)
        share = sum(c in able for c in sharing) / len(sharing) if sharing else 0.0
        if share:
            ahead = sum(_key(day, other) < mine for line in lanes.values() for other in line)
            work += ahead * length(service) * 60 * share
    busy = [at_desk for at_desk in (day.leg_at(counter.id) for counter in able) if at_desk is not None]
    for at_desk in busy:
        whole = length(at_desk.service_id) * 60
        work += max(whole / 4, whole - (now - (at_desk.called_at or now)).total_seconds())
    return 0.0 if len(busy) < len(able) and not work else work / len(able)


def _serving(day: HallDay, service_id: str) -> list[Counter]:
    offering = day.config.counters_for.get(service_id, ())
    return [c for c in offering if day.counter(c.id).status is not CounterStatus.CLOSED]


def _rank(
    day: HallDay, service_id: str, priority_class: str, now: datetime, leg: Leg | None
) -> tuple[datetime, int]:
    if leg is not None:
        return _key(day, leg)
    rules = day.config.rules
    shift = rule_of(rules).shift(day.config.service_by_id[service_id], priority_class, rules)
    return now + shift, 1 << 60


def _key(day: HallDay, leg: Leg) -> tuple[datetime, int]:
    rules = day.config.rules
    return rule_of(rules).place(leg, rules), leg.order
