"""balai log explain, balai log replay: what the log says of itself, in words or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from balai.clock import SystemClock
from balai.domain.log import stamp
from balai.domain.state import Happened
from balai.words import LANGUAGES, Language
from balai.words.said import help_of, machine_language, say
from server.auth.roles import Permission
from server.cli.common import config_option, opened, opened_hall
from server.cli.noting import ACTOR, trail_of
from server.cli.store import log
from server.store import HallUnknown, Store
from server.usecases.trail import Did
from server.views import explaining, telling
from server.views.days import verified_day
from server.views.log_lines import lines_of, told


def day_options(command: Any) -> Any:
    """--hall and --day."""
    command = click.option("--hall", help=say("option.log.hall"))(command)
    return click.option(
        "--day", type=click.DateTime(["%Y-%m-%d"]), help=say("option.log.day"), metavar="DATE"
    )(command)


@log.command("explain", help=help_of("command.log_explain"))
@click.argument("number", required=False)
@click.option("--language", type=click.Choice(LANGUAGES), default=machine_language(), show_default=True)
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@day_options
@config_option
def explain_number(
    number: str | None,
    language: Language,
    *,
    as_json: bool,
    hall: str | None,
    day: datetime | None,
    config_path: Path,
) -> None:
    """`balai log explain`."""
    with _day(config_path, hall, day) as (hall_id, date, happened):
        found = explaining.explained(happened, number) if number else None
        notes = found.notes if found else explaining.of_the_hall(happened)
        zone = _zone_of(happened)
    if as_json:
        data = _data(found) if found else {"notes": list(map(_note, notes))}
        click.echo(json.dumps({"hall": hall_id, "day": date, **data}, ensure_ascii=False))
        return
    for line in lines_of(found, language, zone) if found else told(notes, language, zone):
        click.echo(line)


@log.command("replay", help=help_of("command.log_replay"))
@click.option("--until", type=click.IntRange(min=1), metavar="SEQ", help=say("option.log.until"))
@click.option("--json", "as_json", is_flag=True, help=say("option.json"))
@day_options
@config_option
def replay_day(
    until: int | None, *, as_json: bool, hall: str | None, day: datetime | None, config_path: Path
) -> None:
    """`balai log replay`."""
    with _day(config_path, hall, day) as (hall_id, _, happened):
        stood = explaining.until(happened, until or happened[-1].seq)
        state = {"hall": hall_id, **explaining.state_of(stood)}
    if as_json:
        click.echo(json.dumps(state, ensure_ascii=False))
        return
    for line in _drawn(state, stood.config.zone):
        click.echo(line)


@contextmanager
def _day(
    config_path: Path, hall: str | None, day: datetime | None
) -> Iterator[tuple[str, str, list[Happened]]]:
    """A day's log, read and verified. Raises BalaiError with what there is instead."""
    with _hall(config_path, hall) as (hall_id, store):
        noted = trail_of(store, hall_id, SystemClock())
        noted.note(Did.LOG_READ, ACTOR, detail=f"{day:%Y-%m-%d}" if day else "")
        yield hall_id, *verified_day(store, hall_id, f"{day:%Y-%m-%d}" if day else None)


@contextmanager
def _hall(config_path: Path, hall: str | None) -> Iterator[tuple[str, Store]]:
    if hall is None:
        with opened_hall(config_path, Permission.LOG_READ) as (hall_id, store, _):
            yield hall_id, store
        return
    with opened(config_path, Permission.LOG_READ) as (_, store):
        if hall not in store.halls.ids():
            known = ", ".join(store.halls.ids()) or say("cli.none")
            raise HallUnknown(say("error.hall_not_here", hall=repr(hall), known=known))
        yield hall, store


def _zone_of(happened: list[Happened]) -> ZoneInfo:
    first: Any = happened[0].event
    zone: ZoneInfo = first.config.zone
    return zone


def _data(found: explaining.Explained) -> dict[str, Any]:
    data = asdict(found)
    data["issued_at"] = stamp(found.issued_at)
    data["calls"] = [{**asdict(call), "at": stamp(call.at)} for call in found.calls]
    data["notes"] = list(map(_note, found.notes))
    return data


def _note(note: explaining.Note) -> dict[str, Any]:
    params = {name: telling.plain(value) for name, value in note.params.items()}
    return {"seq": note.seq, "at": stamp(note.at), "code": note.code, "params": params}


def _drawn(state: dict[str, Any], zone: ZoneInfo) -> Iterator[str]:
    def clock(text: str) -> str:
        return f"{datetime.fromisoformat(text).astimezone(zone):%H:%M:%S}"

    at, rule = clock(state["at"]), state["rule"]
    after = say("cli.replay.after", seq=state["seq"], at=at, rule=rule)
    yield f"{state['hall']}  {state['day']}  {after}"
    yield say("cli.replay.counters")
    for counter in state["counters"]:
        leg = counter["leg"]
        held = f"{leg['number']} {leg['state']}" if leg else ""
        place = f"   {counter['number']:>3}  {counter['status']:<7}"
        yield f"{place} {counter['holder'] or '-':<20} {held}".rstrip()
    yield say("cli.replay.waiting") if state["waiting"] else say("cli.replay.nobody")
    for service, line in state["waiting"].items():
        waits = (say("cli.replay.waits", number=w["number"], due=clock(w["due"])) for w in line)
        yield f"   {service}: {', '.join(waits)}"
    if state["parked"]:
        yield say("cli.replay.aside", numbers=", ".join(state["parked"]))
    counts = ", ".join(f"{count} {name}" for name, count in state["legs"].items()) or say("cli.none")
    yield say("cli.replay.sum", visits=state["visits"], counts=counts, rights=state["unserved"])


__all__ = ["log"]
