"""balai db, balai log"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from balai.domain.entry import Entry
from balai.domain.hall.config import HallConfig
from balai.errors import BalaiError
from balai.words.said import help_of, say
from server.auth.roles import Permission
from server.cli.common import PlainGroup, clock_option, config_option, opened, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.config import load_config
from server.store import Store, migrate
from server.store.day.upkeep.archive import SINCE as ARCHIVES_SINCE
from server.usecases.reports.days import rebuild_reports
from server.usecases.trail import Did
from server.views.days import audited, latest_day

#: The longest: nothing goes before its time.
YEAR = timedelta(days=366)


@click.group(cls=PlainGroup, help=help_of("command.db"))
def db() -> None:
    """`balai db`."""


@db.command("upgrade", help=help_of("command.db_upgrade"))
@config_option
def upgrade(config_path: Path) -> None:
    """`balai db upgrade`."""
    with opened(config_path, Permission.STORE_MAINTAIN, upgrades=True) as (_, store):
        store.check()
        click.echo(say("cli.tables_current", url=store.url.render_as_string()))


@db.command("archive", help=help_of("command.db_archive"))
@click.option(
    "--days",
    type=click.IntRange(min=31),
    help=say("option.archive.days"),
)
@config_option
@clock_option
def archive(days: int | None, config_path: Path, clock_spec: str) -> None:
    """`balai db archive`."""
    with opened_hall(config_path, Permission.STORE_MAINTAIN, clock_spec) as (hall_id, store, clock):
        policy, today = load_config(config_path).keeping, clock.now().date()
        before = today - timedelta(days=days or policy.archive_days)
        click.echo(say("cli.archived", days=store.archive(hall_id, before.isoformat()), hall_id=hall_id))
        if policy.years is not None:
            gone = store.let_go(hall_id, (_come_to(store, hall_id, today) - policy.years * YEAR).isoformat())
            if gone:
                trail_of(store, hall_id, clock).note(Did.DAYS_LET_GO, ACTOR, detail=str(gone))
            click.echo(say("cli.let_go", days=gone, hall_id=hall_id, years=policy.years))


def _come_to(store: Store, hall_id: str, today: date) -> date:
    """How far the hall has come: to its newest day, whatever date the clock shows. A clock that is ahead may
    cost no day."""
    with suppress(BalaiError):  # there is none yet
        return min(today, date.fromisoformat(latest_day(store, hall_id)))
    return today


@db.command("downgrade", help=help_of("command.db_downgrade"))
@click.argument("version")
@config_option
def downgrade(version: str, config_path: Path) -> None:
    """`balai db downgrade`."""
    with opened(config_path, Permission.STORE_MAINTAIN, upgrades=True) as (_, store):
        if version < ARCHIVES_SINCE:
            store.bring_back()
        migrate.downgrade(store.write, version)
        click.echo(say("cli.tables_downgraded", version=version))


@db.command("rebuild", help=help_of("command.db_rebuild"))
@config_option
def rebuild(config_path: Path) -> None:
    """`balai db rebuild`."""
    with opened_hall(config_path, Permission.STORE_MAINTAIN) as (hall_id, store, clock):
        days = store.rebuild(hall_id)
        rebuild_reports(store, hall_id)
        trail_of(store, hall_id, clock).note(Did.TABLES_REBUILT, ACTOR)
    click.echo(say("cli.rebuilt", days=days, hall_id=hall_id))


@click.group(cls=PlainGroup, help=help_of("command.log"))
def log() -> None:
    """`balai log`."""


@log.command("verify", help=help_of("command.log_verify"))
@click.option("--day", help=say("option.log.one_day"))
@click.option("--json", "as_json", is_flag=True, help=say("option.log.verify_json"))
@config_option
def verify(day: str | None, config_path: Path, *, as_json: bool) -> None:
    """`balai log verify`."""
    with opened_hall(config_path, Permission.LOG_READ) as (hall_id, store, _):
        checks = audited(store, hall_id, day)
    if as_json:
        intact = not any(check.fault for check in checks)
        click.echo(json.dumps({"intact": intact, "days": [asdict(check) for check in checks]}))
        raise SystemExit(0 if intact else 1)
    for check in checks:
        verdict = (
            say("cli.verify.broken", seq=check.seq, fault=check.fault)
            if check.fault
            else say("cli.verify.intact", hash=check.hash[:16])
        )
        entries = say("cli.verify.entries", count=check.entries)
        click.echo(f"{check.hall_id}  {check.day}  {entries}  {verdict}")
    broken = [check for check in checks if check.fault]
    if broken:
        raise click.ClickException(say("cli.verify.not_as_written", broken=len(broken), days=len(checks)))
    click.echo(say("cli.verify.done", days=len(checks)))


@log.command("show", help=help_of("command.log_show"))
@click.option("--day", help=say("option.log.day"))
@click.option("--after", type=int, default=0, help=say("option.log.after"))
@click.option("--json", "as_json", is_flag=True, help=say("option.log.json_lines"))
@config_option
def show(day: str | None, after: int, as_json: bool, config_path: Path) -> None:
    """`balai log show`."""
    with opened_hall(config_path, Permission.LOG_READ) as (hall_id, store, clock):
        trail_of(store, hall_id, clock).note(Did.LOG_READ, ACTOR, detail=day or "")
        config = store.halls.get(hall_id)
        chosen = day or latest_day(store, hall_id)
        entries = store.entries(hall_id, chosen, after)
    assert config is not None
    for entry in entries:
        click.echo(json.dumps(asdict(entry), ensure_ascii=False) if as_json else _line(entry, config))


def _line(entry: Entry, config: HallConfig) -> str:
    local = datetime.fromisoformat(entry.at).astimezone(config.zone)
    body = json.loads(entry.body)
    if "config" in body:
        body["config"] = say("cli.log.configuration")
    told = " ".join(f"{name}={value}" for name, value in body.items() if value is not None)
    return f"{entry.seq:>6}  {local:%H:%M:%S}  {entry.type:<22} {entry.actor:<20} {told}"
