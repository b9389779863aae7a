"""Prove the rules: play many random days, and tell what was done in them.

python -m tests.support.random_days --days 5000 --steps 200
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog

from tests.support.random_days.machine import Step, random_steps, run
from tests.support.random_days.truths.exercised import never

Outcome = tuple[Tally[str], str]
#: A process that has played so many days is replaced: whatever it kept goes.
RENEWED = 200
SHOWN = 3
TOLD_EVERY = 500


def played(task: tuple[int, int]) -> Outcome:
    """What was done on one day (seed, steps); with the fault and its shortest steps where it failed."""
    seed, steps = task
    plan = list(random_steps(seed, steps))
    try:
        return run(seed, plan).counts, ""
    except Exception:
        short = shortest(seed, plan)
        return Tally(), f"Day {seed} fails:\nrun({seed}, {short})\n{fault_of(seed, short)}"


def fault_of(seed: int, plan: Iterable[Step]) -> str:
    """The traceback with which these steps fail; empty where they do not."""
    try:
        run(seed, plan)
    except Exception:
        return traceback.format_exc()
    return ""


def shortest(seed: int, plan: list[Step]) -> list[Step]:
    """Steps that still fail of which none can be left out (delta debugging)."""
    size = len(plan) // 2
    while size:
        at = 0
        while at < len(plan):
            without = plan[:at] + plan[at + size :]
            if fault_of(seed, without):
                plan = without
            else:
                at += size
        size //= 2
    return plan


@contextmanager
def _outcomes(tasks: list[tuple[int, int]], jobs: int) -> Iterator[Iterator[Outcome]]:
    if jobs == 1:
        yield map(played, tasks)
        return
    with multiprocessing.Pool(jobs, maxtasksperchild=RENEWED) as pool:
        yield pool.imap_unordered(played, tasks)


def main() -> int:
    """Play the days, print the counts; 1 where one failed, or something was never done."""
    parser = argparse.ArgumentParser(prog="tests.support.random_days", description=__doc__)
    parser.add_argument("--days", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first day")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    began, counts, failed = time.monotonic(), Tally[str](), 0
    tasks = [(seed, asked.steps) for seed in range(asked.first, asked.first + asked.days)]
    with _outcomes(tasks, asked.jobs) as outcomes:
        for number, (done, fault) in enumerate(outcomes, 1):
            counts.update(done)
            failed += bool(fault)
            if number % TOLD_EVERY == 0:
                print(f"{number:,} days, {failed} failed", file=sys.stderr, flush=True)
            if fault and failed <= SHOWN:
                print(fault, file=sys.stderr)
    for name, count in sorted(counts.items()):
        print(f"{count:>12,}  {name}")
    left_out = never(counts, asked.days)
    for name in left_out:
        print(f"Never: {name}", file=sys.stderr)
    seconds = time.monotonic() - began
    print(f"{asked.days:,} days of {asked.steps} steps in {seconds:.0f} s, {failed} failed.")
    return 1 if failed or left_out else 0


if __name__ == "__main__":
    sys.exit(main())
