"""What the wall tells of opening hours: what closes soon, and the closed hall. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from balai.domain.hall.hours import AgencyDay
from display.picture import words
from display.picture.board import AT_COUNTER, Board
from display.picture.scene import Rest

#: What closes with the rest of the hall is told this long before its last number.
SOON = timedelta(minutes=60)
_MOST_NAMES = 2


def closing(board: Board, now: datetime, zone: tzinfo) -> tuple[str, str] | None:
    """The next of the wall's agencies to close today: all day if it closes before the others, the last
    hour otherwise."""
    shown = {cell.counter.agency_id for cell in board.cells}
    ours = [hours for hours in board.view.wall.hours if hours.agency_id in shown]
    ahead = [hours for hours in ours if hours.opens <= now < hours.closes]
    if not ahead:
        return None
    first = min(ahead, key=lambda hours: (hours.closes, hours.last_ticket))
    early = first.closes < max(hours.closes for hours in ours)
    if not early and now < first.last_ticket - SOON:
        return None
    together = [h for h in ahead if h.closes == first.closes]
    last = min(hours.last_ticket for hours in together)
    names = _names(board, together, everybody=len(together) == len(ahead))
    return words.closes(names, words.clock_time(first.closes, zone), words.clock_time(last, zone))


def _names(board: Board, hours: list[AgencyDay], *, everybody: bool) -> list[str]:
    if everybody and len(hours) > 1:
        return [words.ALL_COUNTERS]
    found = [board.agency(h.agency_id) for h in hours]
    names = [agency.short_name or agency.name for agency in found if agency is not None]
    if len(names) <= _MOST_NAMES + 1:
        return names
    return [*names[:_MOST_NAMES], words.others(len(names) - _MOST_NAMES)]


def resting(board: Board, now: datetime, zone: tzinfo) -> Rest | None:
    """The closed hall, or None while it is open or somebody still works."""
    wall = board.view.wall
    working = any(
        c.status != "closed" or (c.leg is not None and c.leg.state in AT_COUNTER) for c in board.view.counters
    )
    if working or not wall.dated or board.down_since is not None:
        return None
    opens = min((hours.opens for hours in wall.hours), default=None)
    if opens is not None and now < opens:
        return Rest(words.NOT_YET_OPEN, words.opens_at(opens, now, zone), _tickets(board, now, zone), "clock")
    if opens is not None and now < max(hours.closes for hours in wall.hours):
        return None
    later = words.opens_at(wall.next_opens, now, zone) if wall.next_opens else ""
    if opens is not None:
        return Rest(words.CLOSED_NOW, later, words.ONLY_TODAY)
    return Rest(words.CLOSED_TODAY, later, wall.closed_for)


def _tickets(board: Board, now: datetime, zone: tzinfo) -> str:
    begins = board.view.wall.tickets_from
    if begins is None or begins <= now:
        return words.TAKE_NUMBER
    return words.numbers_from(words.clock_time(begins, zone))
