"""balai device"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from balai.words.said import help_of, say
from server.auth.roles import DEVICE_ROLES, Permission
from server.cli.common import PlainGroup, config_option, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.store.kept.devices import Device
from server.usecases.at_once import directly
from server.usecases.devices.devices import Enrolment


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
    with enrolment_at(config_path) as enrolment:
        token = enrolment.enrol(ACTOR, new)
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
    with enrolment_at(config_path) as enrolment:
        enrolment.withdraw(ACTOR, device_id)
    click.echo(say("cli.device.withdrawn", device_id=device_id))


@device.command("token", help=help_of("command.device_token"))
@click.argument("device_id", metavar="ID")
@config_option
def renew_token(device_id: str, config_path: Path) -> None:
    """`balai device token`."""
    with enrolment_at(config_path) as enrolment:
        token = enrolment.renew(ACTOR, device_id)
    click.echo(say("cli.device.renewed", device_id=device_id, token=token))


@contextmanager
def enrolment_at(config_path: Path) -> Iterator[Enrolment]:
    """Enrolment at the hub's machine, beside a hub that may be running."""
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (hall_id, store, clock):
        yield Enrolment(store, hall_id, clock, directly, trail_of(store, hall_id, clock))
