"""The bottom bar: earlier calls, what a wall that is cut off says, and words in the second language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from balai.words import Words
from balai.words.dates import clock_time
from balai.words.faults import fault_told
from display.picture.board import Board, ShownCall
from display.picture.hours import closing
from display.picture.scene import Strip
from display.speaking.announcer import CallAnnouncement

#: So many earlier calls have room.
PREVIOUS = 3


def stale_strip(board: Board, refused: str, tried: datetime | None, zone: tzinfo, say: Words) -> Strip:
    """Below a wall that is cut off: since the hub `refused` it with that code, or was `tried` last then, in
    the language whose turn it is."""
    plain, heavy = board.say.lines("wall.may_have_changed")
    beside = beside_of(board, "wall.may_have_changed")
    if refused:
        right = fault_told(refused, say, "display").what
    elif tried is None:
        right = say("wall.reconnecting")
    else:
        right = say("wall.reconnecting_tried", time=clock_time(tried, zone, say.language))
    return Strip(plain=plain, heavy=heavy, right=right, reconnecting=not refused, beside=beside)


def others_strip(board: Board, shown: CallAnnouncement) -> Strip:
    """Below a call: what was called before it, or, where something was called since, that first."""
    called = board.called
    others = [call for call in board.calls if call.leg_id != shown.leg_id]
    # Whom a counter waits for comes first: there is room for three.
    others.sort(key=lambda call: call.leg_id not in called)
    newest = bool(board.calls) and board.calls[0].leg_id == shown.leg_id
    label = "wall.previous" if newest else "wall.others"
    if not others:
        return Strip(tall=True)
    return Strip(board.say(label), named(others), tall=True, beside=beside_of(board, label))


def named(calls: Sequence[ShownCall]) -> tuple[tuple[str, str], ...]:
    """As many as have room, as the bar below has them."""
    return tuple((call.number, call.counter.shown) for call in calls[:PREVIOUS])


def languages(board: Board) -> tuple[Words, ...]:
    """The hall's language, and the one beside it, if it wants one."""
    return (board.say, board.beside) if board.beside else (board.say,)


def in_turn(board: Board, turn: int) -> Words:
    """The language of what has room for one at a time: the hall's and the one beside it in turn."""
    both = languages(board)
    return both[turn % len(both)]


def beside_of(board: Board, key: str) -> str:
    """A sentence in the second language, as one line; empty without one."""
    return one_line(board.beside(key)) if board.beside else ""


def one_line(parts: str) -> str:
    """Parts of a sentence that end or begin with a blank of their own, as one line."""
    return " ".join(parts.split())


def closing_beside(board: Board, now: datetime, zone: tzinfo) -> str:
    """What closes soon in the second language, as one line; empty without one."""
    told = closing(board, now, zone, board.beside) if board.beside else None
    return one_line(" ".join(told or ()))
