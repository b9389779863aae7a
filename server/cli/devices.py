"""balai device"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from balai.words.said import help_of, say
from server.auth.roles import DEVICE_ROLES, Permission
from server.cli.common import PlainGroup, config_option, opened_hall
from server.store.kept.devices import Device
from server.usecases.devices.devices import enrol


@click.group(cls=PlainGroup, help=help_of("command.device"))
def device() -> None:
    """`balai device`."""


@device.command("add", help=help_of("command.device_add"))
@click.argument("kind", type=click.Choice(DEVICE_ROLES))
@click.argument("device_id", metavar="ID")
@click.option("--name", default="", help=say("option.device.name"))
@click.option("--zone", default=None, help=say("option.device.zone"))
@config_option
def add_device(kind: str, device_id: str, name: str, zone: str | None, config_path: Path) -> None:
    """`balai device add`."""
    new = Device(device_id, "", kind, name or device_id, zone_id=zone)
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (hall_id, store, clock):
        token = enrol(store, replace(new, hall_id=hall_id), clock)
    click.echo(say("cli.device.enrolled", kind=kind, device_id=device_id, token=token))


@device.command("list", help=help_of("command.device_list"))
@config_option
def list_devices(config_path: Path) -> None:
    """`balai device list`."""
    with opened_hall(config_path, Permission.DEVICES_READ) as (hall_id, store, _):
        for one in store.devices.all(hall_id):
            seen = one.status_at.isoformat(timespec="seconds") if one.status_at else say("cli.device.never")
            state = (one.status or {}).get("state", "-")
            click.echo(f"{one.id:<24} {one.kind:<8} {state:<9} {say('cli.device.heard', at=seen)}")


@device.command("remove", help=help_of("command.device_remove"))
@click.argument("device_id", metavar="ID")
@config_option
def remove_device(device_id: str, config_path: Path) -> None:
    """`balai device remove`."""
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (_, store, clock):
        if not store.devices.withdraw(device_id, clock.now()):
            raise click.ClickException(say("cli.device.unknown", device=repr(device_id)))
    click.echo(say("cli.device.withdrawn", device_id=device_id))
