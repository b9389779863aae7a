"""`make campaign`: bad days until enough was pressed; exit code 1 where anything was lost."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, NoReturn

import click
import structlog

from tests.campaign.bad_day import BadDay

#: So many presses make a day; each goes a little slower than the one before.
A_DAY = 200


@click.command()
@click.option("--presses", default=2000, show_default=True, help="How many presses in all.")
@click.option("--first", default=0, show_default=True, help="The seed of the first day.")
def main(presses: int, first: int) -> None:
    """Play bad days, a row each."""
    structlog.configure(processors=[_drop])
    held = True
    for seed in range(first, first + -(-presses // A_DAY)):
        with tempfile.TemporaryDirectory(prefix="balai-campaign-") as folder:
            day = BadDay(Path(folder), seed)
            try:
                counted = day.play(A_DAY)
            finally:
                day.close()
        click.echo(f"day {seed}: {counted.row}")
        held &= counted.holds()
    sys.exit(0 if held else 1)


def _drop(_logger: object, _method: str, _event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent


if __name__ == "__main__":
    main()
