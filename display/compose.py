"""From what the wall knows to what it shows now. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from display import words
from display.announcer import Announcement
from display.board import Board, Cell
from display.layout import Layout, arrange
from display.scene import CellScene, Grid, Header, Hero, Info, InfoRow, Overlay, Scene, Sign, Strip

_PREVIOUS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """What the board does not hold: the time (aware UTC), the turning pages, the call on screen, and
    the code with which the hub ``refused`` this display, if it did."""

    now: datetime
    slides: Sequence[Info] = ()
    slide: int = 0
    page: int = 0
    announcing: Announcement | None = None
    directions: Mapping[str, words.Direction] = field(default_factory=dict)
    refused: str = ""


def compose(board: Board | None, moment: Moment) -> Scene:
    """The scene of this moment."""
    if board is None:
        return Scene(message=words.REFUSED if moment.refused else words.CONNECTING)
    zone = words.zone_of(board.view.hall.time_zone)
    overlay = _overlay(board, moment)
    return Scene(
        header=_header(board, moment.now, zone),
        notice=_notice(board, zone),
        hero=_hero(board, zone),
        info=_info(board, moment),
        grid=_grid(board, moment.page, zone),
        strip=_strip(board, moment, overlay),
        overlay=overlay,
    )


def page_of_latest(board: Board) -> int | None:
    """The grid's page on which the latest call stands."""
    cells = board.cells
    size = _layout(cells).size
    return next((index // size for index, cell in enumerate(cells) if cell.fresh), None)


def _header(board: Board, now: datetime, zone: tzinfo) -> Header:
    hall = board.view.hall
    return Header(
        hall.name,
        hall.regency,
        words.long_date(now, zone),
        words.clock_time(now, zone),
        words.zone_name(now, zone),
    )


def _notice(board: Board, zone: tzinfo) -> tuple[str, str] | None:
    if board.down_since is None:
        return None
    since = words.clock_time(board.down_since, zone)
    return words.cut_off(since, since)


def _hero(board: Board, zone: tzinfo) -> Hero:
    stale = board.down_since is not None
    if not board.calls:
        return Hero(words.NO_CALL, hint="" if stale else words.NO_CALL_HINT, stale=stale)
    latest = board.calls[0]
    return Hero(
        title=words.LATEST_HEARD if stale else words.LATEST,
        time=words.clock_time(latest.at, zone),
        sign=Sign.of(latest.agency),
        number=latest.number,
        counter=str(latest.counter.number),
        stale=stale,
    )


def _info(board: Board, moment: Moment) -> Info | None:
    if board.down_since is not None:
        rows = tuple(InfoRow("", text) for text in words.CUT_OFF_HELP)
        return Info(words.QUEUE_GOES_ON, rows=rows, notice=True)
    return moment.slides[moment.slide % len(moment.slides)] if moment.slides else None


def _layout(cells: Sequence[Cell]) -> Layout:
    return arrange([cell.number or "" for cell in cells])


def _grid(board: Board, page: int, zone: tzinfo) -> Grid:
    cells = board.cells
    plan = _layout(cells)
    first = page % plan.pages * plan.size
    stale = board.down_since is not None
    shown = tuple(_cell(cell, zone, stale) for cell in cells[first : first + plan.size])
    return Grid(plan.columns, plan.rows, shown, low=stale)


def _cell(cell: Cell, zone: tzinfo, stale: bool) -> CellScene:
    counter, sign = str(cell.counter.number), Sign.of(cell.agency)
    if cell.number is not None and not cell.ended:
        return CellScene(counter, sign, "number", cell.number, fresh=cell.fresh and not stale, stale=stale)
    if cell.counter.status == "paused":
        until = cell.counter.until
        detail = words.opens_again(words.clock_time(until, zone)) if until else ""
        return CellScene(counter, sign, "paused", words.PAUSED, detail, stale=stale)
    if cell.counter.status == "closed":
        return CellScene(counter, sign, "closed", words.CLOSED, stale=stale)
    return CellScene(counter, sign, "ended" if cell.number else "open", cell.number or "", stale=stale)


def _strip(board: Board, moment: Moment, overlay: Overlay | None) -> Strip:
    if board.down_since is not None and overlay is None:
        plain, heavy = words.MAY_HAVE_CHANGED
        return Strip(plain=plain, heavy=heavy, right=words.RECONNECTING, reconnecting=True)
    shown = moment.announcing.leg_id if overlay and moment.announcing else None
    latest = board.calls[0].leg_id if board.calls else None
    earlier = [call for call in board.calls if call.leg_id not in {shown, latest}]
    calls = tuple((call.number, f"{words.COUNTER} {call.counter.number}") for call in earlier[:_PREVIOUS])
    right = "" if overlay else _page_note(board, moment.page)
    return Strip(words.PREVIOUS if calls else "", calls, right=right, tall=overlay is not None)


def _page_note(board: Board, page: int) -> str:
    cells = board.cells
    plan = _layout(cells)
    if plan.pages == 1:
        return ""
    first = page % plan.pages * plan.size
    shown = cells[first : first + plan.size]
    numbers = f"{shown[0].counter.number}–{shown[-1].counter.number}"
    return f"{words.COUNTER} {numbers} dari {len(cells)}"


def _overlay(board: Board, moment: Moment) -> Overlay | None:
    call = moment.announcing
    counter = board.counter(call.counter_id) if call else None
    if call is None or counter is None:
        return None
    sign = Sign.of(board.agency(counter.agency_id))
    return Overlay(call.number, str(counter.number), sign, moment.directions.get(counter.id))
