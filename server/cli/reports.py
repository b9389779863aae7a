"""balai report"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from balai.domain.day import replay
from balai.domain.log import happened_of
from balai.domain.state import HallDay
from balai.words.said import help_of, machine_language, say
from server.auth.roles import Permission
from server.cli.common import clock_option, config_option, opened_hall
from server.store import Store
from server.usecases.reports.days import ReportDays, Span, checked
from server.usecases.reports.files import Format, file_of
from server.usecases.reports.reporting import Reporting, differing
from server.views.days import latest_day
from server.views.reports.summing import BY, By

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(help=help_of("command.report"))
@click.option("--from", "first", type=_DAY, required=True, metavar="DATE", help=say("option.report.first"))
@click.option("--to", "last", type=_DAY, required=True, metavar="DATE", help=say("option.report.last"))
@click.option(
    "--by", type=click.Choice(BY), default="agency", show_default=True, help=say("option.report.by")
)
@click.option("--check", is_flag=True, help=say("option.report.check"))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help=say("option.report.output")
)
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@clock_option
@config_option
def report(
    first: datetime, last: datetime, by: By, *, check: bool, output: Path | None, as_json: bool,
    clock_spec: str, config_path: Path,
) -> None:  # fmt: skip
    """`balai report`."""
    with opened_hall(config_path, Permission.REPORTS_READ, clock_spec) as (hall_id, store, clock):
        span, day = checked(first.date(), last.date()), _latest(store, hall_id)
        opened = day.date.isoformat()
        if check:
            _check(store, hall_id, span, opened)
            return
        days = ReportDays(store, hall_id, lambda write: write())
        reporting = Reporting(store, hall_id, days, lambda: None)
        answer = reporting.answer(day, clock.now(), span, by, {})
    if output is not None:
        form: Format = "xlsx" if output.suffix == ".xlsx" else "csv"
        output.write_bytes(file_of(answer, form, machine_language())[2])
        click.echo(say("cli.wrote", file=output))
    elif as_json:
        click.echo(answer.model_dump_json())
    else:
        click.echo(file_of(answer, "csv", machine_language())[2].decode("utf-8-sig"))


def _latest(store: Store, hall_id: str) -> HallDay:
    entries = store.entries(hall_id, latest_day(store, hall_id))
    day = replay(happened_of(entry) for entry in entries)
    assert day is not None
    return day


def _check(store: Store, hall_id: str, span: Span, opened: str) -> None:
    wrong = list(differing(store, hall_id, span, opened))
    for day, how in wrong:
        click.echo(f"{day}  {say(f'cli.report.{how}')}")
    if wrong:
        raise click.ClickException(say("cli.report.differs_from_log", count=len(wrong)))
    click.echo(say("cli.report.equal", first=span.first, last=span.last))
