"""`python -m bench`: measure everything, or one row with --only; --readme prints the last table."""

from __future__ import annotations

import argparse
import signal
import sys

from bench import calls, fanout, hearing, issuing, memory
from bench.harness import RESULTS, Suite, readme, run, save, table, verdict
from bench.targets import TARGETS

NAMES = [target.name for target in TARGETS]
SUITES: list[tuple[Suite, tuple[str, ...]]] = [
    (issuing.issuing, issuing.ROWS),
    (fanout.fanout, fanout.ROWS),
    (calls.calls, calls.ROWS),
    (calls.second_hub, calls.SECOND_ROWS),
    (memory.memory, memory.ROWS),
    (hearing.hearing, hearing.ROWS),
]


def main() -> int:
    """Run what was asked for. Exit code 1: a target is missed, 2: nothing to show, 130: broken off."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append", help="one row; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--readme", action="store_true", help="print the last results as Markdown")
    asked = parser.parse_args()
    if asked.readme:
        return show()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        results = run(SUITES, frozenset(asked.only or NAMES), asked.rounds)
    except KeyboardInterrupt:
        print("\nBroken off; everything that was started has been ended.")
        return 130
    save(results, asked.rounds)
    print(f"\n{table(results)}\n\nWritten to {RESULTS}\n{verdict(results)}")
    return 0 if all(result.met for result in results) else 1


def show() -> int:
    """Print the last results."""
    try:
        print(readme())
    except FileNotFoundError:
        print("Nothing has been measured yet; run 'make bench'.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
