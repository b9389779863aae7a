"""balai hub"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from balai.clock import parse_clock
from balai.program.finding import check_options, show
from balai.program.shell import WillNotMend, program_errors
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.checking import hub_findings
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config


@click.group(invoke_without_command=True, help=help_of("command.hub"))
@config_option
@clock_option
@click.option(
    "--confirm-date",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help=say("option.hub.confirm_date"),
)
@check_options
@click.pass_context
def hub(
    context: click.Context,
    config_path: Path,
    clock_spec: str,
    confirm_date: datetime | None,
    *,
    check: bool,
    as_json: bool,
) -> None:
    """`balai hub`."""
    if context.invoked_subcommand is not None:
        return
    permitted(Permission.STORE_MAINTAIN)
    if check:
        raise SystemExit(show(hub_findings(config_path, clock_spec), as_json=as_json))
    from server.http.serve import serve

    with program_errors():
        config, clock = load_config(config_path), parse_clock(clock_spec)
        try:
            serve(config, clock, confirm_date.date() if confirm_date else None)
        except OSError as fault:
            where = f"{config.hub.host}:{config.hub.port}"
            # A port that is taken may come free; one that this user may not open stays so.
            kind = WillNotMend if isinstance(fault, PermissionError) else click.ClickException
            raise kind(say("error.hub_cannot_serve", where=where, why=fault.strerror or fault)) from fault
