"""A screenshot of a given board, without a screen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pygame
from pydantic import AwareDatetime, ValidationError

from balai.errors import BalaiError
from balai.protocol.pushes import Called, Push
from balai.protocol.views import BoardView
from balai.speech import SpokenCall
from balai.words.said import say
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.panel import Panel
from display.picture.queue_slides import open_services, queue_slides
from display.picture.scene import Direction, Info
from display.picture.slides import NOTICE_ROWS, UPRIGHT_ROWS, among, notice_slides, slides, upright_slides
from display.renderer.renderer import Renderer
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
    slide: int = 0,
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
    moment = ViewState(
        now,
        told(board, renderer),
        slide,
        page,
        announcing=_announcing(file.pushes, now),
        directions=directions or {},
        panel=Panel(*size, inches),
    )
    renderer.draw(compose(board, moment))
    return surface


def told(board: Board, renderer: Renderer, pictures: Sequence[str] = ()) -> tuple[Info, ...]:
    """All slides of the information panel: papers of this wall's services that are open, what waits, the
    hall's notices, `pictures` by key."""
    services = open_services(board)
    portrait = renderer.size[1] > renderer.size[0]
    rows = UPRIGHT_ROWS if portrait else NOTICE_ROWS
    others = [
        *queue_slides(board, 2 if portrait else 4),
        *notice_slides(board.view.wall.notices, renderer.wrap_wide, board.say, rows),
        *(Info("", picture=key) for key in pictures),
    ]
    wrap, cut = (renderer.wrap_wide, upright_slides) if portrait else (renderer.wrap, slides)
    papers = cut(services, wrap, board.say)
    return among(papers, others)


def _announcing(pushes: tuple[Push, ...], now: datetime) -> CallAnnouncement | None:
    last = pushes[-1] if pushes else None
    if last is None or last.type not in {"leg_called", "leg_recalled"} or now - last.at >= _CALL_LASTS:
        return None
    call = Called.model_validate(last.data)
    spoken = SpokenCall(call.number, call.counter_number, recall=call.recalls > 0)
    return CallAnnouncement(call.leg_id, call.number, call.counter_id, spoken, 0.0)
