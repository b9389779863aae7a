"""balai estimate"""

from __future__ import annotations

from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.shell import running
from balai.words.said import help_of
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config


@click.command(help=help_of("command.estimate"))
@config_option
@clock_option
def estimate(config_path: Path, clock_spec: str) -> None:
    """`balai estimate`."""
    permitted(Permission.STORE_MAINTAIN)
    from server.estimates.process import run

    with running("estimate") as shell:
        run(shell, load_config(config_path), parse_clock(clock_spec))
