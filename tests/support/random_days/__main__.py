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
from collections.abc import Iterable

from tests.support.random_days.machine import Step, random_steps, run

Outcome = tuple[Tally[str], str]


def played(seed: int, steps: int) -> Outcome:
    """What was done on one day; with the fault and its shortest steps where it failed."""
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


def main() -> int:
    """Play the days, print the counts; 1 where one failed."""
    parser = argparse.ArgumentParser(prog="tests.support.random_days", description=__doc__)
    parser.add_argument("--days", type=int, default=5000)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the seed of the first day")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    began, counts, failed = time.monotonic(), Tally[str](), 0
    tasks = [(seed, asked.steps) for seed in range(asked.first, asked.first + asked.days)]
    with multiprocessing.Pool(asked.jobs) as pool:
        for done, fault in pool.starmap(played, tasks, chunksize=max(1, asked.days // (asked.jobs * 20))):
            counts.update(done)
            failed += bool(fault)
            if fault and failed <= 3:
                print(fault, file=sys.stderr)
    for name, count in sorted(counts.items()):
        print(f"{count:>10,}  {name}")
    seconds = time.monotonic() - began
    print(f"{asked.days:,} days of {asked.steps} steps in {seconds:.0f} s, {failed} failed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
