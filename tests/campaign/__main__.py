"""`make campaign`: bad days of all kinds, a row of counts each; exit code 1 where anything was lost."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any, NoReturn

import click
import structlog

from tests.campaign.apart import NotApart, go_apart
from tests.campaign.bad_day import BadDay
from tests.campaign.disk import disk
from tests.campaign.network import network
from tests.campaign.power import every_cut, power
from tests.campaign.printers import KINDS, STATES, printers
from tests.campaign.rush import rush
from tests.campaign.tally import Tallied
from tests.support.hub.forking import forked_programs

Play = Callable[[Path, int], Tallied]
#: The parts, by name: whole ones, and what of them is played beside all other tests.
WHOLE: Mapping[str, Play] = {
    "days": lambda folder, seed: _days(folder, seed, 6, 200),
    "power": lambda folder, _: power(folder, every_cut()),
    "printers": lambda folder, _: printers(folder, KINDS, STATES, presses=2),
    "disk": lambda folder, _: disk(folder, times=6, presses=4),
    "network": lambda folder, seed: network(folder, seed, kiosks=3, presses=20),
    "rush": lambda folder, seed: rush(folder, seed, kiosks=10, seconds=60.0),
}
SMALL: Mapping[str, Play] = {
    "power": lambda folder, seed: power(folder, every_cut()[seed % 7 :: 13]),
    "disk": lambda folder, _: disk(folder, times=1, presses=2),
    "network": lambda folder, seed: network(folder, seed, kiosks=2, presses=1),
    "rush": lambda folder, seed: rush(folder, seed, kiosks=3, seconds=4.0),
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(sorted(WHOLE)), help="These parts.")
@click.option("--small", is_flag=True, help="A little of each.")
@click.option("--first", default=0, show_default=True, help="What chance begins with.")
def main(only: tuple[str, ...], first: int, *, small: bool) -> None:
    """Play bad days, a row each."""
    try:
        go_apart()
    except NotApart as refused:
        raise click.ClickException(f"this machine gives no namespaces to play in: {refused}") from refused
    structlog.configure(processors=[_drop])
    parts, held, presses = SMALL if small else WHOLE, True, 0
    with forked_programs():
        for name in only or parts:
            with tempfile.TemporaryDirectory(prefix="balai-campaign-") as folder:
                counted = parts[name](Path(folder), first)
            click.echo(f"{name}: {counted.row}")
            held &= counted.holds()
            presses += counted.presses
    click.echo(f"{presses} presses; {'nothing' if held else 'SOMETHING'} was lost")
    sys.exit(0 if held else 1)


def _days(folder: Path, first: int, days: int, presses: int) -> Tallied:
    """Kiosks whose lines, hub, paper and power fail by chance, step by step, in no time at all."""
    total = Tallied()
    for seed in range(first, first + days):
        day = BadDay(folder / str(seed), seed)
        try:
            total.add(day.play(presses))
        finally:
            day.close()
    return total


def _drop(_logger: object, _method: str, _event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent


if __name__ == "__main__":
    main()
