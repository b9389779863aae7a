"""Slides of what is going on: who waits where and about how long, missed numbers, quotas that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from balai.protocol.views import ServiceView
from balai.words import Words
from balai.words.dates import long_date
from display.picture.board import Board
from display.picture.scene import Info, InfoRow

#: Rows of a slide. A wait is told in steps of so many minutes, from and to so much of what it should take.
ROWS, STEP, EARLY, LATE = 4, 5, 0.75, 1.25
#: So many services at most have their papers told in one round, those for which somebody waits first.
MOST_SERVICES = 24


def open_services(board: Board) -> list[ServiceView]:
    """The services of this wall that are open now, those for which somebody waits first; before anything is
    open, all of them."""
    open_now = {cell.counter.number for cell in board.cells if cell.counter.status != "closed"}
    numbers = open_now or {cell.counter.number for cell in board.cells}
    waiting = board.queues.waiting if board.queues else {}
    found = [service for service in board.view.services if numbers.intersection(service.counters)]
    return sorted(found, key=lambda service: -waiting.get(service.id, 0))[:MOST_SERVICES]


def queue_slides(board: Board, rows: int = ROWS) -> tuple[Info, ...]:
    """What is going on now, as far as the hub has told it; so many rows on a slide."""
    say = board.say
    missed = (
        [", ".join(number for _, number in board.missed), say.lines("wall.missed")[1]] if board.missed else []
    )
    told = (
        (say("wall.waiting_now"), _waits(board)),
        (say("wall.not_come"), missed),
        (say("wall.quota_gone"), _gone(board)),
    )
    return tuple(
        Info(title, rows=tuple(InfoRow("", text) for text in texts[first : first + rows]), notice=True)
        for title, found in told
        for texts in (list(found),)
        for first in range(0, len(texts), rows)
    )


def _waits(board: Board) -> Iterable[str]:
    if board.queues is None:
        return
    for agency in board.view.agencies:
        desks = [c.counter for c in board.cells if c.counter.agency_id == agency.id]
        working = sum(counter.status == "open" for counter in desks)
        services = [s for s in board.view.services if s.agency_id == agency.id]
        waiting = sum(board.queues.waiting.get(service.id, 0) for service in services)
        if not desks or not (working or waiting):
            continue
        work = sum(board.queues.waiting.get(s.id, 0) * s.service_minutes for s in services)
        name = agency.short_name or agency.name
        yield board.say("wall.people", name=name, count=waiting) + _about(board.say, work, working)


def _about(say: Words, work: float, working: int) -> str:
    """About how long somebody who comes now waits, from and to in steps of five minutes."""
    if not work or not working:
        return ""
    least, most = (max(STEP, STEP * round(share * work / working / STEP)) for share in (EARLY, LATE))
    return say("wall.about_minutes", least=least, most=max(most, least + STEP))


def _gone(board: Board) -> list[str]:
    if board.queues is None:
        return []
    shown = {cell.counter.number for cell in board.cells}
    full = [s for s in board.view.services if s.id in board.queues.full and shown.intersection(s.counters)]
    return [f"{s.name}{_day(board, board.queues.again.get(s.id))}" for s in full]


def _day(board: Board, again: date | None) -> str:
    return board.say("wall.again_on", day=long_date(again, board.say.language)) if again else ""
