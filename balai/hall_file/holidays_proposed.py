"""National holidays and cuti bersama as proposals for a hall's file. They close nothing until confirmed.

Dates come from the `holidays` library, which needs no network. Those of movable feasts are estimates
until the government's joint decree names them, so a person compares and confirms each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from balai.domain.hall.calendar import ClosedDay
from balai.errors import PartMissing
from balai.words.said import help_of, say

FIRST_YEAR, LAST_YEAR = 2020, 2077
_HEAD = """\
# Usulan hari libur nasional dan cuti bersama {year}.
# Salin ke berkas balai, lalu bandingkan dengan Surat Keputusan Bersama (SKB) tiga menteri.
# Hanya yang bertulisan "confirmed = true" yang menutup balai; hapus yang tidak berlaku.
"""


def proposals(year: int) -> tuple[ClosedDay, ...]:
    """Indonesia's holidays and cuti bersama of a year in order, unconfirmed, one a date.

    Raises PartMissing where the library is not installed.
    """
    try:
        import holidays
    except ModuleNotFoundError as error:
        raise PartMissing(say("error.no_holidays")) from error
    found = holidays.country_holidays("ID", years=year, language="id", categories=("public", "government"))
    return tuple(ClosedDay(day, name) for day, name in sorted(found.items()))


def as_toml(days: Iterable[ClosedDay]) -> str:
    """[[closed]] entries of the whole hall for its file."""
    return "\n".join(
        f"[[closed]]\ndate = {day.date.isoformat()}\nname = {json.dumps(day.name, ensure_ascii=False)}\n"
        f"confirmed = {'true' if day.confirmed else 'false'}\n"
        for day in days
    )


@click.command("holidays", help=help_of("command.hall_holidays"))
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
def holidays_command(year: int) -> None:
    """`balai hall holidays`."""
    try:
        days = proposals(year)
    except PartMissing as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{_HEAD.format(year=year)}\n{as_toml(days)}", nl=False)
