"""The rows of a simulated hall: what was told, held against what it claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.harness import Pair
from bench.waits.wait_scores import (
    bias,
    called_before,
    coverage,
    days,
    errors,
    farthest,
    looks_kept,
    narrowest,
    width90,
)
from bench.waits.wait_trial import Told, Trial

#: Of fewer looks with so much still to wait nothing is said.
LOOKS = 200


@dataclass(frozen=True)
class _First:
    """How first days are measured, and the hour of the break."""

    days: int = 2
    tickets: int = 20
    break_hour: int = 12


FIRST = _First()
ROW_OF: dict[str, Callable[[list[Told]], Pair]] = {
    "cover_90": lambda told: (coverage(told, 90), None),
    "cover_80": lambda told: (coverage(told, 80), None),
    "groups_90": lambda told: (farthest(told, 90)[0], None),
    "groups_80": lambda told: (farthest(told, 80)[0], None),
    "day_least": lambda told: (days(told, 90)[0], None),
    "day_most": lambda told: (days(told, 90)[-1], None),
    "looks": lambda told: (looks_kept(told)[0], None),
    "looks_least": lambda told: (
        min(kept for count, kept in looks_kept(told)[1].values() if count >= LOOKS),
        None,
    ),
    "before": lambda told: (called_before(told), None),
    "before_5": lambda told: (called_before(told, 300.0), None),
    "width": lambda told: (width90(told), narrowest(told)[1]),
}
HALL_ROWS = (*(f"wait_{name}" for name in ROW_OF), "wait_windowed", "wait_bias")
MALL_ROWS = ("wait_mall", "wait_mall_break", *(f"wait_mall_{row.removeprefix('wait_')}" for row in HALL_ROWS))


#: By scenario, the rows of days that were lived through.
Trials = dict[str, list[Trial]]


def told_in(rows: Sequence[Trial]) -> list[Told]:
    """All that was told in some rows of days."""
    return [t for trial in rows for t in trial.told]


def hall_rows(trials: Trials, names: Sequence[str]) -> dict[str, Pair]:
    """All rows of a hall over its scenarios; the bias is that of the worst."""
    every = [trial for rows in trials.values() for trial in rows]
    told = told_in(every)
    prefix = "wait_mall_" if names is MALL_ROWS else "wait_"
    silent, asked = sum(trial.silent for trial in every), sum(trial.asked for trial in every)
    found = {f"{prefix}{name}": row(told) for name, row in ROW_OF.items()}
    found[f"{prefix}windowed"] = 100 * (1 - silent / asked), None
    found[f"{prefix}bias"] = max(abs(bias(told_in(rows))) for rows in trials.values()), None
    return found


def against_averages(told: list[Told]) -> Pair:
    """Our error in minutes, and that of the moving average which served best, in hindsight."""
    found = errors(told)
    return found["ours"], min(value for name, value in found.items() if name.startswith("MA"))
