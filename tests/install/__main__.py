"""Try the Debian packages in empty systems of Debian that have no network.

usage: python -m tests.install [--suite bookworm] [--only packages] [hub kiosk ...]    (`make install-test`)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic

import click

from tests.install.packages import tried
from tests.install.roots import Failed
from tests.install.visitor import TYPED, one_day
from tools.debian.environment import PYTHONS, Target, this_machine
from tools.debian.parts import PARTS


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--suite", "suites", multiple=True, type=click.Choice(list(PYTHONS)), default=("bookworm",))
@click.option("--only", type=click.Choice(["packages", "visitor"]))
def main(names: Sequence[str], suites: Sequence[str], only: str | None) -> None:
    """Try these packages, or all; then a day with one visitor on three machines."""
    architecture = this_machine().architecture
    for suite in suites:
        target = Target(suite, architecture)
        for name in (names or PARTS) if only != "visitor" else ():
            _try(f"{suite}: {name}", partial(tried, name, target))
        if only != "packages" and set(TYPED) <= set(names or PARTS):
            _try(f"{suite}: a day with one visitor", partial(one_day, target))


def _try(name: str, what: Callable[[], None]) -> None:
    began = monotonic()
    try:
        what()
    except (Failed, AssertionError) as fault:
        click.echo(f"{name}: FAILED\n{fault}")
        sys.exit(1)
    click.echo(f"{name}: well, {monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
