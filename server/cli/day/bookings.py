"""balai hall booking: times booked, listed and taken back at the hub's machine"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click
from pydantic import ValidationError

from balai.domain.hall.localtime import instant
from balai.hall_file.calendar import clock_of
from balai.protocol import requests as r
from balai.protocol.managed.bookings import BookingRow
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import PlainGroup, clock_option, config_option, opened_hall
from server.cli.halls import hall
from server.usecases.asking import Kept
from server.usecases.at_once import AtOnce, todays_log
from server.usecases.day import bookings

ACTOR = "system"


@hall.group("booking", cls=PlainGroup, help=help_of("command.booking"))
def booking() -> None:
    """`balai hall booking`."""


@booking.command("make", help=help_of("command.booking_make"))
@click.argument("service")
@click.argument("day")
@click.argument("time")
@click.option("--persons", type=click.IntRange(1, 50), default=1, help=say("option.booking.persons"))
@click.option("--reference", default=None, help=say("option.booking.reference"))
@config_option
@clock_option
def make(
    service: str, day: str, time: str, persons: int, reference: str | None, config_path: Path, clock_spec: str
) -> None:
    """`balai hall booking make`."""
    with _log(config_path, Permission.BOOKINGS_CHANGE, clock_spec) as log:
        request = _asked(log, service, day, time, persons, reference)
        row = _row(bookings.make(log, ACTOR, log.day, request))
        click.echo(say("cli.booking.made", code=row.code, when=_when(log, row)))


@booking.command("cancel", help=help_of("command.booking_cancel"))
@click.argument("code")
@config_option
@clock_option
def cancel(code: str, config_path: Path, clock_spec: str) -> None:
    """`balai hall booking cancel`."""
    with _log(config_path, Permission.BOOKINGS_CHANGE, clock_spec) as log:
        row = _row(bookings.cancel(log, ACTOR, code, r.Change(request_id=uuid.uuid4())))
        click.echo(say("cli.booking.cancelled", code=row.code))


@booking.command("list", help=help_of("command.booking_list"))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help=say("option.booking.on"))
@config_option
@clock_option
def list_bookings(on: datetime | None, config_path: Path, clock_spec: str) -> None:
    """`balai hall booking list`."""
    with _log(config_path, Permission.BOOKINGS_READ, clock_spec) as log:
        told = bookings.listed(log.day, on.date() if on else log.day.date)
        for row in told.bookings:
            who = f"{row.service_id:<20} {row.persons:>3}  {row.state} {row.number or ''}"
            click.echo(f"{row.code:<20} {_when(log, row)}  {who}".rstrip())
        for block in told.blocks:
            span = f"{block.opens}-{block.closes}"
            click.echo(
                say(
                    "cli.booking.room",
                    service=block.service_id,
                    span=span,
                    taken=block.taken,
                    quota=block.quota,
                )
            )


@contextmanager
def _log(config_path: Path, permission: Permission, clock_spec: str) -> Iterator[AtOnce]:
    with (
        opened_hall(config_path, permission, clock_spec) as (hall_id, store, clock),
        todays_log(store, hall_id, clock) as log,
    ):
        if log is None:
            raise click.ClickException(say("cli.booking.no_day"))
        yield log


def _asked(
    log: AtOnce, service: str, day: str, time: str, persons: int, reference: str | None
) -> r.MakeBooking:
    try:
        slot = instant(date.fromisoformat(day), clock_of(time), log.day.config.zone)
        return r.MakeBooking(
            request_id=uuid.uuid4(), service_id=service, slot=slot, persons=persons, reference=reference
        )
    except (ValueError, ValidationError) as fault:
        raise click.ClickException(
            say("cli.booking.not_read", typed=f"{day} {time}", service=service)
        ) from fault


def _row(kept: Kept) -> BookingRow:
    return BookingRow.model_validate_json(kept.text)


def _when(log: AtOnce, row: BookingRow) -> str:
    return f"{row.slot.astimezone(log.day.config.zone):%Y-%m-%d %H.%M}"
