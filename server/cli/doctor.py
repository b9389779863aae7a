"""balai doctor"""

from __future__ import annotations

from pathlib import Path

import click

from balai.program.finding import show
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.checking import hub_findings
from server.cli.common import clock_option, config_option, permitted


@click.command(help=help_of("command.doctor"))
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@config_option
@clock_option
def doctor(*, as_json: bool, config_path: Path, clock_spec: str) -> None:
    """`balai doctor`: the earlier name of `balai hub --check`."""
    permitted(Permission.STORE_MAINTAIN)
    raise SystemExit(show(hub_findings(config_path, clock_spec), as_json=as_json))
