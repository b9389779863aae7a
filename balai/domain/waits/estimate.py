"""How long people will wait: a Monte Carlo of the real rule, made honest, and told steadily.

An estimator is fed with the log and asked for forecasts. It sees nothing else, draws only from the
random generator it was given, and with the same log and generator says the same. All lengths are in seconds.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from balai.domain import events as e
from balai.domain.day import as_folded, evolve
from balai.domain.hall.opening import opens_at
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg
from balai.domain.waits.chances import Chances, chances_of
from balai.domain.waits.conformal import Correction, Raw
from balai.domain.waits.learned.hours import over_at
from balai.domain.waits.learned.learning import Memory
from balai.domain.waits.lines import Player
from balai.domain.waits.lots import PARTS, Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import HORIZON, Scene, play
from balai.domain.waits.promises import Promise
from balai.domain.waits.standing.booked import BOOKED, slots_soon
from balai.domain.waits.standing.scene import around, guest, next_key, scene_of

RUNS = 100
FEWEST = 40
#: With more waiting there are fewer runs, down to `FEWEST`: each costs more and says more, since the
#: lengths of many services even out.
CROWD = 30
CLASSES = ("regular", "priority", BOOKED)
#: A forecast of a next ticket older than that is not held against the ticket.
STALE = 180.0
#: Whoever is less likely to be called today than that is told so, and no window.
LEAST_CHANCE = 0.2
#: Whoever is more likely than that to be called today is told nothing of it.
SURE = 0.9


#: Who may take a ticket: service, priority class, and the slot that was booked.
Kind = tuple[str, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a leg, or the next ticket of a service and class, will be called; aware UTC.

    `chance` is how likely it is to be called today at all; the times hold for that case. `low` and `high`
    bound 80 %, `low90` and `high90` 90 %; `back_by` is when to be back at the latest: with 90 % nobody is
    called before. `moved` says since when that is another, earlier time than had been told. Intervals are
    None where the call will probably not come today.
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
    chance: float = 1.0
    moved: datetime | None = None

    def wait(self, moment: datetime | None) -> float:
        """Seconds from when it was made to one of its times."""
        return (moment - self.made_at).total_seconds() if moment else 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn at one look, and the seconds that came."""

    kind: str
    raw: Raw
    seconds: float


@dataclass(frozen=True, slots=True)
class ForecastResult:
    """What came of the forecast that somebody was first told, and of all looks kept."""

    leg_id: str
    service_id: str
    priority_class: str
    forecast: Forecast
    issued_at: datetime
    called_at: datetime
    drawn: tuple[Drawn, ...] = ()


