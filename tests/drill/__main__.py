"""`make drill`: every drill with real programs, one row each; exit code 1 where one does not hold."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from tests.drill.disks import (
    checkpointed,
    damaged_store,
    full_disk,
    lost_machine,
    torn,
    upgrade_and_return,
)
from tests.drill.outcome import HEAD, Outcome
from tests.drill.servers import clock_off, frozen_postgres, frozen_redis
from tests.support.hub import damaged

SIZE = 600
Drill = Callable[[Path, int], Outcome]


def _damage(name: str, damage: Callable[[Path], None]) -> Drill:
    return lambda folder, size: damaged_store(folder, size, name, damage)


DRILLS: Mapping[str, Drill] = {
    "loss": lost_machine,
    "upgrade": upgrade_and_return,
    "pages": _damage("pages beside the log", checkpointed(damaged.page("legs"))),
    "log": _damage("pages of the log", checkpointed(damaged.page("events"))),
    "half": _damage("half a file", checkpointed(damaged.half)),
    "gone": _damage("file gone", checkpointed(damaged.gone)),
    "torn": _damage("write-ahead log torn", torn),
    "deleted": _damage("write-ahead log deleted", damaged.without_log),
    "full": full_disk,
    "redis": frozen_redis,
    "postgresql": frozen_postgres,
    "ahead": lambda folder, size: clock_off(folder, size, "clock a day ahead", 1),
    "behind": lambda folder, size: clock_off(folder, size, "clock 400 days behind", -400),
}


@click.command()
@click.argument("only", nargs=-1, type=click.Choice(list(DRILLS)))
@click.option("--size", type=click.IntRange(min=30), default=SIZE, show_default=True, help="Numbers before.")
def main(only: tuple[str, ...], size: int) -> None:
    """Run the drills named, or all. Whoever ends this ends what it began."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    click.echo(HEAD)
    held = True
    for name in only or DRILLS:
        with tempfile.TemporaryDirectory(prefix=f"balai-{name}-") as folder:
            outcome = DRILLS[name](Path(folder), size)
        held = held and outcome.held
        click.echo(outcome.row())
    click.echo("Nothing was lost without a word, no number given twice." if held else "A drill did not hold.")
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
