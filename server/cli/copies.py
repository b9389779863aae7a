"""balai backup, balai restore"""

from __future__ import annotations

from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.shell import plain_errors
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import CopiesAt, load_config
from server.store.errors import StoreError
from server.store.safety.copies import KEPT, file_of
from server.usecases.machine.keeping import copied
from server.usecases.machine.recovering import put_back


@click.command(help=help_of("command.backup"))
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keep", type=click.IntRange(min=1), default=KEPT, show_default=True, help=say("option.backup.keep")
)
@config_option
@clock_option
def backup(folder: Path | None, keep: int, config_path: Path, clock_spec: str) -> None:
    """`balai backup`."""
    failed: list[StoreError] = []
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        config, now = load_config(config_path), parse_clock(clock_spec).now()
        places = config.copy_places if folder is None else (CopiesAt(folder=folder, keep=keep),)
        if not places:
            file_of(config.store.url)
        for at in places:
            try:
                copy = copied(config, at, now)
            except StoreError as fault:
                failed.append(fault)  # the other places get theirs
                continue
            click.echo(say("cli.copied", file=copy.path, days=copy.days, entries=copy.entries))
    if failed:
        raise click.ClickException("\n".join(map(str, failed)))


@click.command(help=help_of("command.restore"))
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-copied", is_flag=True, help=say("option.restore.as_copied"))
@config_option
@clock_option
def restore(copy: Path, *, as_copied: bool, config_path: Path, clock_spec: str) -> None:
    """`balai restore`."""
    with plain_errors():
        permitted(Permission.STORE_MAINTAIN)
        config, clock = load_config(config_path), parse_clock(clock_spec)
        told = put_back(config, copy, clock, as_copied=as_copied)
    for line in told:
        click.echo(line)
    click.echo(say("cli.restored.start"))
