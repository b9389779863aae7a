"""balai hall void: a day that was opened on a wrong clock taken back at the hub's machine"""

from __future__ import annotations

import uuid
from pathlib import Path

import click

from balai.domain.errors import Refusal
from balai.domain.hall.localtime import local_date
from balai.protocol import requests as r
from balai.protocol.answers.day import DayTakenBack
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, opened_hall
from server.cli.halls import hall
from server.cli.noting import ACTOR, trail_of
from server.usecases.at_once import AtOnce, latest_log
from server.usecases.day.voiding import void_day
from server.usecases.trail import Did


@hall.command("void", help=help_of("command.hall_void"))
@click.option("--losing", type=click.IntRange(0), default=0, help=say("option.hall.losing"))
@config_option
@clock_option
def void(losing: int, config_path: Path, clock_spec: str) -> None:
    """`balai hall void`."""
    with opened_hall(config_path, Permission.DAY_VOID, clock_spec) as (hall_id, store, clock):
        with latest_log(store, hall_id, clock) as log:
            date, today = log.day.date, local_date(clock.now(), log.day.config.zone)
            asked = r.VoidDay(request_id=uuid.uuid4(), date=date, losing=losing)
            try:
                done = void_day(log, ACTOR, today, asked)
            except Refusal as refusal:
                raise click.ClickException(_why(log, refusal)) from refusal
        trail_of(store, hall_id, clock).note(Did.DAY_VOIDED, ACTOR)
    click.echo(say("cli.hall.voided", date=date, day=DayTakenBack.model_validate_json(done.text).day))


def _why(log: AtOnce, refusal: Refusal) -> str:
    told = refusal.params
    if refusal.code == "visits_lost":
        numbers = told["numbers"]
        listed = ", ".join(map(str, numbers)) if isinstance(numbers, list) else ""
        return say("cli.hall.would_lose", date=log.day.date, **{**told, "numbers": listed or "-"})
    return say("cli.hall.not_ahead", day=told["day"], today=told["today"])
