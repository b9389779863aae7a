"""The presenter of the wall: from what it knows to what it shows now. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from balai.domain.hall.config import PRACTICE
from balai.words import LANGUAGES, words_in
from balai.words.dates import clock_time, long_date, zone_name
from balai.words.faults import fault_told
from display.picture.board import Board, ShownCall
from display.picture.counters import grid_of, page_note, page_of
from display.picture.hours import closing, resting
from display.picture.layout import arrange
from display.picture.open_calls import MOST_BELOW, beside, instead_of_counters, open_calls
from display.picture.panel import USUAL, Panel
from display.picture.scene import (
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
from display.picture.strips import (
    PREVIOUS,
    beside_of,
    closing_beside,
    in_turn,
    languages,
    named,
    one_line,
    others_strip,
    stale_strip,
)
from display.picture.words import strange_short, strange_told, zone_of
from display.speaking.announcer import CallAnnouncement


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the board does not hold: the time (aware UTC), the turning pages, whose `turn` it is among the
    calls that nobody has answered, what a video says if one plays, the call on screen, the code with which
    the hub `refused` this display, if it did, the key of the hall's logo, when the hub was `tried` last."""

    now: datetime
    info: Info | None = None
    page: int = 0
    turn: int = 0
    subtitle: str | None = None
    announcing: CallAnnouncement | None = None
    directions: Mapping[str, Direction] = field(default_factory=dict)
    refused: str = ""
    panel: Panel = USUAL
    logo: str = ""
    tried: datetime | None = None


def compose(board: Board | None, moment: ViewState) -> Scene:
    """The scene of this moment."""
    if board is None:
        return _unknown(moment)
    zone, language = zone_of(board.view.hall.time_zone), board.say.language
    overlay = overlay_of(board, moment)
    said = _said(moment) if overlay is None else ""
    strange = unknown(board.view, board.scope, moment.directions)
    if strange and not board.cells and not said:
        hints = (*board.say.lines("wall.cut_off_help")[1:], *strange_told(strange, board.say))
        return Scene(message=board.say("wall.shows_nothing"), hints=hints, language=language)
    if overlay is None and (rest := resting(board, moment.now, zone)) is not None:
        return _closed(board, moment, rest, zone)
    if overlay is None and not said:
        if has_room_for_video(board, moment.panel) and moment.subtitle is not None:
            return _with_video(board, moment, zone)
        # A training hall's mark stands over everything that its walls show.
        if moment.info is not None and moment.info.full and board.alone and board.view.hall.id != PRACTICE:
            return Scene(picture=moment.info.picture, language=language)
    return Scene(
        header=_header(board, moment, zone),
        notice=_notice(board, zone),
        hero=None if said else _hero(board, moment, zone),
        info=None if said else _info(board, moment),
        grid=_grid(board, moment, zone),
        strip=_strip(board, moment, overlay, zone),
        overlay=overlay,
        open=_unseen(board, moment) if overlay is None else None,
        said=said,
        language=language,
        beside=board.beside.language if board.beside else None,
    )


def _closed(board: Board, moment: ViewState, rest: Rest, zone: tzinfo) -> Scene:
    """Before opening and after closing."""
    plain = [say("wall.welcome" if rest.icon == "clock" else "wall.thanks") for say in languages(board)]
    strip = Strip(plain=plain[0], beside="".join(plain[1:]))
    said = _said(moment)
    return Scene(
        header=_header(board, moment, zone),
        rest=None if said else rest,
        info=None if said else _info(board, moment),
        strip=strip,
        said=said,
        language=board.say.language,
        beside=board.beside.language if board.beside else None,
    )


def has_room_for_video(board: Board, panel: Panel) -> bool:
    """Whether a video fits beside the counters: no more than six, on a panel that does not stand upright and
    is large enough for them in half its width."""
    there = board.down_since is None and board.tells("pictures")
    if not there or panel.portrait or not 0 < len(board.cells) <= 6:
        return False
    six = arrange(["A-000"] * 12, panel)
    longest = max(len(cell.number or "") for cell in board.cells)
    return longest <= 5 and six.pages == 1 and (six.columns, six.rows) == (4, 3)


def _with_video(board: Board, moment: ViewState, zone: tzinfo) -> Scene:
    """Few counters in the right half, earlier calls in the place of information, a video at the left."""
    grid = replace(_grid(board, moment, zone), columns=2, rows=3, page=0, pages=1, beside=True)
    calls = tuple((c.number, c.counter.shown, Sign.of(c.agency)) for c in board.calls[1 : 1 + PREVIOUS])
    plain, heavy = board.say.lines("wall.missed")
    soon = closing(board, moment.now, zone)
    return Scene(
        header=_header(board, moment, zone),
        hero=_hero(board, moment, zone),
        info=Info(board.say("wall.previous"), calls=calls) if calls else _info(board, moment),
        grid=grid,
        strip=Strip(
            plain=plain,
            heavy=heavy,
            closing=soon,
            near=moment.panel.near,
            beside=beside_of(board, "wall.missed"),
        ),
        language=board.say.language,
        subtitle=moment.subtitle,
        beside=board.beside.language if board.beside else None,
    )


