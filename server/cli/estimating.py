"""balai estimate"""

from __future__ import annotations

from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.finding import check_options, show
from balai.program.shell import running
from balai.words.said import help_of
from server.auth.roles import Permission
from server.cli.checking import estimate_findings
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config


@click.command(help=help_of("command.estimate"))
@config_option
@clock_option
@check_options
def estimate(config_path: Path, clock_spec: str, *, check: bool, as_json: bool) -> None:
    """`balai estimate`."""
    permitted(Permission.STORE_MAINTAIN)
    if check:
        raise SystemExit(show(estimate_findings(config_path, clock_spec), as_json=as_json))
    from server.estimates.process import run

    with running("estimate") as shell:
        run(shell, load_config(config_path), parse_clock(clock_spec))
