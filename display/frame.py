"""A screenshot of a given board, without a screen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

import pygame
from pydantic import AwareDatetime, ValidationError

from balai.errors import BalaiError
from balai.protocol.pushes import Called, Push
from balai.protocol.views import BoardView
from balai.speech import SpokenCall
from balai.words import Words
from balai.words.said import say
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.panel import Panel
from display.picture.scene import Direction, Info
from display.renderer.renderer import Renderer
from display.slides import queues
from display.slides.papers import (
    NOTICE_ROWS,
    UPRIGHT_ROWS,
    address_slides,
    notice_slides,
    numbered,
    slides,
    upright_slides,
)
from display.slides.programme import KINDS, Kind, Slides
from display.speaking.announcer import CallAnnouncement

#: A call that is younger than this at the moment of the picture has the screen.
_CALL_LASTS = timedelta(seconds=10)


class BoardFile(BoardView):
    """A board as a file: a BoardView, then the pushes that follow, and since when the link is down."""

    pushes: tuple[Push, ...] = ()
    down_since: AwareDatetime | None = None


def read_board(path: Path) -> BoardFile:
    """Read a board file. Raises BalaiError (board_unreadable) that says what is wrong with it."""
    try:
        return BoardFile.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise BalaiError(
            say("error.board_unreadable", path=path, error=error), code="board_unreadable"
        ) from error


def paint(
    file: BoardFile,
    size: tuple[int, int],
    at: datetime | None = None,
    directions: Mapping[str, Direction] | None = None,
    inches: float = 43.0,
    page: int = 0,
) -> pygame.Surface:
    """The picture of a board at an aware time; without one, at the time of its last news."""
    board = Board(file)
    for push in file.pushes:
        board = board.apply(push)
    now = at or board.heard_at or (board.calls[0].at if board.calls else datetime.now(UTC))
    if file.down_since is not None:
        board = board.link_down(file.down_since)
    surface = pygame.Surface(size, 0, 32)
    renderer = Renderer(surface)
    papers = told(board, renderer)["papers"]
    moment = ViewState(
        now,
        papers[0][0] if papers else None,
        page,
        announcing=_announcing(file.pushes, now),
        directions=directions or {},
        panel=Panel(*size, inches),
    )
    renderer.draw(compose(board, moment))
    return surface


def told(board: Board, renderer: Renderer, pictures: Sequence[str] = ()) -> Slides:
    """All slides of the information panel by kind, each in every language of the hall's walls: papers of this
    wall's services that are open, what waits, the hall's notices and address, `pictures` by key."""
    first = _told_in(board.say, board, renderer)
    # What people typed has no other language.
    second = {**_told_in(board.beside, board, renderer), "notices": ()} if board.beside else {}
    made = {**first, "pictures": numbered([Info("", picture=key) for key in pictures], board.say)}
    return {
        kind: tuple(
            _versions(pair, 2 if second else 1) for pair in zip_longest(made[kind], second.get(kind, ()))
        )
        if board.tells(kind)
        else ()
        for kind in KINDS
    }


def _versions(pair: tuple[Info | None, Info | None], count: int) -> tuple[Info, ...]:
    """A slide in so many languages; one that has no other stays as long."""
    there = [info for info in pair if info is not None]
    return tuple((there * count)[:count])


def _told_in(words: Words, board: Board, renderer: Renderer) -> dict[Kind, tuple[Info, ...]]:
    upright, wide = renderer.size[1] > renderer.size[0], renderer.wrap_wide
    wrap, cut = (wide, upright_slides) if upright else (renderer.wrap, slides)
    rows = UPRIGHT_ROWS if upright else NOTICE_ROWS
    wall = board.view.wall
    return {
        "missed": queues.missed_slides(board, words, queues.UPRIGHT_NUMBERS if upright else queues.NUMBERS),
        "waiting": queues.waiting_slides(
            board, words, queues.UPRIGHT_QUEUE_ROWS if upright else queues.QUEUE_ROWS
        ),
        "papers": cut(queues.open_services(board), wrap, words),
        "gone": queues.gone_slides(board, wide, words, rows),
        "notices": notice_slides(board.notices, wide, words, rows),
        "pictures": (),
        "address": address_slides(wall.visitor_page, words),
    }


def _announcing(pushes: tuple[Push, ...], now: datetime) -> CallAnnouncement | None:
    last = pushes[-1] if pushes else None
    if last is None or last.type not in {"leg_called", "leg_recalled"} or now - last.at >= _CALL_LASTS:
        return None
    call = Called.model_validate(last.data)
    spoken = SpokenCall(call.number, call.counter_number, recall=call.recalls > 0)
    return CallAnnouncement(call.leg_id, call.number, call.counter_id, spoken, 0.0)
