"""What an estimate costs, as a ratio to a frozen loop of the same run: machines differ, ratios hardly do."""

from __future__ import annotations

import random
from dataclasses import replace
from statistics import median
from typing import Any

from balai.domain.waits.estimate import RUNS, Estimator
from bench.hall_file import HALLS, Scenario, SimulatedHall, read_hall
from bench.harness import Pair
from bench.references import event_loop
from bench.waits.hall_day import simulate_day
from bench.waits.wait_trial import Trial

ROWS = ("wait_cpu", "wait_cpu_30", "wait_set_30")
DESKS = 30
#: Of a second day so many events: the crowd at the door and two hours.
EVENTS = 900


def measured(notes: dict[str, Any]) -> dict[str, Pair]:
    """A ticket's estimate in the sample hall and in one of thirty desks, and there a set for everybody."""
    small = _second_morning(read_hall(HALLS / "eight_counters.toml"))
    large = _second_morning(larger(read_hall(HALLS / "mpp.toml")))
    loop = median(event_loop.milliseconds() for _ in range(15))
    notes["wait_cost"] = {"sets": large.sets, "tickets": [small.asked, large.asked]}
    return {
        "wait_cpu": (1000 * small.cpu_seconds / small.asked, loop),
        "wait_cpu_30": (1000 * large.cpu_seconds / large.asked, loop),
        "wait_set_30": (1000 * large.set_seconds / large.sets, loop),
    }


def larger(hall: SimulatedHall) -> SimulatedHall:
    """The hall with so many desks: its agencies again, under other names."""
    works, desks, turn = list(hall.works), list(hall.desks), 1
    while len(desks) < DESKS:
        turn += 1
        works += [replace(work, id=f"{work.id}{turn}") for work in hall.works]
        desks += [
            replace(desk, services=tuple(f"{service}{turn}" for service in desk.services))
            for desk in hall.desks
        ]
    return replace(hall, works=tuple(works), desks=tuple(desks[:DESKS]))


def _second_morning(hall: SimulatedHall) -> Trial:
    trial = Trial(Estimator(random.Random(1), RUNS), looking=False)
    for happened in simulate_day(hall, Scenario("before"), hall.seeds["warm_up"][0], 0):
        trial.estimator.see(happened)
    trial.looking = True
    trial.live(simulate_day(hall, Scenario("cost"), hall.seeds["warm_up"][1], 1)[:EVENTS], "cost")
    return trial
