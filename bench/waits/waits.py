"""Section *waits*: how well, how honestly and how cheaply waits are told, against what others would say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from statistics import mean
from typing import Any

from balai.domain.waits.estimate import RUNS
from bench.hall_file import HALLS, Scenario, SimulatedHall, read_hall
from bench.harness import Pair, Round
from bench.stage import Stage
from bench.waits.municipal import Municipal, data_file, read_days
from bench.waits.wait_scores import bias, coverage, errors, narrowest, summary, width90
from bench.waits.wait_trial import Told, Trial, scenario_trial, warmed

SCENARIO_ROWS = {
    "nominal": "wait_nominal",
    "shut": "wait_shut",
    "longer": "wait_longer",
    "surge": "wait_surge",
}
ROWS = (
    *SCENARIO_ROWS.values(), "wait_municipal", "wait_cover_90", "wait_cover_80", "wait_width", "wait_bias",
    "wait_cpu",
)  # fmt: skip
HALL = HALLS / "eight_counters.toml"


@contextmanager
def waits(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """Both logs, once: random numbers are equal in every round, so further rounds would say the same."""

    def measure(number: int) -> Mapping[str, Pair]:
        if number:
            return {}
        found: dict[str, Pair] = {}
        if wanted - {"wait_municipal"}:
            found |= simulated(stage.notes)
        if "wait_municipal" in wanted:
            found |= municipal(stage.notes)
        return {name: pair for name, pair in found.items() if name in wanted}

    yield measure


def simulated(notes: dict[str, Any]) -> dict[str, Pair]:
    """All scenarios of the simulated hall, on seeds that nothing was tuned on, each in its process."""
    hall = read_hall(HALL)
    start = warmed(hall, RUNS)
    # Forked, so that each scenario begins with the estimator as it was warmed.
    with get_context("fork").Pool(
        min(len(hall.scenarios), os.cpu_count() or 1), _begin, (hall, start)
    ) as pool:
        trials = pool.map(_scenario, hall.scenarios, chunksize=1)
    notes["waits"] = {
        "hall": hall.name,
        "seeds": {kind: list(seeds) for kind, seeds in hall.seeds.items()},
        "scenarios": {name: summary(told) for name, told, _, _ in trials},
        "told_nothing": {name: silent for name, _, _, silent in trials},
    }
    every = [t for _, told, _, _ in trials for t in told]
    found = {
        SCENARIO_ROWS[name]: _against_averages(told) for name, told, _, _ in trials if name in SCENARIO_ROWS
    }
    return found | {
        "wait_cover_90": (coverage(every, 90), None),
        "wait_cover_80": (coverage(every, 80), None),
        "wait_width": (width90(every), narrowest(every)[1]),
        "wait_bias": (max(abs(bias(told)) for _, told, _, _ in trials), None),
        "wait_cpu": (mean(milliseconds for _, _, milliseconds, _ in trials), None),
    }


_SHARED: dict[str, Any] = {}


def _begin(hall: SimulatedHall, start: Trial) -> None:
    _SHARED["hall"], _SHARED["start"] = hall, start


def _scenario(scenario: Scenario) -> tuple[str, list[Told], float, int]:
    hall = _SHARED["hall"]
    trial = scenario_trial(hall, _SHARED["start"], scenario, hall.seeds["evaluation"])
    return scenario.name, trial.told, trial.cpu_seconds / trial.asked * 1000, trial.silent


def _against_averages(told: list[Told]) -> Pair:
    found = errors(told)
    return found["ours"], min(value for name, value in found.items() if name.startswith("MA"))


def municipal(notes: dict[str, Any]) -> dict[str, Pair]:
    """The real queues, where their log is on this machine; nothing where it is not."""
    path = data_file()
    if path is None:
        return {}
    log = Municipal()
    log.live(read_days(path))
    told = log.told
    peers = {name: mean(abs(t.wait - t.peers[name]) for t in told) for name in told[0].peers}
    ours = mean(abs(t.wait - t.ours) for t in told)
    averages = {name: value for name, value in peers.items() if name.startswith("MA")}
    best = min(averages, key=lambda name: averages[name])
    notes["municipal"] = {
        "tickets": len(told),
        "mean_wait": round(mean(t.wait for t in told), 2),
        "mae": round(ours, 2),
        "best_ma": best,
        "every_ma": {name: round(value, 2) for name, value in averages.items()},
        "LES": round(peers["MA 1"], 2),
        "QL": round(peers["QL"], 2),
        "bias_percent": round(100 * mean(t.ours - t.wait for t in told) / mean(t.wait for t in told), 1),
        "coverage_80": round(100 * mean(t.covered80 for t in told), 1),
        "coverage_90": round(100 * mean(t.covered90 for t in told), 1),
    }
    return {"wait_municipal": (ours, averages[best])}
