"""The counters on a wall: which of them stand on this page, and what stands at each. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from balai.words import Words
from balai.words.dates import clock_time
from display.picture.board import Board, Cell
from display.picture.layout import Layout, arrange
from display.picture.panel import Panel
from display.picture.scene import CellScene, Grid, Sign
from display.picture.strips import beside_of


def page_of(board: Board, panel: Panel, turned: int) -> tuple[Layout, int, Sequence[Cell]]:
    """The grid's layout, the page that is shown, and its cells. Where pages turn, counters whose visitor is
    called and not there yet stand first on every page, the latest before all, as far as they leave half of it
    to the others. The last page is filled up with what stood before, so that no place is empty."""
    cells = board.cells
    layout = arrange([cell.number or "" for cell in cells], panel)
    if layout.pages == 1:
        return layout, 0, cells
    called = sorted(filter(_is_called, cells), key=_called_at, reverse=True)[: layout.size // 2]
    first = {cell.counter.id for cell in called}
    others = [cell for cell in cells if cell.counter.id not in first]
    room = layout.size - len(called)
    layout = replace(layout, pages=math.ceil(len(others) / room))
    page = turned % layout.pages
    begin = min(page * room, max(0, len(others) - room))
    return layout, page, (*called, *others[begin : begin + room])


def _is_called(cell: Cell) -> bool:
    return cell.counter.leg is not None and cell.counter.leg.state == "called"


def _called_at(cell: Cell) -> float:
    return cell.counter.leg.called_at.timestamp() if cell.counter.leg else 0.0


def grid_of(board: Board, panel: Panel, turned: int, in_front: str, zone: tzinfo) -> Grid:
    """The counters of a page; the one that is called with the leg `in_front` of all stands out."""
    layout, page, cells = page_of(board, panel, turned)
    stale = board.down_since is not None
    cells = [replace(cell, fresh=_stands(cell, in_front)) for cell in cells]
    shown = tuple(_cell(cell, zone, board, stale=stale) for cell in cells)
    return Grid(layout.columns, layout.rows, shown, panel.smallest, panel.near, page, layout.pages)


def page_note(board: Board, panel: Panel, turned: int, say: Words) -> str:
    """Which counters stand on the page, or which page of how many it is, in that language; empty where one
    holds all."""
    layout, page, cells = page_of(board, panel, turned)
    if layout.pages == 1:
        return ""
    numbers = [cell.counter.number for cell in cells]
    if numbers != sorted(numbers) or any(map(_is_called, cells)):
        return say("wall.page", page=page + 1, count=layout.pages)
    shown = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
    return say("wall.counters_shown", counters=shown, count=len(board.cells))


def _stands(cell: Cell, leg_id: str) -> bool:
    return not cell.ended and cell.counter.leg is not None and cell.counter.leg.leg_id == leg_id


def _cell(cell: Cell, zone: tzinfo, board: Board, *, stale: bool) -> CellScene:
    counter, sign, say = cell.counter.shown, Sign.of(cell.agency), board.say
    if cell.number is not None and not cell.ended:
        return CellScene(counter, sign, "number", cell.number, fresh=cell.fresh and not stale, stale=stale)
    if cell.counter.status == "paused":
        until = cell.counter.until
        time = clock_time(until, zone, say.language) if until else ""
        detail = (say("wall.opens_again"), time) if until else ("", "")
        beside = beside_of(board, "wall.opens_again" if until else "wall.paused")
        return CellScene(counter, sign, "paused", say("wall.paused"), detail, stale=stale, beside=beside)
    if cell.counter.status == "closed":
        beside = beside_of(board, "wall.closed")
        return CellScene(counter, sign, "closed", say("wall.closed"), stale=stale, beside=beside)
    return CellScene(counter, sign, "ended" if cell.number else "open", cell.number or "", stale=stale)
