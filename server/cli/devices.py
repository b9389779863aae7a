"""balai device"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from server.auth.roles import DEVICE_ROLES, Permission
from server.cli.common import PlainGroup, config_option, opened_hall
from server.store.kept.devices import Device
from server.usecases.devices.devices import enrol


@click.group(cls=PlainGroup)
def device() -> None:
    """Enrol kiosks and displays, and withdraw them."""


@device.command("add")
@click.argument("kind", type=click.Choice(DEVICE_ROLES))
@click.argument("device_id", metavar="ID")
@click.option("--name", default="", help="What people call it.")
@click.option("--zone", default=None, help="The zone that a display speaks in; left out, any.")
@config_option
def add_device(kind: str, device_id: str, name: str, zone: str | None, config_path: Path) -> None:
    """Enrol a device and show its token, once: put it into the device's own file."""
    new = Device(device_id, "", kind, name or device_id, zone_id=zone)
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (hall_id, store, clock):
        token = enrol(store, replace(new, hall_id=hall_id), clock)
    click.echo(f"Enrolled {kind} {device_id}. Its token, shown this once: {token}")


@device.command("list")
@config_option
def list_devices(config_path: Path) -> None:
    """The enrolled devices and what each said last."""
    with opened_hall(config_path, Permission.DEVICES_READ) as (hall_id, store, _):
        for one in store.devices.all(hall_id):
            seen = one.status_at.isoformat(timespec="seconds") if one.status_at else "never"
            state = (one.status or {}).get("state", "-")
            click.echo(f"{one.id:<24} {one.kind:<8} {state:<9} last heard: {seen}")


@device.command("remove")
@click.argument("device_id", metavar="ID")
@config_option
def remove_device(device_id: str, config_path: Path) -> None:
    """Withdraw a device; its token is worth nothing a few seconds later."""
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (_, store, clock):
        if not store.devices.withdraw(device_id, clock.now()):
            raise click.ClickException(f"No device {device_id!r} is enrolled; nothing was changed.")
    click.echo(f"Withdrew {device_id}.")
