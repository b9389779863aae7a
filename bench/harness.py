"""Rounds, medians, the table and the results file."""

from __future__ import annotations

import json
import os
import platform
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.stage import Stage
from bench.targets import TARGETS, Target

RESULTS = Path(__file__).parent / "results.json"

#: A row's value and its reference's in one round.
Pair = tuple[float, float | None]
#: Measures once; gets the number of the round, so that the order can alternate.
Round = Callable[[int], Mapping[str, Pair]]
#: Starts what it needs for the rows wanted.
Suite = Callable[[Stage, frozenset[str]], AbstractContextManager[Round]]


class NotMeasured(Exception):
    """A suite cannot measure here; the message says what is missing and what to do."""


@dataclass(frozen=True)
class Result:
    """A row with the medians of its rounds; `ratio` is the median of the rounds' own ratios. Of rounds that
    add up only the last counts. A row that could not be measured here has no value, and neither meets its
    target nor misses it."""

    name: str
    title: str
    unit: str
    reference_name: str
    target: str
    value: float | None
    reference: float | None
    ratio: float | None
    met: bool | None
    rounds: list[Pair]

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        reference = "" if self.reference is None else f"{_figure(self.reference)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        missing = "broken" if self.met is False else "not measured"
        value = missing if self.value is None else f"{_figure(self.value)} {self.unit}"
        met = {True: "yes", False: "NO", None: ""}[self.met]
        named = f"{reference} ({self.reference_name})" if reference else ""
        return (self.name, self.title, value, named, ratio, self.target, met)


HEAD = ("name", "measured", "value", "reference", "ratio", "target", "met")


def run(
    suites: Iterable[tuple[Suite, Iterable[str]]],
    wanted: frozenset[str],
    rounds: int,
    notes: dict[str, object] | None = None,
) -> list[Result]:
    """Measure the rows wanted; says which round it is in. Adds to `notes` what suites found beside."""
    pairs: dict[str, list[Pair]] = {name: [] for name in wanted}
    broken: set[str] = set()
    for suite, names in suites:
        mine = wanted.intersection(names)
        if mine:
            try:
                found = _measure(suite, mine, rounds, pairs)
                if notes is not None:
                    notes |= found
            except NotMeasured as reason:
                print(f"{', '.join(sorted(mine))}: not measured: {reason}", flush=True)
            except Exception:  # noqa: BLE001  # whatever broke it, what else is measured is kept
                traceback.print_exc()
                broken |= mine
    found_rows = [target for target in TARGETS if target.name in wanted]
    return [
        result_of(target, [] if target.name in broken else pairs[target.name], broken=target.name in broken)
        for target in found_rows
    ]


def _measure(
    suite: Suite, mine: frozenset[str], rounds: int, pairs: dict[str, list[Pair]]
) -> dict[str, object]:
    with Stage() as stage, suite(stage, mine) as measure:
        for number in range(rounds):
            print(f"{', '.join(sorted(mine))}: round {number + 1} of {rounds}", flush=True)
            for name, pair in measure(number).items():
                if name in pairs:  # a suite may measure rows that were not asked for
                    pairs[name].append(pair)
        return stage.notes


def result_of(target: Target, rounds: Sequence[Pair], *, broken: bool = False) -> Result:
    """The medians of a row's rounds, held against its target; one whose measuring broke misses it."""
    if not rounds:
        named = (target.name, target.title, target.unit, target.reference, target.words)
        met = False if broken else None
        return Result(*named, value=None, reference=None, ratio=None, met=met, rounds=[])
    counted = rounds[-1:] if target.adds_up else rounds
    value = median(value for value, _ in counted)
    references = [reference for _, reference in counted if reference is not None]
    ratio = median(value / reference for value, reference in counted if reference) if references else None
    return Result(
        name=target.name,
        title=target.title,
        unit=target.unit,
        reference_name=target.reference,
        target=target.words,
        value=value,
        reference=median(references) if references else None,
        ratio=ratio,
        met=target.met(value if ratio is None or target.absolute else ratio),
        rounds=list(rounds),
    )


def table(results: Sequence[Result], *, markdown: bool = False) -> str:
    """The rows under their heads, aligned."""
    rows = [HEAD, *(result.cells for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    edge, gap = ("| ", " | ") if markdown else ("", "  ")
    lines = [
        edge + gap.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + edge[::-1]
        for row in rows
    ]
    rule = edge + gap.join("-" * width for width in widths) + edge[::-1]
    return "\n".join([lines[0], rule, *lines[1:]])


def verdict(results: Sequence[Result]) -> str:
    """The last line."""
    measured = [result for result in results if result.met is not None]
    left = len(results) - len(measured)
    unmeasured = f", {left} not measured" if left else ""
    return f"{sum(bool(result.met) for result in measured)} of {len(measured)} targets met{unmeasured}"


def machine() -> dict[str, object]:
    """Where it was measured."""
    cpu = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def save(results: Sequence[Result], rounds: int, notes: Mapping[str, object] | None = None) -> None:
    """Write the results file."""
    rows = [asdict(result) for result in results]
    data = {"machine": machine(), "rounds": rounds, "results": rows, "notes": dict(notes or {})}
    RESULTS.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def readme() -> str:
    """The last results as a Markdown table with the machine. Raises FileNotFoundError before any."""
    data = json.loads(RESULTS.read_text())
    results = [Result(**result) for result in data["results"]]
    facts = data["machine"]
    where = (
        f"Measured {facts['at'][:10]} on {facts['cores']} cores of {facts['cpu']}, Python {facts['python']}, "
        f"medians of {data['rounds']} interleaved rounds; the ratio is the median of the rounds' ratios."
    )
    return f"{table(results, markdown=True)}\n\n{where} {verdict(results).capitalize()}."


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
