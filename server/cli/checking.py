"""What `--check` of the hub's machine looks at, for `balai hub` and `balai estimate`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import click

from balai.clock import Clock, parse_clock
from balai.errors import BalaiError
from balai.program.finding import Finding, show
from balai.program.looking import libraries, looked_at, program_there
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, permitted
from server.config import HubConfig, load_config
from server.ntp import synchronised
from server.setup import find_hall
from server.store import open_store
from server.usecases.machine.doctor import examined

#: What only a running hub imports.
_HUB = ("flask", "flask_socketio", "wsproto", "argon2", "sqlalchemy", "alembic", "holidays")
_SCALE = ("psycopg", "redis")


def hub_findings(config_path: Path, clock_spec: str) -> list[Finding]:
    """The hub's machine, part by part; where its settings do not read, they alone."""
    try:
        config, clock = load_config(config_path), parse_clock(clock_spec)
    except BalaiError as faults:
        return [Finding("settings", False, say("doctor.settings_wrong", faults=faults))]
    looks = looked_at(
        [("libraries", partial(_libraries, config)), ("certificate", partial(_certificate, config, clock))]
    )
    settings, *others = examined(config, config_path, clock, synchronised)
    return [settings, *looks, *others]


def _libraries(config: HubConfig) -> Iterator[Finding]:
    scales = config.redis is not None or config.store.url.startswith("postgresql")
    yield from libraries((*_HUB, *(_SCALE if scales else ())))
    if config.voice.espeak and config.voice.clips is not None:
        yield from program_there(config.voice.espeak, "espeak-ng")


def _certificate(config: HubConfig, clock: Clock) -> Iterator[Finding]:
    """That of the hub's address, where it has one."""
    if config.hub.certificate is None:
        return
    from server.usecases.address.authority import RENEWED_AT, shown
    from server.usecases.machine.alerts import CERTIFICATE_SECONDS

    there, now = shown(config.hub.certificate), clock.now()
    left = timedelta(seconds=CERTIFICATE_SECONDS) if config.hub.is_public else RENEWED_AT / 2
    well = there.begins <= now < there.ends - left
    ends = "doctor.certificate_given_ends" if config.hub.is_public else "doctor.certificate_ends"
    words = "doctor.certificate" if well else ends
    yield Finding("certificate", well, say(words, until=f"{there.ends:%Y-%m-%d}"))


def estimate_findings(config_path: Path, clock_spec: str) -> list[Finding]:
    """What an estimator needs: the hub's settings, its store, and the hall there."""
    try:
        config, clock = load_config(config_path), parse_clock(clock_spec)
    except BalaiError as faults:
        return [Finding("settings", False, say("doctor.settings_wrong", faults=faults))]

    def store() -> Iterator[Finding]:
        with open_store(config.store.url, upgrades=False) as kept:
            hall_id = find_hall(config, kept, clock)
        yield Finding("store", True, say("doctor.hall_found", hall=hall_id))

    settings = Finding("settings", True, say("doctor.settings", file=config_path))
    return [settings, *looked_at([("store", store)])]


@click.command(help=help_of("command.doctor"))
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@config_option
@clock_option
def doctor(*, as_json: bool, config_path: Path, clock_spec: str) -> None:
    """`balai doctor`: the earlier name of `balai hub --check`."""
    permitted(Permission.STORE_MAINTAIN)
    raise SystemExit(show(hub_findings(config_path, clock_spec), as_json=as_json))
