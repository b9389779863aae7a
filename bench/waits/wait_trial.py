"""One trial: days of a simulated hall, event by event; estimator and peers are asked at each ticket.

Everybody who waits is looked up again and again, too, as a tablet or a phone would.
"""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg
from balai.domain.waits.estimate import Estimator, Forecast, ForecastResult
from bench.hall_file import Scenario, SimulatedHall
from bench.waits.hall_day import SimulatedDay, date_of
from bench.waits.oracle import Oracle
from bench.waits.wait_peers import Peers, Said

LOOK_SECONDS = 300.0
#: The oracles, and whether they know the plans of staff.
ORACLES = {"oracle of lengths": False, "oracle of plans": True}
ORACLE_RUNS = 40


@dataclass(frozen=True)
class Look:
    """What somebody who waits was shown: `left` seconds before the call, `back` seconds to be back in."""

    left: float
    back: float


@dataclass(frozen=True)
class Told:
    """What one visitor was told, and the wait that came, in seconds. `hour` is the local hour of the ticket,
    `queue` how many waited for the service, `desks` how many offer it."""

    scenario: str
    day: str
    service_id: str
    priority_class: str
    hour: int
    queue: int
    desks: int
    wait: float
    forecast: Forecast
    peers: Said
    widths: Said
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True)
class _Asked:
    said: Said
    widths: Said
    hour: int
    queue: int
    desks: int


@dataclass
class Trial:
    """An estimator and its peers, side by side through the same log."""

    estimator: Estimator
    peers: Peers = field(default_factory=Peers)
    #: Whoever knows more than the log, beside them: by name (see `ORACLES`).
    oracles: dict[str, Oracle] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    cpu_seconds: float = 0.0
    asked: int = 0
    silent: int = 0
    sets: int = 0
    set_seconds: float = 0.0
    looking: bool = True
    #: For each ticket how likely its service was said to be today, and whether it came.
    reached: list[tuple[float, bool]] = field(default_factory=list)
    _said: dict[str, _Asked] = field(default_factory=dict)
    _looks: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    _chance: dict[str, float] = field(default_factory=dict)
    _next_look: datetime | None = None

    def live(self, log: Iterable[Happened], scenario: str) -> None:
        """Go through a day's log; nothing of an event is known before it."""
        self._next_look = None
        for happened in log:
            event = happened.event
            self._look(happened.at)
            if isinstance(event, e.VisitIssued):
                self._ask(event, happened)
            outcome = self.estimator.see(happened)
            for oracle in self.oracles.values():
                oracle.see(happened)
            day = self.estimator.day
            assert day is not None
            if isinstance(event, e.LegFinished | e.LegTransferred | e.LegParked):
                leg = day.legs[event.leg_id]
                assert leg.called_at is not None
                self.peers.ended(leg.service_id, (happened.at - leg.called_at).total_seconds())
            if isinstance(event, e.LegCalled) and event.leg_id in self._said:
                self._reveal(day, day.legs[event.leg_id], happened, outcome, scenario)
        self.reached += [(chance, False) for chance in self._chance.values()]
        self._chance, self._looks = {}, {}

    def _look(self, until: datetime) -> None:
        """Look at everybody who waits, every five minutes up to a moment."""
        day = self.estimator.day
        at = self._next_look or until
        while at < until:
            if self.looking and day is not None and any(day.lanes.values()):
                began = time.process_time()
                found = self.estimator.forecasts(at)
                self.set_seconds += time.process_time() - began
                self.sets += 1
                for key, forecast in found.items():
                    if key in self._said and forecast.back_by is not None:
                        self._looks.setdefault(key, []).append((at, forecast.back_by))
            at += timedelta(seconds=LOOK_SECONDS)
        self._next_look = at

    def _reveal(
        self, day: HallDay, leg: Leg, happened: Happened, outcome: ForecastResult | None, scenario: str
    ) -> None:
        """A visitor was called: the wait is known from here on."""
        wait = (happened.at - leg.arrived_at).total_seconds()
        asked, kind = self._said.pop(leg.id), leg.priority_class
        self.peers.reveal(leg.service_id, kind, wait)
        self.peers.learn(asked.said, wait)
        if (chance := self._chance.pop(leg.id, None)) is not None:
            self.reached.append((chance, True))
        shown = self._looks.pop(leg.id, [])
        if outcome is None or outcome.forecast.low is None:
            return
        first = outcome.forecast.back_by or leg.arrived_at
        looks = tuple(
            Look((happened.at - at).total_seconds(), (back - at).total_seconds())
            for at, back in [(leg.arrived_at, first), *shown]
        )
        self.told.append(
            Told(
                scenario, str(day.date), leg.service_id, kind, asked.hour, asked.queue, asked.desks, wait,
                outcome.forecast, asked.said, asked.widths, looks,
            )
        )  # fmt: skip

    def _ask(self, event: e.VisitIssued, happened: Happened) -> None:
        service_id, kind = event.service_id, event.priority_class
        day = self.estimator.day
        assert day is not None
        began = time.process_time()
        forecast = self.estimator.next_ticket(service_id, kind, happened.at, event.slot)
        self.cpu_seconds += time.process_time() - began
        self.asked += 1
        self.silent += forecast is None or forecast.low is None
        said = self.peers.say(day, service_id, kind, happened.at) | self._foreseen(event, happened.at)
        self._said[event.leg_id] = _Asked(
            said, self.peers.widths(said), happened.at.astimezone(day.config.zone).hour,
            day.waiting_count(service_id), len(day.config.counters_for[service_id]),
        )  # fmt: skip
        if forecast is not None:
            self._chance[event.leg_id] = forecast.chance

    def _foreseen(self, event: e.VisitIssued, at: datetime) -> Said:
        """The middle that each oracle foresees; one who foresees no call says nothing better than now."""
        found: Said = {}
        for name, oracle in self.oracles.items():
            forecast = oracle.next_ticket(event.service_id, event.priority_class, at, event.slot)
            found[name] = forecast.raw.q50 if forecast and forecast.raw else 0.0
        return found

    def day(self, hall: SimulatedHall, scenario: Scenario, seed: int, number: int) -> None:
        """Live through a simulated day; oracles are shown how it was made."""
        made = SimulatedDay(hall, scenario, seed, date_of(hall.config, number))
        for oracle in self.oracles.values():
            oracle.show(made)
        self.live(made.play(), scenario.name)


