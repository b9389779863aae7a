"""Drawing only what changed: cheap, and never another picture than drawing all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pygame
import pytest

from balai.clock import ManualClock
from balai.protocol.pushes import Queues
from balai.speech import SpokenCall
from balai.words import words_in
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.scene import Info, QueueRow
from display.renderer.renderer import Renderer
from display.slides.papers import said, slides
from display.speaking.announcer import CallAnnouncement
from tests.support.wall.frames import FULL, UPRIGHT
from tests.support.wall.halls import at, closed
from tests.support.wall.pixels import Pixels, pixels
from tests.support.wall.walls import START, called, leg, moved, snapshot, view

SAY = words_in("id")


def _papers(place: int) -> Info:
    """One of the slides of papers, as the usual wall wraps them."""
    return slides(view().services, Renderer(pygame.Surface(FULL, 0, 32)).wrap, SAY)[place]


def moments() -> Iterator[tuple[Board | None, dict[str, Any]]]:
    board = Board.from_snapshot(snapshot())
    yield None, {}
    yield board, {}
    yield board, {"info": _papers(1)}
    board = board.apply(called("A-023", 3, leg_id=leg(3)))
    on_screen = CallAnnouncement(leg(3), "A-023", "loket-3", SpokenCall("A-023", 3), 0.0)
    yield board, {"announcing": on_screen}
    board = board.apply(called("F-012", 4, seq=413))
    yield board, {"announcing": on_screen}
    yield board, {}
    board = board.apply(moved("leg_finished", leg(3), 3, seq=414))
    yield board, {"now": START + timedelta(minutes=1)}
    yield board.link_down(START), {}
    yield board.link_down(START), {"now": START + timedelta(minutes=2)}
    yield board, {"info": _papers(3)}
    loud = {"info": said("Mobil KT 1234 menyala lampunya.", SAY)}
    yield board, loud
    yield board.link_down(START), loud
    yield board, {"info": said("Anak kecil menunggu di Meja Informasi.", SAY)}
    yield board, {}
    yield board, {"announcing": on_screen}
    yield board.link_down(START), {"announcing": on_screen}
    yield board, {"announcing": on_screen}
    yield board, loud
    shut = Board(closed())
    yield shut, {"now": at(16)}
    yield shut, {"now": at(16), **loud}
    yield shut, {"now": at(16), "info": _papers(1)}
    yield shut, {"now": at(16), "info": Info("", picture="denah.jpg")}
    yield shut, {"now": at(16)}
    fewer = board.view.model_copy(update={"counters": board.view.counters[:5]})
    yield Board(fewer), {}
    yield Board(fewer.model_copy(update={"calls": ()})), {}
    empty = replace(Board(fewer), queues=Queues(waiting={}))
    yield empty, {"info": Info("", picture="denah.jpg", full=True)}
    yield empty, {"info": Info("Menunggu sekarang", queues=(QueueRow("Polres", "3", "± 5–10"),))}
    yield empty, {"info": Info("", picture="denah.jpg", full=True)}
    yield empty, {"info": Info("", picture="denah.jpg", full=True), "announcing": on_screen}
    yield empty, {"info": Info("Belum datang", numbers=("A-001", "B-002"))}
    yield empty, {"info": Info("Ikuti", address="https://antre.example")}
    both = fewer.model_copy(update={"wall": replace(fewer.wall, english=True)})
    yield Board(both), {}
    yield Board(both), {"announcing": on_screen}
    yield None, {"refused": "token_invalid"}


@pytest.mark.parametrize("size", [FULL, (1280, 720), UPRIGHT])
def test_drawing_only_what_changed_gives_the_same_picture(size: tuple[int, int]) -> None:
    surface = pygame.Surface(size, 0, 32)
    renderer = Renderer(surface)
    before = pixels(surface).copy()
    for index, (board, options) in enumerate(moments()):
        scene = compose(board, ViewState(**{"now": START, "info": _papers(0), **options}))
        changed = renderer.draw(scene)
        fresh = pygame.Surface(size, 0, 32)
        Renderer(fresh).draw(scene)
        after = pixels(surface).copy()
        assert (after == pixels(fresh)).all(), f"moment {index}"
        _only_inside(before, after, changed, index)
        assert renderer.draw(scene) == []
        before = after


def _only_inside(before: Pixels, after: Pixels, changed: list[pygame.Rect], index: int) -> None:
    outside = np.ones(after.shape[:2], dtype=bool)
    for rect in changed:
        outside[rect.top : rect.bottom, rect.left : rect.right] = False
    assert (before[outside] == after[outside]).all(), f"moment {index} drew outside of what it said"


def test_a_turning_page_redraws_a_small_part() -> None:
    surface = pygame.Surface(FULL, 0, 32)
    renderer = Renderer(surface)
    board = Board.from_snapshot(snapshot())
    clock = ManualClock(START)
    renderer.draw(compose(board, ViewState(clock.now(), _papers(0))))
    changed = renderer.draw(compose(board, ViewState(clock.now(), _papers(1))))
    area = sum(rect.width * rect.height for rect in changed)
    assert 0 < area < 0.1 * FULL[0] * FULL[1]
