"""Section *waits*: how well, how honestly and how cheaply waits are told, against what others would say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from statistics import mean
from typing import Any

from balai.domain.waits.estimate import RUNS
from bench.hall_file import HALLS, Scenario, SimulatedHall, read_hall
from bench.harness import Pair, Round
from bench.stage import Stage
from bench.waits import wait_cost
from bench.waits.municipal import counts_only
from bench.waits.wait_rows import FIRST, HALL_ROWS, MALL_ROWS, Trials, against_averages, hall_rows, told_in
from bench.waits.wait_scores import coverage, narrowest, summary, width90
from bench.waits.wait_trial import Trial, first_days, scenario_trial, warmed

SCENARIO_ROWS = {
    "nominal": "wait_nominal",
    "shut": "wait_shut",
    "longer": "wait_longer",
    "surge": "wait_surge",
}
FIRST_ROWS = ("wait_first", "wait_first_20")
ROWS = (
    *SCENARIO_ROWS.values(), *HALL_ROWS, "wait_width_after", *MALL_ROWS, *FIRST_ROWS, *wait_cost.ROWS,
    "counts_only",
)  # fmt: skip
HALL, MALL = HALLS / "eight_counters.toml", HALLS / "mpp.toml"
AFTER = "after a surge"
#: So many days in a row are lived through after the warm-up; further days of evaluation begin there again, so
#: that they can be lived through side by side.
IN_A_ROW = 6


@contextmanager
def waits(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """All once: random numbers are equal in every round, so further rounds would say the same."""

    def measure(number: int) -> Mapping[str, Pair]:
        if number:
            return {}
        found: dict[str, Pair] = {}
        if wanted.intersection((*SCENARIO_ROWS.values(), *HALL_ROWS, "wait_width_after")):
            found |= sample_hall(stage.notes)
        if wanted.intersection(MALL_ROWS):
            found |= mall(stage.notes)
        if wanted.intersection(FIRST_ROWS):
            found |= first(stage.notes)
        if wanted.intersection(wait_cost.ROWS):
            found |= wait_cost.measured(stage.notes)
        if "counts_only" in wanted:
            found |= counts_only(stage.notes)
        return {name: pair for name, pair in found.items() if name in wanted}

    yield measure


def sample_hall(notes: dict[str, Any]) -> dict[str, Pair]:
    """All scenarios of the sample hall, on seeds that nothing was tuned on."""
    hall = read_hall(HALL)
    trials = _trials(hall, [s.name for s in hall.scenarios] + [AFTER])
    notes["waits"] = _notes(hall, trials)
    after = told_in(trials.pop(AFTER))
    found = {
        SCENARIO_ROWS[name]: against_averages(told_in(rows))
        for name, rows in trials.items()
        if name in SCENARIO_ROWS
    }
    found["wait_width_after"] = width90(after), narrowest(after)[1]
    return found | hall_rows(trials, HALL_ROWS)


def mall(notes: dict[str, Any]) -> dict[str, Pair]:
    """The hall like a public service mall."""
    hall = read_hall(MALL)
    trials = _trials(hall, [s.name for s in hall.scenarios])
    notes["waits_mall"] = _notes(hall, trials)
    told = [t for rows in trials.values() for t in told_in(rows)]
    at_noon = [t for t in told if t.hour == FIRST.break_hour]
    found = {"wait_mall": against_averages(told), "wait_mall_break": against_averages(at_noon)}
    return found | hall_rows(trials, MALL_ROWS)


def first(notes: dict[str, Any]) -> dict[str, Pair]:
    """First days of halls that know nothing yet."""
    trials = [
        trial
        for path in (HALL, MALL)
        for trial in first_days(read_hall(path), read_hall(path).seeds["evaluation"][: FIRST.days], RUNS)
    ]
    told = [t for trial in trials for t in trial.told]
    early = [t for trial in trials for t in trial.told[: FIRST.tickets]]
    notes["waits_first"] = summary(told) | {"first_20_80": round(coverage(early, 80), 1)}
    return {"wait_first": against_averages(told), "wait_first_20": (coverage(early, 90), None)}


def _notes(hall: SimulatedHall, trials: Trials) -> dict[str, Any]:
    return {
        "hall": hall.name,
        "seeds": {kind: list(seeds) for kind, seeds in hall.seeds.items()},
        "scenarios": {name: summary(told_in(rows)) for name, rows in trials.items()},
        "told_nothing": {name: sum(trial.silent for trial in rows) for name, rows in trials.items()},
        "said_likely_and_came": {
            name: [round(mean(x), 3) for x in zip(*(r for trial in rows for r in trial.reached), strict=True)]
            for name, rows in trials.items()
        },
    }


_SHARED: dict[str, Any] = {}


def _trials(hall: SimulatedHall, names: list[str]) -> Trials:
    """Forked, so that each row of days begins with the estimator as it was warmed."""
    start = warmed(hall, RUNS)
    rows = [(name, first) for name in names for first in range(0, len(hall.seeds["evaluation"]), IN_A_ROW)]
    workers, fork = min(len(rows), os.cpu_count() or 1), get_context("fork")
    # No multiprocessing.Pool: its end waits for ever for a worker whose handler of SIGTERM was not reached.
    with ProcessPoolExecutor(workers, fork, _begin, (hall, start)) as pool:
        lived = list(pool.map(_row_of_days, rows))
    found: Trials = {name: [] for name in names}
    for (name, _), trial in zip(rows, lived, strict=True):
        found[name].append(trial)
    return found


def _begin(hall: SimulatedHall, start: Trial) -> None:
    _SHARED["hall"], _SHARED["start"] = hall, start


def _row_of_days(row: tuple[str, int]) -> Trial:
    """The days from one on, dated as if those before had been lived through, too."""
    name, first = row
    hall: SimulatedHall = _SHARED["hall"]
    scenarios, seeds = {s.name: s for s in hall.scenarios}, hall.seeds["evaluation"][first : first + IN_A_ROW]
    if name == AFTER:
        bad = scenario_trial(hall, _SHARED["start"], scenarios["surge"], seeds[:1], first)
        trial = scenario_trial(hall, bad, Scenario("nominal"), seeds[1:], first + 1)
    else:
        trial = scenario_trial(hall, _SHARED["start"], scenarios[name], seeds, first)
    trial.oracles.clear()
    return trial
