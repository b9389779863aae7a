"""Slides of what is going on: who waits where and about how long, missed numbers, quotas that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from balai.protocol.views import ServiceView
from balai.words import Words
from balai.words.dates import long_date
from display.picture.board import Board
from display.picture.scene import Info, QueueRow
from display.picture.words import service_name
from display.slides.papers import Wrap, listed, numbered

#: Agencies and missed numbers on a slide, and on one of an upright panel.
QUEUE_ROWS, UPRIGHT_QUEUE_ROWS, NUMBERS, UPRIGHT_NUMBERS = 5, 4, 6, 4
#: So many missed numbers are named at most, the latest.
MOST_MISSED = 12
#: A wait is told in steps of so many minutes, from and to so much of what it should take.
STEP, EARLY, LATE = 5, 0.75, 1.25
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


def waiting_slides(board: Board, say: Words, rows: int = QUEUE_ROWS) -> tuple[Info, ...]:
    """How many wait for each agency of this wall, and about how long, as far as the hub has told it."""
    found = list(_waits(board, say))
    pages = [tuple(found[first : first + rows]) for first in range(0, len(found), rows)]
    return numbered([Info(say("wall.waiting_now"), queues=page) for page in pages], say)


def missed_slides(board: Board, say: Words, most: int = NUMBERS) -> tuple[Info, ...]:
    """The numbers that were called and did not come, and where to go."""
    numbers = board.missed_numbers[:MOST_MISSED]
    pages = [numbers[first : first + most] for first in range(0, len(numbers), most)]
    title, foot = say("wall.not_come"), say.lines("wall.missed")[1]
    return numbered([Info(title, numbers=page, foot=foot) for page in pages], say)


def gone_slides(board: Board, wrap: Wrap, say: Words, rows: int) -> tuple[Info, ...]:
    """The services of this wall whose quota is used up, with the day on which numbers are given again."""
    if board.queues is None:
        return ()
    shown = {cell.counter.number for cell in board.cells}
    full = [s for s in board.view.services if s.id in board.queues.full and shown.intersection(s.counters)]
    told = [f"{service_name(s, say)}{_day(say, board.queues.again.get(s.id))}" for s in full]
    return listed(say("wall.quota_gone"), told, wrap, say, rows)


def _waits(board: Board, say: Words) -> Iterable[QueueRow]:
    if board.queues is None:
        return
    counters = [cell.counter for cell in board.cells]
    for agency in board.view.agencies:
        desks = [counter for counter in counters if counter.agency_id == agency.id]
        working = sum(counter.status == "open" for counter in desks)
        services = [s for s in board.view.services if s.agency_id == agency.id]
        waiting = sum(board.queues.waiting.get(service.id, 0) for service in services)
        if not desks or not (working or waiting):
            continue
        work = sum(board.queues.waiting.get(s.id, 0) * s.service_minutes for s in services)
        yield QueueRow(agency.short_name or agency.name, str(waiting), _about(say, work, working))


def _about(say: Words, work: float, working: int) -> str:
    """About how long somebody who comes now waits, from and to in steps of five minutes."""
    if not work or not working:
        return ""
    least, most = (max(STEP, STEP * round(share * work / working / STEP)) for share in (EARLY, LATE))
    return say("wall.about_minutes", least=least, most=max(most, least + STEP))


def _day(say: Words, again: date | None) -> str:
    return say("wall.again_on", day=long_date(again, say.language)) if again else ""
