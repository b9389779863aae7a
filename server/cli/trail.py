"""balai log trail: who did what outside the day's commands"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from balai.domain.log import stamp
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import config_option, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.cli.store import log
from server.store.kept.accounts import actor_of
from server.store.kept.trail import TrailEntry
from server.usecases.trail import Did


@log.command("trail", help=help_of("command.log_trail"))
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help=say("option.log.limit")
)
@click.option("--json", "as_json", is_flag=True, help=say("option.log.json_lines"))
@config_option
def show_trail(limit: int, as_json: bool, config_path: Path) -> None:
    """`balai log trail`."""
    with opened_hall(config_path, Permission.TRAIL_READ) as (hall_id, store, clock):
        trail = trail_of(store, hall_id, clock)
        trail.note(Did.TRAIL_READ, ACTOR)
        entries = trail.entries(None, limit)
        config = store.halls.get(hall_id)
        names = {account.actor: account.username for account in store.accounts.all(hall_id)}
    assert config is not None
    for entry in reversed(entries):
        click.echo(json.dumps(_data(entry)) if as_json else _line(entry, config.zone, names))


def _data(entry: TrailEntry) -> dict[str, object]:
    return {**asdict(entry), "at": stamp(entry.at), "until": stamp(entry.until)}


def _line(entry: TrailEntry, zone: ZoneInfo, names: dict[str, str]) -> str:
    who = names.get(entry.actor, entry.actor) or "-"
    about = names.get(actor_of(entry.about), entry.about)
    times = f"x{entry.times}" if entry.times > 1 else ""
    told = " ".join(word for word in (about, entry.detail, times) if word)
    return f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}  {entry.what:<24} {who:<20} {told}".rstrip()
