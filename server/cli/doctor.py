"""balai doctor"""

from __future__ import annotations

import json
from pathlib import Path

import click

from balai.clock import parse_clock
from balai.errors import ConfigurationFaults
from balai.program.shell import plain_errors
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import load_config
from server.ntp import synchronised
from server.usecases.machine.doctor import examined
from server.usecases.machine.finding import Finding


@click.command(help=help_of("command.doctor"))
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@config_option
@clock_option
def doctor(*, as_json: bool, config_path: Path, clock_spec: str) -> None:
    """`balai doctor`."""
    permitted(Permission.STORE_MAINTAIN)
    with plain_errors():
        found = _found(config_path, clock_spec)
    ill = [finding for finding in found if not finding.well]
    if as_json:
        rows = [{"part": f.part, "well": f.well, "told": f.told} for f in found]
        click.echo(json.dumps({"well": not ill, "found": rows}, ensure_ascii=False))
    else:
        for finding in found:
            verdict = say("cli.doctor.well" if finding.well else "cli.doctor.mend")
            click.echo(f"{verdict:<9} {say(f'doctor_part.{finding.part}'):<12} {finding.told}")
        click.echo(say("cli.doctor.sum", count=len(ill)) if ill else say("cli.doctor.all_well"))
    raise SystemExit(1 if ill else 0)


def _found(config_path: Path, clock_spec: str) -> list[Finding]:
    try:
        config = load_config(config_path)
    except ConfigurationFaults as faults:
        return [Finding("settings", False, say("doctor.settings_wrong", faults=faults))]
    return examined(config, config_path, parse_clock(clock_spec), synchronised)