def warmed(hall: SimulatedHall, runs: int) -> Trial:
    """A trial that has lived through the days of warming up."""
    oracles = {name: Oracle(random.Random(1), ORACLE_RUNS, plans=plans) for name, plans in ORACLES.items()}
    trial = Trial(Estimator(random.Random(1), runs), oracles=oracles)
    for number, seed in enumerate(hall.seeds["warm_up"]):
        trial.day(hall, Scenario("warm_up"), seed, number)
    return trial


def scenario_trial(
    hall: SimulatedHall, start: Trial, scenario: Scenario, seeds: Iterable[int], first: int = 0
) -> Trial:
    """What happens in a scenario, one day after another, from a copy of a warmed trial; `first` days have
    been since."""
    trial = copy.deepcopy(start)
    trial.told, trial.reached = [], []
    trial.cpu_seconds, trial.asked, trial.silent, trial.sets, trial.set_seconds = 0.0, 0, 0, 0, 0.0
    after = len(hall.seeds["warm_up"]) + first
    for number, seed in enumerate(seeds):
        trial.day(hall, scenario, seed, after + number)
    return trial


def first_days(hall: SimulatedHall, seeds: Iterable[int], runs: int) -> list[Trial]:
    """The first day of a hall that knows nothing yet, over and over."""
    found = []
    for seed in seeds:
        trial = Trial(Estimator(random.Random(seed), runs))
        trial.day(hall, Scenario("first"), seed, 0)
        found.append(trial)
    return found
