"""Play a day and tell what became of its calls."""

from __future__ import annotations

import argparse
import sys

import structlog

from tests.support.wall_day.day import Day


def main() -> None:
    """Play it; a lost call is an error."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--hours", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    verdict = Day(chosen.seed).run(chosen.hours)
    sys.stdout.write(
        f"{verdict.calls} calls, {verdict.faults} faults: {verdict.heard} seen and heard, "
        f"{verdict.told} told to their desk, {verdict.came} answered before, {len(verdict.lost)} lost; "
        f"{verdict.slowest:.0f} s at most.\n"
    )
    if verdict.lost:
        sys.exit("\n".join(verdict.lost[:20]))


if __name__ == "__main__":
    main()
