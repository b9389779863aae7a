"""balai device"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
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

to_option = click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help=say("option.device.to")
)


@click.group(cls=PlainGroup, help=help_of("command.device"))
def device() -> None:
    """`balai device`."""


@device.command("add", help=help_of("command.device_add"))
@click.argument("kind", type=click.Choice(DEVICE_ROLES))
@click.argument("device_id", metavar="ID")
@click.option("--name", default="", help=say("option.device.name"))
@click.option("--zone", default=None, help=say("option.device.zone"))
@to_option
@config_option
def add_device(
    kind: str, device_id: str, name: str, zone: str | None, to: Path | None, config_path: Path
) -> None:
    """`balai device add`."""
    new = Device(device_id, "", kind, name or device_id, zone_id=zone)
    with token_kept(to) as keep, enrolment_at(config_path) as enrolment:
        keep(enrolment.enrol(ACTOR, new), say("cli.device.enrolled", kind=kind, device_id=device_id))


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
@to_option
@config_option
def renew_token(device_id: str, to: Path | None, config_path: Path) -> None:
    """`balai device token`."""
    with token_kept(to) as keep, enrolment_at(config_path) as enrolment:
        keep(enrolment.renew(ACTOR, device_id), say("cli.device.renewed", device_id=device_id))


@contextmanager
def token_kept(to: Path | None) -> Iterator[Callable[[str, str], None]]:
    """Keeps a token in a file for its owner alone, or shows it once, after a word about what was done. The
    file is opened before the token is made: one that cannot be written costs no device its old token."""
    if to is None:
        yield lambda token, done: click.echo(say("cli.device.token", done=done, token=token))
        return
    try:
        half = to.with_name(f"{to.name}.part")
        half.unlink(missing_ok=True)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as fault:
        raise click.ClickException(say("cli.device.no_file", file=to, why=fault.strerror)) from fault

    def keep(token: str, done: str) -> None:
        os.write(descriptor, f"{token}\n".encode())
        half.replace(to)
        click.echo(say("cli.device.written", done=done, file=to))

    try:
        yield keep
    finally:
        os.close(descriptor)
        half.unlink(missing_ok=True)


@contextmanager
def enrolment_at(config_path: Path) -> Iterator[Enrolment]:
    """Enrolment at the hub's machine, beside a hub that may be running."""
    with opened_hall(config_path, Permission.DEVICES_ENROL) as (hall_id, store, clock):
        yield Enrolment(store, hall_id, clock, directly, trail_of(store, hall_id, clock))
