"""balai backup, balai restore"""

from __future__ import annotations

from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.shell import plain_errors
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config
from server.setup import find_hall
from server.store.copies import KEPT, back_up, restored
from server.usecases.restoring import Gap, pass_over


@click.command(help=help_of("command.backup"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep", type=click.IntRange(min=1), default=KEPT, show_default=True, help=say("option.backup.keep")
)
@config_option
@clock_option
def backup(folder: Path, keep: int, config_path: Path, clock_spec: str) -> None:
    """`balai backup`."""
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        copy = back_up(load_config(config_path).store.url, folder, parse_clock(clock_spec).now(), keep)
    click.echo(say("cli.copied", file=copy.path, days=copy.days, entries=copy.entries))


@click.command(help=help_of("command.restore"))
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@clock_option
def restore(copy: Path, config_path: Path, clock_spec: str) -> None:
    """`balai restore`."""
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        config, clock = load_config(config_path), parse_clock(clock_spec)
        with restored(config.store.url, copy, clock.now()) as (store, before):
            last = max(
                (store.audit(hall_id)[-1].day for hall_id in store.halls.ids()),
                default=say("cli.restored.no_day"),
            )
            gaps = pass_over(store, find_hall(config, store, clock), clock)
    for line in _told(last, before, gaps):
        click.echo(line)


def _told(last: str, before: Path | None, gaps: list[Gap]) -> list[str]:
    told = [say("cli.restored.done", last=last)]
    if before is not None:
        told.append(say("cli.restored.before", before=before))
    if gaps:
        listed = ", ".join(say("cli.range", first=gap.first, last=gap.last) for gap in gaps)
        told.append(say("cli.restored.gaps", listed=listed))
        told.append(say("cli.restored.holders"))
    return [*told, say("cli.restored.start")]
