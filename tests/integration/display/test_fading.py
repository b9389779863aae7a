"""The moment of a call in frames: its number at once, its surroundings within 300 ms."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from balai.speech import SpokenCall
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.scene import Info
from display.renderer.call import number_field
from display.renderer.renderer import Renderer
from display.renderer.wall_canvas import WallCanvas
from display.speaking.announcer import CallAnnouncement
from drawing.fading import Fade, ease
from tests.support.wall.pixels import Pixels, pixels
from tests.support.wall.walls import START, called, leg, snapshot

SIZE = (640, 360)
CALL = CallAnnouncement(leg(3), "A-023", "loket-3", SpokenCall("A-023", 3), 0.0)


class Frames:
    """A wall of frames at given times."""

    def __init__(self) -> None:
        self.surface = pygame.Surface(SIZE, 0, 32)
        self.hears = False
        self.renderer = Renderer(self.surface, wanted=lambda: self.hears)
        self.board = Board.from_snapshot(snapshot()).apply(called("A-023", 3, leg_id=leg(3)))

    def at(self, now: float, *, slide: int = 0, calling: CallAnnouncement | None = None) -> Pixels:
        paper = (Info("Satu"), Info("Dua"))[slide]
        scene = compose(self.board, ViewState(START, paper, announcing=calling))
        self.changed = self.renderer.draw(scene, now)
        return pixels(self.surface).copy()


def number(picture: Pixels) -> Pixels:
    rect = WallCanvas(pygame.Surface(SIZE, 0, 32)).rect(
        number_field(WallCanvas(pygame.Surface(SIZE, 0, 32)).plan)
    )
    return picture[rect.top : rect.bottom, rect.left : rect.right]


def test_the_curve_is_the_designs() -> None:
    assert (ease(-1), ease(0), ease(1), ease(2)) == (0, 0, 1, 1)
    assert ease(0.2) == pytest.approx(0.5, abs=0.03)
    steps = [ease(share / 50) for share in range(51)]
    assert steps == sorted(steps)


def test_a_number_is_opaque_in_the_first_frame_and_never_dimmed() -> None:
    wall = Frames()
    wall.at(0)
    frames = [wall.at(1 + step / 60, calling=CALL) for step in range(25)]
    for frame in frames:
        assert (number(frame) == number(frames[-1])).all()
    assert not (frames[0] == frames[-1]).all()
    assert (frames[19] == frames[-1]).all()
    assert wall.changed == []
    assert not wall.renderer.animating


def test_the_next_call_takes_the_screen_at_once() -> None:
    wall = Frames()
    wall.at(0, calling=CALL)
    wall.board = wall.board.apply(called("F-012", 4, seq=413))
    second = CallAnnouncement(leg(4), "F-012", "loket-4", SpokenCall("F-012", 4), 0.0)
    first_frame = wall.at(1, calling=second)
    assert (number(first_frame) == number(wall.at(2, calling=second))).all()


def test_a_call_leaves_within_three_hundred_milliseconds() -> None:
    wall = Frames()
    before = wall.at(0)
    wall.at(1, calling=CALL)
    wall.at(2, calling=CALL)
    half = wall.at(3), wall.at(3.1)
    assert not (half[1] == before).all()
    assert (wall.at(3.35) == before).all()


def test_a_slide_fades_and_only_its_panel_is_drawn() -> None:
    wall = Frames()
    wall.at(0)
    wall.at(1, slide=1)
    wall.at(1.1, slide=1)
    assert 0 < sum(rect.width * rect.height for rect in wall.changed) < 0.1 * SIZE[0] * SIZE[1]
    settled = wall.at(1.4, slide=1)
    fresh = Frames()
    assert (settled == fresh.at(0, slide=1)).all()


def test_a_slide_waits_while_news_is_heard() -> None:
    wall = Frames()
    before = wall.at(0)
    wall.hears = True
    assert (wall.at(1, slide=1) == before).all()
    assert (wall.at(1.4, slide=1) == before).all()
    assert wall.renderer.animating
    wall.hears = False
    assert not (wall.at(1.5, slide=1) == before).all()
    assert not wall.renderer.animating


def test_what_comes_gently_stops_at_once_for_news_and_is_made_up_for() -> None:
    waits = [0]

    def wanted() -> bool:
        """After so many strips there is news."""
        waits[0] -= 1
        return waits[0] < 0

    old, new = pygame.Surface((1000, 600), 0, 32), pygame.Surface((1000, 600), 0, 32)
    new.fill((200, 100, 50))
    fade = Fade([new.get_rect()], 0.0)
    whole = sum(rect.height for rect in fade.rects)
    for strips in (0, 1, 2):
        waits[0] = strips
        changed = fade.step(old, new, 0.15, wanted)
        assert len(changed) == strips
        assert sum(rect.width * rect.height for rect in changed) <= strips * 100_000
    waits[0] = 1
    assert len(fade.step(old, new, 0.31, wanted)) == 1
    assert 0 < sum(rect.height for rect in fade.rects) < whole
    fade.step(old, new, 0.32)
    assert fade.arrived
    assert (pixels(old) == pixels(new)).all()


def test_brightness_swings_no_more_than_three_times_a_second() -> None:
    wall = Frames()
    light = []
    calls = [CALL, CallAnnouncement(leg(4), "F-012", "loket-4", SpokenCall("F-012", 4), 0.0)]
    for step in range(60 * 12):
        call = calls[step // 300] if step < 600 else None
        light.append(float(wall.at(step / 60, calling=call).mean()) / 255)
    for second in range(len(light) // 60):
        steps = np.diff(light[second * 60 : second * 60 + 61])
        turns = np.flatnonzero(np.abs(steps) > 0.1)
        assert len(turns) <= 3
