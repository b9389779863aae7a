"""The presenter of the wall: from what it knows to what it shows now. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from balai.words import LANGUAGES, Words, words_in
from balai.words.dates import clock_time, long_date, zone_name
from balai.words.faults import fault_told
from display.picture.board import Board, Cell, ShownCall
from display.picture.hours import closing, resting
from display.picture.layout import Layout, arrange
from display.picture.open_calls import MOST_BELOW, beside, instead_of_counters, open_calls
from display.picture.panel import USUAL, Panel
from display.picture.scene import (
    CellScene,
    Direction,
    Grid,
    Header,
    Hero,
    Info,
    InfoRow,
    Listing,
    Overlay,
    Rest,
    Scene,
    Sign,
    Strip,
)
from display.picture.scope import unknown
from display.picture.words import strange_short, strange_told, zone_of
from display.speaking.announcer import CallAnnouncement

_PREVIOUS = 3


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the board does not hold: the time (aware UTC), the turning pages, whose `turn` it is among the
    calls that nobody has answered, what a video says if one plays, the call on screen, and the code with
    which the hub `refused` this display, if it did."""

    now: datetime
    slides: Sequence[Info] = ()
    slide: int = 0
    page: int = 0
    turn: int = 0
    subtitle: str | None = None
    announcing: CallAnnouncement | None = None
    directions: Mapping[str, Direction] = field(default_factory=dict)
    refused: str = ""
    panel: Panel = USUAL


def compose(board: Board | None, moment: ViewState) -> Scene:
    """The scene of this moment."""
    if board is None:
        return _unknown(moment)
    zone, language = zone_of(board.view.hall.time_zone), board.say.language
    overlay = _overlay(board, moment)
    said = _said(moment) if overlay is None else ""
    strange = unknown(board.view, board.scope, moment.directions)
    if strange and not board.cells and not said:
        hints = (*board.say.lines("wall.cut_off_help")[1:], *strange_told(strange, board.say))
        return Scene(message=board.say("wall.shows_nothing"), hints=hints, language=language)
    if overlay is None and (rest := resting(board, moment.now, zone)) is not None:
        header, strip = _header(board, moment.now, zone), Strip(plain=_farewell(rest, board.say))
        if said:
            return Scene(header=header, said=said, strip=strip, language=language)
        info = _info(board, moment)
        return Scene(header=header, rest=rest, info=info, strip=strip, language=language)
    if (
        overlay is None
        and not said
        and has_room_for_video(board, moment.panel)
        and moment.subtitle is not None
    ):
        return _with_video(board, moment, zone)
    return Scene(
        header=_header(board, moment.now, zone),
        notice=_notice(board, zone),
        hero=None if said else _hero(board, moment, zone),
        info=None if said else _info(board, moment),
        grid=_grid(board, moment, zone),
        strip=_strip(board, moment, overlay, zone),
        overlay=overlay,
        open=_unseen(board, moment) if overlay is None else None,
        said=said,
        language=language,
    )


def has_room_for_video(board: Board, panel: Panel) -> bool:
    """Whether a video fits beside the counters: no more than six, on a panel that does not stand upright and
    is large enough for them in half its width."""
    longest = max((len(cell.number or "") for cell in board.cells), default=0)
    six = arrange(["A-000"] * 12, panel)
    fits = longest <= 5 and six.pages == 1 and (six.columns, six.rows) == (4, 3)
    return board.down_since is None and not panel.portrait and 0 < len(board.cells) <= 6 and fits


def _with_video(board: Board, moment: ViewState, zone: tzinfo) -> Scene:
    """Few counters in the right half, earlier calls in the place of information, a video at the left."""
    grid = replace(_grid(board, moment, zone), columns=2, rows=3, page=0, pages=1, beside=True)
    calls = tuple((c.number, c.counter.shown, Sign.of(c.agency)) for c in board.calls[1 : 1 + _PREVIOUS])
    plain, heavy = board.say.lines("wall.missed")
    soon = closing(board, moment.now, zone)
    return Scene(
        header=_header(board, moment.now, zone),
        hero=_hero(board, moment, zone),
        info=Info(board.say("wall.previous"), calls=calls) if calls else _info(board, moment),
        grid=grid,
        strip=Strip(plain=plain, heavy=heavy, closing=soon, near=moment.panel.near),
        language=board.say.language,
        subtitle=moment.subtitle,
    )


def _unknown(moment: ViewState) -> Scene:
    say = words_in(LANGUAGES[0])
    message, technician = say("wall.connecting"), say("wall.check_network")
    if moment.refused:
        message, technician = fault_told(moment.refused, say, "display")
    return Scene(message=message, hints=(*say.lines("wall.cut_off_help"), technician))


