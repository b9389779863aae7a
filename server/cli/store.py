"""balai db, balai log"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from balai.domain.hall.config import HallConfig
from balai.domain.log import Entry
from server.auth.roles import Permission
from server.cli.common import PlainGroup, config_option, opened, opened_hall
from server.views.days import audited, latest_day


@click.group(cls=PlainGroup)
def db() -> None:
    """Create, upgrade and check the hub's database."""


@db.command("upgrade")
@config_option
def upgrade(config_path: Path) -> None:
    """Make the tables, or bring them to this version. A hub does so by itself when it starts."""
    with opened(config_path, Permission.STORE_MAINTAIN) as (_, store):
        store.check()
        click.echo(f"The tables of {store.url.render_as_string()} are up to date.")


@db.command("rebuild")
@config_option
def rebuild(config_path: Path) -> None:
    """Derive the tables for reports anew from the log. The log itself is only read."""
    with opened_hall(config_path, Permission.STORE_MAINTAIN) as (hall_id, store, _):
        days = store.rebuild(hall_id)
    click.echo(f"Read {days} days of {hall_id} and wrote their visits, legs and counter sessions anew.")


@click.group(cls=PlainGroup)
def log() -> None:
    """Read a day's log and verify it."""


@log.command("verify")
@click.option("--day", help="One day (YYYY-MM-DD); else all days and the links between them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: each day with where it broke.")
@config_option
def verify(day: str | None, config_path: Path, *, as_json: bool) -> None:
    """Check that nothing in the log was changed, taken out or put in after it was written.

    Exits 1 and names the day and seq where it broke.
    """
    with opened_hall(config_path, Permission.LOG_READ) as (hall_id, store, _):
        checks = audited(store, hall_id, day)
    if as_json:
        intact = not any(check.fault for check in checks)
        click.echo(json.dumps({"intact": intact, "days": [asdict(check) for check in checks]}))
        raise SystemExit(0 if intact else 1)
    for check in checks:
        verdict = f"BROKEN at seq {check.seq}: {check.fault}" if check.fault else f"intact, {check.hash[:16]}"
        click.echo(f"{check.hall_id}  {check.day}  {check.entries} entries  {verdict}")
    broken = [check for check in checks if check.fault]
    if broken:
        raise click.ClickException(
            f"{len(broken)} of {len(checks)} days are not as they were written. Nothing was changed. "
            "Keep this file, and compare it with a backup from before."
        )
    click.echo(f"{len(checks)} days verified.")


@log.command("show")
@click.option("--day", help="YYYY-MM-DD; else the latest.")
@click.option("--after", type=int, default=0, help="Only what follows this seq.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, all columns as stored.")
@config_option
def show(day: str | None, after: int, as_json: bool, config_path: Path) -> None:
    """Show a day's events in order."""
    with opened_hall(config_path, Permission.LOG_READ) as (hall_id, store, _):
        config = store.halls.get(hall_id)
        chosen = day or latest_day(store, hall_id)
        entries = store.entries(hall_id, chosen, after)
    assert config is not None
    for entry in entries:
        click.echo(json.dumps(asdict(entry), ensure_ascii=False) if as_json else _line(entry, config))


def _line(entry: Entry, config: HallConfig) -> str:
    local = datetime.fromisoformat(entry.at).astimezone(ZoneInfo(config.hall.time_zone))
    body = json.loads(entry.body)
    if "config" in body:
        body["config"] = "(the hall's configuration)"
    told = " ".join(f"{name}={value}" for name, value in body.items() if value is not None)
    return f"{entry.seq:>6}  {local:%H:%M:%S}  {entry.type:<22} {entry.actor:<20} {told}"
