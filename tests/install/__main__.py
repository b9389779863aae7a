"""Try the Debian packages in empty systems of Debian that have no network.

usage: python -m tests.install [--suite bookworm] [hub kiosk ...]    (`make install-test`)

Releases are tried beside each other. What this machine cannot try is said, and is no fault.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import monotonic

import click

from tests.install.able import lacking
from tests.install.making import packages
from tests.install.packages import tried
from tests.install.roots import Failed, Unable, empty, standing
from tests.install.visitor import MACHINES, one_day
from tools.debian.environment import PYTHONS, Target, this_machine
from tools.debian.parts import PARTS

DAY = "a day with visitors on three machines"


class Told:
    """What was tried, as it went."""

    def __init__(self) -> None:
        self.well: list[str] = []
        self.failed: list[str] = []
        self.untried: list[str] = []

    def attempt(self, name: str, what: Callable[[], str]) -> None:
        """Try it, and say how it went."""
        began = monotonic()
        try:
            said = what()
        except Unable as lack:
            self.leave(name, str(lack))
        except (Failed, AssertionError) as fault:
            self.failed.append(name)
            click.echo(f"{name}: FAILED\n{fault}")
        else:
            self.well.append(name)
            click.echo(f"{name}: well, {monotonic() - began:.0f} s; {said}")

    def leave(self, name: str, why: str) -> None:
        """Say that this machine cannot try it."""
        self.untried.append(name)
        click.echo(f"{name}: NOT TRIED: {why}")

    def end(self) -> int:
        """The last word; the exit code."""
        for names, word in ((self.failed, "failed"), (self.untried, "were not tried on this machine")):
            if names:
                click.echo(f"{len(names)} {word}: {'; '.join(names)}")
        click.echo(f"{len(self.well)} of {len(self.well + self.failed + self.untried)} are well.")
        return 1 if self.failed else 0


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--suite", "suites", multiple=True, type=click.Choice(list(PYTHONS)), default=("bookworm",))
def main(names: Sequence[str], suites: Sequence[str]) -> None:
    """Try these packages, or all; then a day with visitors on three machines. The packages of a day are tried
    on its machines, the others each by itself."""
    os.umask(0o022)
    # Who ends it leaves no system mounted or running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began, told = monotonic(), Told()
    chosen = [name for name in PARTS if name in (names or PARTS)]
    day = set(MACHINES) <= set(chosen)
    parts = [name for name in chosen if not (day and name in MACHINES)]
    with ThreadPoolExecutor(len(suites)) as pool:
        list(pool.map(lambda suite: _release(told, suite, parts, day=day), suites))
    code = told.end()
    used = sum(sum(getrusage(whose)[:2]) for whose in (RUSAGE_CHILDREN, RUSAGE_SELF))
    click.echo(f"It took {monotonic() - began:.0f} s, and {used:.0f} s of a processor.")
    sys.exit(code)


def _release(told: Told, suite: str, parts: Sequence[str], *, day: bool) -> None:
    """Everything on one release: the day beside the parts that it has not, since much of it is waiting."""
    names = {name: f"{suite}: {name}" for name in parts} | ({DAY: f"{suite}: {DAY}"} if day else {})
    needed = [*(MACHINES if day else ()), *parts]
    try:
        lacking()
        target = Target(suite, this_machine().architecture)
        empty(suite)
        with ThreadPoolExecutor(2) as pool:
            # Much of it is waiting for the archive; meanwhile the environment is put together.
            systems = pool.submit(lambda: [standing(suite, name) for name in needed])
            with packages(needed, target) as pairs:
                systems.result()
                days = [pool.submit(told.attempt, names[DAY], lambda: one_day(target, pairs))] if day else []
                for name in parts:
                    told.attempt(names[name], partial(tried, name, target, pairs[name]))
                for one in days:
                    one.result()
    except (Unable, LookupError) as lack:
        for name in names.values():
            told.leave(name, str(lack))


if __name__ == "__main__":
    main()