def _said(moment: ViewState) -> str:
    return moment.slides[0].said if moment.slides else ""


class Composer:
    """Composes anew only when a second has passed or something else is different: frames follow closely."""

    def __init__(self) -> None:
        self._kept: tuple[Board | None, ViewState, Scene] | None = None

    def __call__(self, board: Board | None, moment: ViewState) -> Scene:
        """The scene of this moment, its time cut to the second."""
        moment = replace(moment, now=moment.now.replace(microsecond=0))
        if self._kept is None or self._kept[0] is not board or self._kept[1] != moment:
            self._kept = (board, moment, compose(board, moment))
        return self._kept[2]


def _farewell(rest: Rest, say: Words) -> str:
    return say("wall.welcome") if rest.icon == "clock" else say("wall.thanks")


def _header(board: Board, now: datetime, zone: tzinfo) -> Header:
    hall = board.view.hall
    return Header(
        hall.name,
        hall.regency,
        long_date(now.astimezone(zone).date(), board.say.language),
        clock_time(now, zone, board.say.language),
        zone_name(now.astimezone(zone)),
    )


def _notice(board: Board, zone: tzinfo) -> tuple[str, str] | None:
    if board.down_since is None:
        return None
    since = clock_time(board.down_since, zone, board.say.language)
    heavy, plain = board.say.lines("wall.cut_off", since=since)
    return heavy, plain


def _hero(board: Board, moment: ViewState, zone: tzinfo) -> Hero:
    stale, say = board.down_since is not None, board.say
    call = _in_front(board, moment)
    if call is None:
        return Hero(say("wall.no_call"), hint="" if stale else say("wall.no_call_hint"), stale=stale)
    latest = call.leg_id == board.calls[0].leg_id
    title = say("wall.latest") if latest else say("wall.still_called")
    return Hero(
        title=say("wall.latest_heard") if stale else title,
        time=clock_time(call.at, zone, say.language),
        sign=Sign.of(call.agency),
        number=call.number,
        counter=call.counter.shown,
        stale=stale,
        direction=moment.directions.get(call.counter.id),
    )


def _in_front(board: Board, moment: ViewState) -> ShownCall | None:
    """The call that stands above the counters: the latest and, in turn with it, every other that nobody has
    answered yet, so that its place to go is read as far as its number."""
    if not board.calls:
        return None
    latest = board.calls[0]
    if board.down_since is not None:
        return latest
    turns = [latest, *(call for call in board.open_calls if call.leg_id != latest.leg_id)]
    return turns[moment.turn % len(turns)]


def _info(board: Board, moment: ViewState) -> Info | None:
    if board.down_since is not None:
        first, second, third = board.say.lines("wall.cut_off_help")
        said = (f"{first} {second}", third) if moment.panel.portrait else (first, second, third)
        rows = tuple(InfoRow("", text) for text in said)
        return Info(board.say("wall.queue_goes_on"), rows=rows, notice=True)
    return moment.slides[moment.slide % len(moment.slides)] if moment.slides else None


