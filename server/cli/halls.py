"""balai hall"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from balai.clock import parse_clock
from balai.config import Source
from balai.hall_file.editing.commented import toml_of
from balai.hall_file.holidays_proposed import holidays_command
from balai.hall_file.read import read_hall
from balai.hall_file.warn import warnings
from balai.text.encoding import read_text
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import PlainGroup, clock_option, config_option, opened, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.store.kept.versions import put_text
from server.usecases.configuration import put_in_force, scheduled, withdraw
from server.usecases.trail import Did


@click.group(cls=PlainGroup, help=help_of("command.hall"))
def hall() -> None:
    """`balai hall`."""


hall.add_command(holidays_command)


@hall.command("check", help=help_of("command.hall_check"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def check(file: Path) -> None:
    """`balai hall check`."""
    source = Source.read(file)
    wanted = read_hall(source)
    for warning in (*source.notes, *warnings(wanted, parse_clock("system").now().date())):
        click.echo(say("cli.warning", warning=warning), err=True)
    counts = say(
        "cli.hall.counts",
        agencies=len(wanted.agencies),
        services=len(wanted.services),
        counters=len(wanted.counters),
    )
    click.echo(say("cli.hall.loadable", file=file, name=wanted.hall.name, id=wanted.hall.id, counts=counts))


@hall.command("load", help=help_of("command.hall_load"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help=say("option.hall.on"))
@click.option("--replace", is_flag=True, help=say("option.hall.replace"))
@config_option
@clock_option
def load(file: Path, on: datetime | None, replace: bool, config_path: Path, clock_spec: str) -> None:
    """`balai hall load`."""
    source, clock = Source.read(file), parse_clock(clock_spec)
    wanted = read_hall(source)
    with opened(config_path, Permission.HALL_CHANGE) as (_, store):
        told = put_in_force(store, wanted, clock, on.date() if on else None, replaces=replace)
        store.run(lambda connection: put_text(connection, wanted.hall.id, read_text(file)))
        trail_of(store, wanted.hall.id, clock).note(Did.CONFIGURATION_CHANGED, ACTOR)
    why = say("cli.in_force.in_use", in_use=", ".join(told.in_use)) if told.in_use else ""
    name = f"{wanted.hall.name} ({wanted.hall.id})"
    click.echo(say(f"cli.in_force.{told.since}", name=name, on=told.on, why=why))
    for warning in (*source.notes, *warnings(wanted, clock.now().date())):
        click.echo(say("cli.warning", warning=warning), err=True)


@hall.command("withdraw", help=help_of("command.hall_withdraw"))
@config_option
def withdraw_change(config_path: Path) -> None:
    """`balai hall withdraw`."""
    with opened_hall(config_path, Permission.HALL_CHANGE) as (hall_id, store, clock):
        withdraw(store, hall_id, clock)
        trail_of(store, hall_id, clock).note(Did.CONFIGURATION_WITHDRAWN, ACTOR)
    click.echo(say("cli.hall.withdrawn"))


@hall.command("show", help=help_of("command.hall_show"))
@config_option
def show(config_path: Path) -> None:
    """`balai hall show`."""
    with opened_hall(config_path, Permission.HALL_READ) as (hall_id, store, clock):
        config, waits = store.halls.get(hall_id), scheduled(store, hall_id, clock)
    assert config is not None
    if waits is not None:
        click.echo(say("cli.hall.waits", on=waits.on))
    click.echo(f"{config.hall.name}, {config.hall.regency} ({config.hall.id}, {config.hall.time_zone})")
    for agency in config.agencies:
        numbers = ", ".join(str(c.number) for c in config.counters if c.agency_id == agency.id)
        counters = say("cli.hall.counters", numbers=numbers)
        click.echo(f"\n{agency.letter}  {agency.name}   {counters}")
        for service in config.services:
            if service.agency_id == agency.id:
                click.echo(f"   {service.id:<28} {service.name}")


@hall.command("export", help=help_of("command.hall_export"))
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help=say("option.hall.output"))
@config_option
def export(output: Path | None, config_path: Path) -> None:
    """`balai hall export`."""
    with opened_hall(config_path, Permission.HALL_READ) as (hall_id, store, _):
        config, text = store.halls.get(hall_id), store.versions.text(hall_id)
    assert config is not None
    made = toml_of(config, text)
    if output is None:
        click.echo(made, nl=False)
    else:
        output.write_text(made, encoding="utf-8")
        click.echo(say("cli.wrote", file=output))
