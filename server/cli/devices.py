"""balai device"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import click

from server.cli.common import PlainGroup, config_option, opened_hall
from server.store.kept.devices import Device

KINDS = ("kiosk", "display")


@click.group(cls=PlainGroup)
def device() -> None:
    """Enrol kiosks and displays, and withdraw them."""


@device.command("add")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("device_id", metavar="ID")
@click.option("--name", default="", help="What people call it.")
@config_option
def add_device(kind: str, device_id: str, name: str, config_path: Path) -> None:
    """Enrol a device and show its token, once: put it into the device's own file."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", device_id):
        raise click.UsageError(
            f"{device_id!r} is no id: use small letters, digits and hyphens, such as kios-1."
        )
    token = secrets.token_urlsafe(32)
    with opened_hall(config_path) as (hall_id, store, clock):
        store.devices.add(Device(device_id, hall_id, kind, name or device_id), token, clock.now())
    click.echo(f"Enrolled {kind} {device_id}. Its token, shown this once: {token}")


@device.command("list")
@config_option
def list_devices(config_path: Path) -> None:
    """The enrolled devices and what each said last."""
    with opened_hall(config_path) as (hall_id, store, _):
        for one in store.devices.all(hall_id):
            seen = one.status_at.isoformat(timespec="seconds") if one.status_at else "never"
            state = (one.status or {}).get("state", "-")
            click.echo(f"{one.id:<24} {one.kind:<8} {state:<9} last heard: {seen}")


@device.command("remove")
@click.argument("device_id", metavar="ID")
@config_option
def remove_device(device_id: str, config_path: Path) -> None:
    """Withdraw a device; its token is worth nothing a few seconds later."""
    with opened_hall(config_path) as (_, store, clock):
        if not store.devices.withdraw(device_id, clock.now()):
            raise click.ClickException(f"No device {device_id!r} is enrolled; nothing was changed.")
    click.echo(f"Withdrew {device_id}.")
