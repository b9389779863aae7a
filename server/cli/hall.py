"""balai hall"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from balai.clock import parse_clock
from balai.config import Source
from balai.hall_file.holidays_proposed import holidays_command
from balai.hall_file.read import read_hall
from balai.hall_file.warn import warnings
from server.auth.roles import Permission
from server.cli.common import PlainGroup, clock_option, config_option, opened, opened_hall
from server.hall_export import hall_toml
from server.usecases.configuration import put_in_force, scheduled, withdraw


@click.group(cls=PlainGroup)
def hall() -> None:
    """Check a hall's configuration and load it."""


hall.add_command(holidays_command)
_SINCE = {
    "now": "In force now: {name}.",
    "already": "In force already: {name}. Nothing was changed.",
    "waits": "Waits: {name}. It is put in force by itself when the day {on} opens.{why}",
}
_IN_USE = " Today still needs: {in_use}."


@hall.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def check(file: Path) -> None:
    """Read a hall's file and say what is wrong in it. Nothing is changed, and no hub is needed."""
    source = Source.read(file)
    wanted = read_hall(source)
    for warning in (*source.notes, *warnings(wanted, parse_clock("system").now().date())):
        click.echo(f"Warning: {warning}", err=True)
    counts = (
        f"{len(wanted.agencies)} agencies, {len(wanted.services)} services, {len(wanted.counters)} counters"
    )
    click.echo(f"{file} can be loaded: {wanted.hall.name} ({wanted.hall.id}), {counts}. Nothing was changed.")


@hall.command("load")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Put it in force when this day opens.")
@click.option("--replace", is_flag=True, help="In the place of another change that waits.")
@config_option
@clock_option
def load(file: Path, on: datetime | None, replace: bool, config_path: Path, clock_spec: str) -> None:
    """Put a hall's file in force, at once or when a later day opens; twice changes nothing. What today still
    needs of the one before lets it wait for the next day."""
    source, clock = Source.read(file), parse_clock(clock_spec)
    wanted = read_hall(source)
    with opened(config_path, Permission.HALL_CHANGE) as (_, store):
        told = put_in_force(store, wanted, clock, on.date() if on else None, replaces=replace)
    why = _IN_USE.format(in_use=", ".join(told.in_use)) if told.in_use else ""
    name = f"{wanted.hall.name} ({wanted.hall.id})"
    click.echo(_SINCE[told.since].format(name=name, on=told.on, why=why))
    for warning in (*source.notes, *warnings(wanted, clock.now().date())):
        click.echo(f"Warning: {warning}", err=True)


@hall.command("withdraw")
@config_option
def withdraw_change(config_path: Path) -> None:
    """Take back the change that waits for a later day."""
    with opened_hall(config_path, Permission.HALL_CHANGE) as (hall_id, store, clock):
        withdraw(store, hall_id, clock)
    click.echo("Taken back. What is in force stays in force.")


@hall.command("show")
@config_option
def show(config_path: Path) -> None:
    """What is in force: agencies, their services and counters; and what waits for a later day."""
    with opened_hall(config_path, Permission.HALL_READ) as (hall_id, store, clock):
        config, waits = store.halls.get(hall_id), scheduled(store, hall_id, clock)
    assert config is not None
    if waits is not None:
        click.echo(f"A change waits and is put in force when the day {waits.on} opens.")
    click.echo(f"{config.hall.name}, {config.hall.regency} ({config.hall.id}, {config.hall.time_zone})")
    for agency in config.agencies:
        numbers = ", ".join(str(c.number) for c in config.counters if c.agency_id == agency.id)
        click.echo(f"\n{agency.letter}  {agency.name}   counters: {numbers}")
        for service in config.services:
            if service.agency_id == agency.id:
                click.echo(f"   {service.id:<28} {service.name}")


@hall.command("export")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@config_option
def export(output: Path | None, config_path: Path) -> None:
    """Write what is in force as a hall's file, which `load` reads back equal."""
    with opened_hall(config_path, Permission.HALL_READ) as (hall_id, store, _):
        config = store.halls.get(hall_id)
    assert config is not None
    if output is None:
        click.echo(hall_toml(config), nl=False)
    else:
        output.write_text(hall_toml(config), encoding="utf-8")
        click.echo(f"Wrote {output}.")
