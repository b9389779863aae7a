"""`python -m bench`: measure everything, or one row with --only; --readme prints the last table."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable

from bench.harness import RESULTS, Suite, readme, run, save, table, verdict
from bench.hub import calls, fanout, hostile, issuing, long_day, memory, pages, returning, year
from bench.kiosk import pressing
from bench.targets import TARGETS
from bench.waits import discipline, waits
from bench.wall import frame, hearing, pictures, rush, wall

NAMES = [target.name for target in TARGETS]
SUITES: list[tuple[Suite, tuple[str, ...]]] = [
    (issuing.issuing, issuing.ROWS),
    (fanout.fanout, fanout.ROWS),
    (calls.calls, calls.ROWS),
    (calls.second_hub, calls.SECOND_ROWS),
    (memory.memory, memory.ROWS),
    (long_day.long_day, long_day.ROWS),
    (returning.returning, returning.ROWS),
    (year.year, year.ROWS),
    (pages.pages, pages.ROWS),
    (hostile.hostile, hostile.ROWS),
    (pressing.pressing, pressing.ROWS),
    (pressing.kiosk_memory, pressing.MEMORY_ROWS),
    (frame.frame, frame.ROWS),
    (wall.wall, wall.ROWS),
    (pictures.pictures, pictures.ROWS),
    (rush.rush, rush.ROWS),
    (hearing.hearing, hearing.ROWS),
    (waits.waits, waits.ROWS),
    (discipline.discipline, discipline.ROWS),
]
SECTIONS: dict[str, tuple[str, ...]] = {
    "issue": tuple(issuing.ISSUES),
    "long_day": long_day.ROWS,
    "returning": returning.ROWS,
    "year": year.ROWS,
    "pages": pages.ROWS,
    "kiosk": pressing.ROWS,
    "waits": waits.ROWS,
    "discipline": discipline.ROWS,
    "frames": frame.ROWS,
    "wall": wall.ROWS,
    "rush": rush.ROWS,
    "hearing": hearing.ROWS,
}


def main() -> int:
    """Run what was asked for. Exit code 1: a target is missed, 2: nothing to show, 130: broken off."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only", choices=[*NAMES, *SECTIONS], action="append", help="a row or section; may be repeated"
    )
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds (default 5)")
    parser.add_argument("--readme", action="store_true", help="print the last results as Markdown")
    asked = parser.parse_args()
    if asked.readme:
        return show()
    notes: dict[str, object] = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        results = run(SUITES, wanted(asked.only or NAMES), asked.rounds, notes)
    except KeyboardInterrupt:
        print("\nBroken off; everything that was started has been ended.")
        return 130
    save(results, asked.rounds, notes)
    print(f"\n{table(results)}\n\nWritten to {RESULTS}\n{verdict(results)}")
    return 1 if any(result.met is False for result in results) else 0


def wanted(names: Iterable[str]) -> frozenset[str]:
    """The rows of these names; a section stands for all of its own."""
    return frozenset(row for name in names for row in SECTIONS.get(name, (name,)))


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
