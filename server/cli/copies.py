"""balai backup, balai restore"""

from __future__ import annotations

from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.shell import plain_errors
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config
from server.setup import find_hall
from server.store.copies import KEPT, back_up, restored
from server.usecases.restoring import Gap, pass_over


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), default=KEPT, show_default=True, help="Copies that stay.")
@config_option
@clock_option
def backup(folder: Path, keep: int, config_path: Path, clock_spec: str) -> None:
    """Copy the hub's store into FOLDER, beside the running hub, and verify the copy."""
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        copy = back_up(load_config(config_path).store.url, folder, parse_clock(clock_spec).now(), keep)
    click.echo(f"Copied and verified: {copy.path} ({copy.days} days, {copy.entries} entries).")


@click.command()
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@clock_option
def restore(copy: Path, config_path: Path, clock_spec: str) -> None:
    """Put COPY in the place of the hub's store. Stop the hub first. The store of before is set aside."""
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        config, clock = load_config(config_path), parse_clock(clock_spec)
        with restored(config.store.url, copy, clock.now()) as (store, before):
            last = max((store.audit(hall_id)[-1].day for hall_id in store.halls.ids()), default="no day")
            gaps = pass_over(store, find_hall(config, store, clock), clock)
    for line in _told(last, before, gaps):
        click.echo(line)


def _told(last: str, before: Path | None, gaps: list[Gap]) -> list[str]:
    told = [f"Restored. The last day in this copy is {last}; what came after the copy is not in it."]
    if before is not None:
        told.append(f"The store of before is kept at {before}.")
    if gaps:
        listed = ", ".join(f"{gap.first} to {gap.last}" for gap in gaps)
        told.append(f"These numbers may be on paper already and are not given again today: {listed}.")
        told.append("Whoever holds one of them waits: issue a number for them, or serve them without one.")
    return [*told, "Start the hub again: kiosks and walls find it by themselves."]
