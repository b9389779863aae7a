"""balai hall"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from balai.clock import Clock, parse_clock
from balai.config import Source
from balai.domain.commands import ChangeConfiguration
from balai.domain.hall.config import HallConfig
from balai.hall_file.check import warnings
from balai.hall_file.holidays_proposed import holidays_command
from balai.hall_file.read import read_hall
from server.cli.common import PlainGroup, clock_option, config_option, opened, opened_hall
from server.hall_export import hall_toml
from server.store import Job, Store
from server.usecases.asking import settle


@click.group(cls=PlainGroup)
def hall() -> None:
    """Check a hall's configuration and load it."""


hall.add_command(holidays_command)


@hall.command("load")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@clock_option
def load(file: Path, config_path: Path, clock_spec: str) -> None:
    """Put a hall's file in force, at once and from the next day on; twice changes nothing."""
    source, clock = Source.read(file), parse_clock(clock_spec)
    wanted = read_hall(source)
    with opened(config_path) as (_, store):
        changed = put_in_force(store, wanted, clock)
    name = f"{wanted.hall.name} ({wanted.hall.id})"
    click.echo(f"In force now: {name}." if changed else f"In force already: {name}. Nothing was changed.")
    for warning in (*source.notes, *warnings(wanted)):
        click.echo(f"Warning: {warning}", err=True)


def put_in_force(store: Store, wanted: HallConfig, clock: Clock) -> bool:
    """Load a configuration; False where it is in force already.

    Raises Refusal where the day that is open still needs what would go.
    """
    if store.halls.get(wanted.hall.id) == wanted:
        return False
    today = clock.now().astimezone(ZoneInfo(wanted.hall.time_zone)).date().isoformat()
    if not store.entries(wanted.hall.id, today, 0, 1):
        return store.halls.put(wanted, clock.now())
    writer = store.writer(wanted.hall.id, clock)
    try:
        outcome = writer.commit([Job(ChangeConfiguration(config=wanted))]).outcomes[0]
    finally:
        writer.close()
    settle(outcome)
    return True


@hall.command("show")
@config_option
def show(config_path: Path) -> None:
    """What is in force: agencies, their services and counters."""
    with opened_hall(config_path) as (hall_id, store, _):
        config = store.halls.get(hall_id)
    assert config is not None
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
    with opened_hall(config_path) as (hall_id, store, _):
        config = store.halls.get(hall_id)
    assert config is not None
    if output is None:
        click.echo(hall_toml(config), nl=False)
    else:
        output.write_text(hall_toml(config), encoding="utf-8")
        click.echo(f"Wrote {output}.")