def _page(board: Board, moment: ViewState) -> tuple[Layout, int, Sequence[Cell]]:
    """The grid's layout, the page that is shown, and its cells. Where pages turn, counters whose visitor is
    called and not there yet stand first on every page, the latest before all, as far as they leave half of it
    to the others. The last page is filled up with what stood before, so that no place is empty."""
    cells = board.cells
    layout = arrange([cell.number or "" for cell in cells], moment.panel)
    if layout.pages == 1:
        return layout, 0, cells
    called = sorted(filter(_is_called, cells), key=_called_at, reverse=True)[: layout.size // 2]
    others = [cell for cell in cells if cell not in called]
    room = layout.size - len(called)
    layout = replace(layout, pages=math.ceil(len(others) / room))
    page = moment.page % layout.pages
    first = min(page * room, max(0, len(others) - room))
    return layout, page, (*called, *others[first : first + room])


def _is_called(cell: Cell) -> bool:
    return cell.counter.leg is not None and cell.counter.leg.state == "called"


def _called_at(cell: Cell) -> float:
    return cell.counter.leg.called_at.timestamp() if cell.counter.leg else 0.0


def _grid(board: Board, moment: ViewState, zone: tzinfo) -> Grid:
    layout, page, cells = _page(board, moment)
    stale = board.down_since is not None
    call = _in_front(board, moment)
    in_front = call.leg_id if call else ""
    cells = [replace(cell, fresh=_stands(cell, in_front)) for cell in cells]
    shown = tuple(_cell(cell, zone, board.say, stale=stale) for cell in cells)
    panel = moment.panel
    return Grid(layout.columns, layout.rows, shown, panel.smallest, panel.near, page, layout.pages)


def _stands(cell: Cell, leg_id: str) -> bool:
    return not cell.ended and cell.counter.leg is not None and cell.counter.leg.leg_id == leg_id


def _cell(cell: Cell, zone: tzinfo, say: Words, *, stale: bool) -> CellScene:
    counter, sign = cell.counter.shown, Sign.of(cell.agency)
    if cell.number is not None and not cell.ended:
        return CellScene(counter, sign, "number", cell.number, fresh=cell.fresh and not stale, stale=stale)
    if cell.counter.status == "paused":
        until = cell.counter.until
        time = clock_time(until, zone, say.language) if until else ""
        detail = (say("wall.opens_again"), time) if until else ("", "")
        return CellScene(counter, sign, "paused", say("wall.paused"), detail, stale=stale)
    if cell.counter.status == "closed":
        return CellScene(counter, sign, "closed", say("wall.closed"), stale=stale)
    return CellScene(counter, sign, "ended" if cell.number else "open", cell.number or "", stale=stale)


def _unseen(board: Board, moment: ViewState) -> Listing | None:
    """All calls that are not answered, where a page of counters cannot show all of them."""
    calls = open_calls(board) if board.down_since is None else ()
    return instead_of_counters(calls, moment.panel) if len(calls) > _page(board, moment)[0].size else None


def _strip(board: Board, moment: ViewState, overlay: Overlay | None, zone: tzinfo) -> Strip | None:
    if board.down_since is not None:
        return None if overlay else _stale_strip(moment, board.say)
    if overlay and moment.announcing:
        if overlay.open:
            return None
        return replace(_others(board, moment.announcing), near=moment.panel.near)
    soon = closing(board, moment.now, zone)
    strange = unknown(board.view, board.scope, moment.directions)
    right = "" if soon else strange_short(strange[0], board.say) if strange else _page_note(board, moment)
    # While an announcement has the place of the latest call, that one stands here too.
    calls = _named(board.calls if _said(moment) else board.calls[1:])
    label = board.say("wall.previous") if calls else ""
    return Strip(label, calls, right=right, closing=soon, near=moment.panel.near)


def _stale_strip(moment: ViewState, say: Words) -> Strip:
    plain, heavy = say.lines("wall.may_have_changed")
    right = fault_told(moment.refused, say, "display").what if moment.refused else say("wall.reconnecting")
    return Strip(plain=plain, heavy=heavy, right=right, reconnecting=not moment.refused)


def _others(board: Board, shown: CallAnnouncement) -> Strip:
    """Below a call: what was called before it, or, where something was called since, that first."""
    called = board.called
    others = [call for call in board.calls if call.leg_id != shown.leg_id]
    # Whom a counter waits for comes first: there is room for three.
    others.sort(key=lambda call: call.leg_id not in called)
    newest = bool(board.calls) and board.calls[0].leg_id == shown.leg_id
    label = board.say("wall.previous") if newest else board.say("wall.others")
    return Strip(label if others else "", _named(others), tall=True)


def _named(calls: Sequence[ShownCall]) -> tuple[tuple[str, str], ...]:
    return tuple((call.number, call.counter.shown) for call in calls[:_PREVIOUS])


def _page_note(board: Board, moment: ViewState) -> str:
    layout, page, cells = _page(board, moment)
    if layout.pages == 1 or _unseen(board, moment):
        return ""
    numbers = [cell.counter.number for cell in cells]
    if numbers != sorted(numbers) or any(map(_is_called, cells)):
        return board.say("wall.page", page=page + 1, count=layout.pages)
    shown = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
    return board.say("wall.counters_shown", counters=shown, count=len(board.cells))


def _overlay(board: Board, moment: ViewState) -> Overlay | None:
    call = moment.announcing
    counter = board.counter(call.counter_id) if call else None
    if call is None or counter is None or not board.scope.holds(counter):
        return None
    sign = Sign.of(board.agency(counter.agency_id))
    way = moment.directions.get(counter.id)
    called = open_calls(board, call.leg_id) if board.down_since is None else ()
    return Overlay(
        call.number,
        counter.shown,
        sign,
        way,
        recall=call.spoken.recall,
        open=beside(called, moment.panel) if len(called) > MOST_BELOW + 1 else None,
    )
