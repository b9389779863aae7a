"""One trial: days of a simulated hall, event by event; estimator and peers are asked at each ticket."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from balai.domain import events as e
from balai.domain.state import HallDay, Happened
from balai.domain.visit import Leg
from balai.domain.waits.estimate import Estimator, Forecast, ForecastResult
from bench.hall_file import Scenario, SimulatedHall
from bench.waits.hall_day import simulate_day
from bench.waits.wait_peers import Peers, Said


@dataclass(frozen=True)
class Told:
    """What one visitor was told, and the wait that came, in seconds."""

    scenario: str
    day: str
    service_id: str
    priority_class: str
    wait: float
    forecast: Forecast
    peers: Said
    widths: Said


@dataclass
class Trial:
    """An estimator and its peers, side by side through the same log."""

    estimator: Estimator
    peers: Peers = field(default_factory=Peers)
    told: list[Told] = field(default_factory=list)
    cpu_seconds: float = 0.0
    asked: int = 0
    silent: int = 0
    _said: dict[str, tuple[Said, Said]] = field(default_factory=dict)

    def live(self, log: Iterable[Happened], scenario: str) -> None:
        """Go through a day's log; nothing of an event is known before it."""
        for happened in log:
            event = happened.event
            if isinstance(event, e.VisitIssued):
                self._ask(event, happened)
            outcome = self.estimator.see(happened)
            day = self.estimator.day
            assert day is not None
            if isinstance(event, e.LegFinished | e.LegTransferred | e.LegParked):
                leg = day.legs[event.leg_id]
                assert leg.called_at is not None
                self.peers.ended(leg.service_id, (happened.at - leg.called_at).total_seconds())
            if isinstance(event, e.LegCalled) and event.leg_id in self._said:
                self._reveal(day, day.legs[event.leg_id], happened, outcome, scenario)

    def _reveal(
        self, day: HallDay, leg: Leg, happened: Happened, outcome: ForecastResult | None, scenario: str
    ) -> None:
        """A visitor was called: the wait is known from here on."""
        wait = (happened.at - leg.arrived_at).total_seconds()
        said, widths = self._said.pop(leg.id)
        kind = leg.priority_class
        self.peers.reveal(leg.service_id, kind, wait)
        self.peers.learn(said, wait)
        if outcome is not None:
            told = Told(scenario, str(day.date), leg.service_id, kind, wait, outcome.forecast, said, widths)
            self.told.append(told)

    def _ask(self, event: e.VisitIssued, happened: Happened) -> None:
        service_id, kind = event.service_id, event.priority_class
        day = self.estimator.day
        assert day is not None
        began = time.process_time()
        forecast = self.estimator.next_ticket(service_id, kind, happened.at)
        self.cpu_seconds += time.process_time() - began
        self.asked += 1
        self.silent += forecast is None
        said = self.peers.say(day, service_id, kind, happened.at)
        self._said[event.leg_id] = said, self.peers.widths(said)


def warmed(hall: SimulatedHall, runs: int) -> Trial:
    """A trial that has lived through the days of warming up."""
    trial = Trial(Estimator(random.Random(1), runs))
    for number, seed in enumerate(hall.seeds["warm_up"]):
        trial.live(simulate_day(hall, Scenario("nominal"), seed, number), "warm_up")
    return trial


def scenario_trial(hall: SimulatedHall, start: Trial, scenario: Scenario, seeds: Iterable[int]) -> Trial:
    """What happens in a scenario, one day after another, from a copy of a warmed trial."""
    trial = copy.deepcopy(start)
    trial.told, trial.cpu_seconds, trial.asked, trial.silent = [], 0.0, 0, 0
    after = len(hall.seeds["warm_up"])
    for number, seed in enumerate(seeds):
        trial.live(simulate_day(hall, scenario, seed, after + number), scenario.name)
    return trial
