"""What the wall tells of opening hours: what closes soon, and the closed hall. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from balai.domain.hall.hours import AgencyDay
from balai.words import Words
from balai.words.dates import clock_time, together
from display.picture.board import AT_COUNTER, Board
from display.picture.scene import Rest
from display.picture.words import opens_at

#: What closes with the rest of the hall is told this long before its last number.
SOON = timedelta(minutes=60)
_MOST_NAMES = 2


def closing(board: Board, now: datetime, zone: tzinfo, say: Words | None = None) -> tuple[str, str] | None:
    """The next of the wall's agencies to close today: all day if it closes before the others, the last
    hour otherwise. In the hall's language, or in that of `say`."""
    say = say or board.say
    shown = {cell.counter.agency_id for cell in board.cells}
    ours = [hours for hours in board.view.wall.hours if hours.agency_id in shown]
    ahead = [hours for hours in ours if hours.opens <= now < hours.closes]
    if not ahead:
        return None
    first = min(ahead, key=lambda hours: (hours.closes, hours.last_ticket))
    early = first.closes < max(hours.closes for hours in ours)
    if not early and now < first.last_ticket - SOON:
        return None
    alike = [h for h in ahead if h.closes == first.closes]
    last = min(hours.last_ticket for hours in alike)
    names = _names(board, alike, say, everybody=len(alike) == len(ahead))
    heavy, plain = say.lines(
        "wall.closes",
        who=together(names, say.language),
        time=clock_time(first.closes, zone, say.language),
        last=clock_time(last, zone, say.language),
    )
    return heavy, plain


def _names(board: Board, hours: list[AgencyDay], say: Words, *, everybody: bool) -> list[str]:
    if everybody and len(hours) > 1:
        return [say("wall.all_counters")]
    found = [board.agency(h.agency_id) for h in hours]
    names = [agency.short_name or agency.name for agency in found if agency is not None]
    if len(names) <= _MOST_NAMES + 1:
        return names
    return [*names[:_MOST_NAMES], say("wall.more_names", count=len(names) - _MOST_NAMES)]


def resting(board: Board, now: datetime, zone: tzinfo) -> Rest | None:
    """The closed hall, or None while it is open or somebody still works."""
    rest = _resting(board, now, zone, board.say)
    if rest is None or board.beside is None:
        return rest
    other = _resting(board, now, zone, board.beside)
    # A holiday's name has no other language.
    hint = "" if other is None or other.hint == rest.hint else other.hint
    return replace(rest, beside=(other.title, other.opens, hint)) if other else rest


def _resting(board: Board, now: datetime, zone: tzinfo, say: Words) -> Rest | None:
    wall = board.view.wall
    working = any(
        c.status != "closed" or (c.leg is not None and c.leg.state in AT_COUNTER) for c in board.view.counters
    )
    if working or not wall.dated or board.down_since is not None:
        return None
    opens = min((hours.opens for hours in wall.hours), default=None)
    if opens is not None and now < opens:
        when = opens_at(opens, now, zone, say)
        return Rest(say("wall.not_yet_open"), when, _tickets(board, now, zone, say), "clock")
    if opens is not None and now < max(hours.closes for hours in wall.hours):
        return None
    later = opens_at(wall.next_opens, now, zone, say) if wall.next_opens else ""
    if opens is not None:
        stays = wall.over_night == "order"
        return Rest(say("wall.closed_now"), later, say("wall.number_stays" if stays else "wall.only_today"))
    return Rest(say("wall.closed_today"), later, wall.closed_for)


def _tickets(board: Board, now: datetime, zone: tzinfo, say: Words) -> str:
    begins = board.view.wall.tickets_from
    if begins is None or begins <= now:
        return say("wall.take_number")
    return say("wall.numbers_from", time=clock_time(begins, zone, say.language))