class Estimator:
    """Follows one hall. Mutable; not for two threads at once."""

    def __init__(self, rng: random.Random, runs: int = RUNS) -> None:
        self.memory = Memory()
        self.correction = Correction()
        self.day: HallDay | None = None
        self._lots, self._runs = Lots(rng, runs), runs
        self._latest: dict[str, Forecast] = {}
        self._first: dict[str, tuple[Forecast, datetime]] = {}
        self._promises: dict[str, Promise] = {}
        self._chances: tuple[object, Chances] | None = None

    def see(self, happened: Happened) -> ForecastResult | None:
        """Take in the next event; the outcome of a forecast where the event is its call."""
        self.day = evolve(None if isinstance(happened.event, e.DayOpened) else self.day, happened)
        happened = as_folded(self.day, happened)
        if isinstance(happened.event, e.DayOpened):
            self._latest, self._first, self._promises = {}, {}, {}
            self.correction.begin(self.day.date.isoformat())
        self.memory.see(self.day, happened)
        if isinstance(happened.event, e.VisitIssued):
            self._promise(happened.event, happened.at)
        if isinstance(happened.event, e.LegCalled):
            return self._came_true(happened.event.leg_id, happened.at)
        return None

    def _promise(self, event: e.VisitIssued, at: datetime) -> None:
        latest = self._told_next(event, at)
        if latest is not None:
            self._first[event.leg_id] = latest, at
            if latest.raw is not None and latest.back_by is not None:
                promise = Promise(event.service_id, event.priority_class, latest.back_by)
                kind = self._kind(event.service_id, event.priority_class, latest.made_at)
                promise.keep(latest.made_at, kind, latest.raw)
                self._promises[event.leg_id] = promise

    def _told_next(self, event: e.VisitIssued, at: datetime) -> Forecast | None:
        """What the next ticket like this one was told last; of a booked slot that which holds for it."""
        keys = [next_key(event.service_id, BOOKED, event.slot)] if event.slot is not None else []
        for key in (*keys, next_key(event.service_id, event.priority_class)):
            latest = self._latest.get(key)
            if latest is not None and (at - latest.made_at).total_seconds() <= STALE:
                return latest
        return None

    def _came_true(self, leg_id: str, at: datetime) -> ForecastResult | None:
        promise = self._promises.pop(leg_id, None)
        drawn = self._learned(promise, at) if promise is not None else ()
        found = self._first.pop(leg_id, None)
        if found is None:
            return None
        first, issued_at = found
        return ForecastResult(leg_id, first.service_id, first.priority_class, first, issued_at, at, drawn)

    def _learned(self, promise: Promise, at: datetime) -> tuple[Drawn, ...]:
        drawn = tuple(Drawn(kind, raw, (at - made).total_seconds()) for made, kind, raw in promise.looks)
        for one in drawn:
            self.correction.learn(one.kind, one.raw, one.seconds)
        return drawn

    def next_ticket(
        self, service_id: str, priority_class: str, now: datetime, slot: datetime | None = None
    ) -> Forecast | None:
        """The forecast for whoever takes a ticket at `now`, for a slot where one is booked; None where no
        counter will call."""
        day = self.day
        if day is None:
            return None
        services = around(day.config, [service_id])
        found = self._forecasts(now, [(service_id, priority_class, slot)], [], services)
        return found.get(next_key(service_id, priority_class, slot))

    def forecasts(self, now: datetime) -> dict[str, Forecast]:
        """Forecasts at `now` for all who wait, by leg id, and for the next ticket of every service and
        class and of every booked slot that is near (see `scene.next_key`). Whoever no counter will call has
        none."""
        if self.day is None:
            return {}
        kinds: list[Kind] = [(s.id, c, None) for s in self.day.config.services for c in CLASSES]
        services = frozenset(self.day.config.service_by_id)
        kinds += slots_soon(self.day, now, services)
        legs = [leg for lanes in self.day.lanes.values() for line in lanes.values() for leg in line]
        return self._forecasts(now, kinds, legs, services)

    def _forecasts(
        self,
        now: datetime,
        kinds: Iterable[Kind],
        legs: Iterable[Leg],
        services: frozenset[str],
    ) -> dict[str, Forecast]:
        day = self.day
        assert day is not None
        guests = [guest(day.config, *kind, now) for kind in kinds]
        wanted = {p.id: (p.service_id, p.priority_class) for p in guests}
        wanted |= {leg.id: (leg.service_id, leg.priority_class) for leg in legs}
        moment = Moment(day, self.memory, self._odds(), now)
        scene = self.scene(moment, guests, frozenset(wanted), services)
        drawn = play(scene, self._lots, self._enough(day))
        found = {}
        for key, times in drawn.items():
            forecast = self._made(key, *wanted[key], now, times)
            if forecast is not None:
                found[key] = forecast
        self._latest |= {key: forecast for key, forecast in found.items() if key.startswith("next:")}
        return found

    def scene(
        self, moment: Moment, guests: Iterable[Player], awaited: frozenset[str], services: frozenset[str]
    ) -> Scene:
        """What the Monte Carlo plays on; one who knows more than the log may put another in its place."""
        return scene_of(moment, guests, awaited, services)

    def _enough(self, day: HallDay) -> int:
        waiting = sum(day.waiting_count(service_id) for service_id in day.lanes)
        wanted = max(FEWEST, self._runs * CROWD // max(1, waiting))
        return min(self._runs, -(-wanted // PARTS) * PARTS)

    def _odds(self) -> Chances:
        assert self.day is not None
        known = (self.memory.version, len(self.memory.days), self.day.config)
        if self._chances is None or self._chances[0] != known:
            self._chances = known, chances_of(self.memory, self.day.config)
        return self._chances[1]

    def _kind(self, service_id: str, priority_class: str, now: datetime) -> str:
        """The kind of line that a correction is learned for: at the door before any of its desks opens, and
        otherwise by whether it has one desk or several and whether it is regular."""
        assert self.day is not None
        config, date = self.day.config, self.day.date
        desks = config.counters_for.get(service_id, ())
        opening = [at for at in (opens_at(config, desk, date) for desk in desks) if at is not None]
        if opening and now < min(opening):
            return "door"
        regular = "regular" if priority_class == "regular" else "other"
        return f"{'one' if len(desks) == 1 else 'several'} {regular}"

    def _made(
        self, key: str, service_id: str, kind: str, now: datetime, times: list[float]
    ) -> Forecast | None:
        called = [seconds for seconds in times if seconds < HORIZON]
        chance = len(called) / len(times)
        if not called:
            return None
        raw = Raw(*(_at(called, share) for share in (0.05, 0.1, 0.5, 0.9, 0.95)))
        told = self.correction.correct(self._kind(service_id, kind, now), raw)
        over = over_at(self.day.config, service_id, self.day.date) if self.day else None
        if over is not None and over > now:
            told = told.by((over - now).total_seconds())
        if chance < LEAST_CHANCE:
            return Forecast(key, service_id, kind, now, _after(now, told.point), raw=raw, chance=chance)
        promise = self._promised(key, service_id, kind, now, raw)
        low, high, low90, high90, point = (
            _after(now, seconds) for seconds in (told.low80, told.high80, told.low90, told.high90, told.point)
        )
        back, moved = promise.tell(now, told), promise.moved
        found = Forecast(
            key, service_id, kind, now, point, low, high, low90, high90, back, raw, chance, moved
        )
        if not key.startswith("next:"):
            self._first.setdefault(key, (found, now))
        return found

    def _promised(self, key: str, service_id: str, kind: str, now: datetime, raw: Raw) -> Promise:
        """What the one with this key has been told; the next ticket has been told nothing."""
        if key.startswith("next:"):
            return Promise(service_id, kind)
        promise = self._promises.setdefault(key, Promise(service_id, kind))
        promise.keep(now, self._kind(service_id, kind, now), raw)
        return promise


def _after(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=round(seconds))


def _at(times: list[float], share: float) -> float:
    spot = share * (len(times) - 1)
    low = int(spot)
    high = min(low + 1, len(times) - 1)
    return times[low] + (times[high] - times[low]) * (spot - low)