def _unknown(moment: ViewState) -> Scene:
    say = words_in(LANGUAGES[0])
    message, technician = say("wall.connecting"), say("wall.check_network")
    if moment.refused:
        message, technician = fault_told(moment.refused, say, "display")
    return Scene(message=message, hints=(*say.lines("wall.cut_off_help"), technician))


def _said(moment: ViewState) -> str:
    return moment.info.said if moment.info else ""


class Composer:
    """Composes anew only when a minute has begun or something else is different: frames follow closely, and
    nothing that a wall shows changes within a minute by itself."""

    def __init__(self) -> None:
        self._kept: tuple[Board | None, ViewState, Scene] | None = None

    def __call__(self, board: Board | None, moment: ViewState) -> Scene:
        """The scene of this moment, its times cut to the minute."""
        tried = moment.tried.replace(second=0, microsecond=0) if moment.tried else None
        moment = replace(moment, now=moment.now.replace(second=0, microsecond=0), tried=tried)
        if self._kept is None or self._kept[0] is not board or self._kept[1] != moment:
            self._kept = (board, moment, compose(board, moment))
        return self._kept[2]


def _header(board: Board, moment: ViewState, zone: tzinfo) -> Header:
    hall, now = board.view.hall, moment.now
    return Header(
        hall.name,
        hall.regency,
        long_date(now.astimezone(zone).date(), board.say.language),
        clock_time(now, zone, board.say.language),
        zone_name(now.astimezone(zone)),
        moment.logo,
        practice=hall.id == PRACTICE,
    )


def _notice(board: Board, zone: tzinfo) -> tuple[str, ...] | None:
    """Since when the hub is silent: a heavy part and a plain one, then both in the second language."""
    if board.down_since is None:
        return None
    since = [clock_time(board.down_since, zone, say.language) for say in languages(board)]
    heavy, plain = board.say.lines("wall.cut_off", since=since[0])
    return (heavy, plain, *([one_line(board.beside("wall.cut_off", since=since[1]))] if board.beside else ()))


def _hero(board: Board, moment: ViewState, zone: tzinfo) -> Hero:
    stale, say = board.down_since is not None, board.say
    call = _in_front(board, moment)
    if call is None:
        return Hero(say("wall.no_call"), hint="" if stale else say("wall.no_call_hint"), stale=stale)
    latest = call.leg_id == board.calls[0].leg_id
    title = "wall.latest_heard" if stale else "wall.latest" if latest else "wall.still_called"
    return Hero(
        title=say(title),
        beside=beside_of(board, title),
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
        say = in_turn(board, moment.turn)
        first, second, third = say.lines("wall.cut_off_help")
        said = (f"{first} {second}", third) if moment.panel.portrait else (first, second, third)
        rows = tuple(InfoRow("", text) for text in said)
        return Info(say("wall.queue_goes_on"), rows=rows, notice=True, language=say.language)
    return replace(moment.info, full=False) if moment.info else None


def _grid(board: Board, moment: ViewState, zone: tzinfo) -> Grid:
    call = _in_front(board, moment)
    return grid_of(board, moment.panel, moment.page, call.leg_id if call else "", zone)


def _unseen(board: Board, moment: ViewState) -> Listing | None:
    """All calls that are not answered, where a page of counters cannot show all of them."""
    calls = open_calls(board) if board.down_since is None else ()
    layout, *_ = page_of(board, moment.panel, moment.page)
    return instead_of_counters(calls, moment.panel) if len(calls) > layout.size else None


def _strip(board: Board, moment: ViewState, overlay: Overlay | None, zone: tzinfo) -> Strip | None:
    if board.down_since is not None:
        return (
            None
            if overlay
            else stale_strip(board, moment.refused, moment.tried, zone, in_turn(board, moment.turn))
        )
    if overlay and moment.announcing:
        if overlay.open:
            return None
        return replace(others_strip(board, moment.announcing), near=moment.panel.near)
    upright, say = moment.panel.portrait, in_turn(board, moment.turn)
    # An upright bar has room for one language at a time.
    soon = closing(board, moment.now, zone, say if upright else board.say)
    later = "" if upright else closing_beside(board, moment.now, zone)
    strange = unknown(board.view, board.scope, moment.directions)
    right = "" if soon else strange_short(strange[0], board.say) if strange else _page_note(board, moment)
    # While an announcement has the place of the latest call, that one stands here too.
    calls = named(board.calls if _said(moment) else board.calls[1:])
    label, beside = (board.say("wall.previous"), beside_of(board, "wall.previous")) if calls else ("", "")
    near = moment.panel.near
    return Strip(label, calls, right=right, closing=soon, near=near, beside=beside, closing_beside=later)


def _page_note(board: Board, moment: ViewState) -> str:
    if _unseen(board, moment):
        return ""
    return page_note(board, moment.panel, moment.page, in_turn(board, moment.turn))


def overlay_of(board: Board, moment: ViewState) -> Overlay | None:
    """The call that has the screen at this moment, if it is one to a counter of this wall."""
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
