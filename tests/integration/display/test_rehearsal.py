"""What a call needs is drawn before it comes."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from balai.clock import ManualClock
from balai.speech import SpokenCall
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.scope import Scope
from display.rehearsal import Rehearsal
from display.renderer.renderer import Renderer
from display.speaking.announcer import Announcer, CallAnnouncement
from display.wall import Wall
from drawing import glyphs
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.pixels import pixels
from tests.support.wall.walls import START, FakeVoice, called, leg, snapshot

LARGE = 120


class CountingFont:
    """A font that notes what is rendered large."""

    def __init__(self, font: pygame.font.Font, size: int, rendered: list[str]) -> None:
        self._font, self._size, self._rendered = font, size, rendered

    def __getattr__(self, name: str) -> Any:
        return getattr(self._font, name)

    def render(self, text: str, *how: Any) -> pygame.Surface:
        if self._size >= LARGE:
            self._rendered.append(text)
        return self._font.render(text, *how)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts that were rendered large, in order."""
    found: list[str] = []
    font = glyphs.font
    monkeypatch.setattr(glyphs, "font", lambda weight, size: CountingFont(font(weight, size), size, found))
    return found


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_after_the_rehearsal_no_figure_of_a_call_is_new(size: tuple[int, int], rendered: list[str]) -> None:
    surface = pygame.Surface(size, 0, 32)
    renderer, board = Renderer(surface), Board.from_snapshot(snapshot())
    rehearsal = Rehearsal(renderer)
    rehearsal.learn(service.letter for service in board.view.services)
    scene = compose(board, ViewState(START))
    renderer.draw(scene)
    before = pixels(surface).copy()
    while rehearsal.step(scene):
        pass
    assert renderer.draw(scene) == []
    assert (pixels(surface) == before).all()
    rendered.clear()
    for number, counter in (("A-567", 3), ("F-890", 4), ("M-234", 9)):
        board = board.apply(called(number, counter, leg_id=leg(counter)))
        call = CallAnnouncement(leg(counter), number, f"loket-{counter}", SpokenCall(number, counter), 0.0)
        renderer.draw(compose(board, ViewState(START, announcing=call)))
        renderer.draw(compose(board, ViewState(START)))
    assert rendered == []


def test_without_a_rehearsal_they_are(rendered: list[str]) -> None:
    renderer, board = Renderer(pygame.Surface((1920, 1080), 0, 32)), Board.from_snapshot(snapshot())
    renderer.draw(compose(board, ViewState(START)))
    rendered.clear()
    call = CallAnnouncement(leg(3), "A-567", "loket-3", SpokenCall("A-567", 3), 0.0)
    renderer.draw(compose(board.apply(called("A-567", 3)), ViewState(START, announcing=call)))
    assert {"A", "5", "6", "7"} <= set(rendered)


def test_known_letters_are_not_rehearsed_again() -> None:
    renderer = Renderer(pygame.Surface((640, 360), 0, 32))
    scene = compose(Board.from_snapshot(snapshot()), ViewState(START))
    rehearsal = Rehearsal(renderer)
    rehearsal.learn("A")
    steps = 0
    while rehearsal.step(scene):
        steps += 1
    assert steps == 4
    rehearsal.learn("A")
    assert not rehearsal.step(scene)
    rehearsal.learn("AB")
    assert rehearsal.step(scene)


def test_a_wall_rehearses_no_letter_that_none_of_its_counters_calls() -> None:
    clock = ManualClock(START)
    screen, announcer = HiddenScreen((320, 180)), Announcer(clock, VirtualAudio(clock), FakeVoice())
    wall = Wall(clock, screen, announcer, scope=Scope.of(None, (), ("loket-1", "loket-4")))
    wall.hear(snapshot())
    letters = {number[0] for number in wall._rehearsal._left}
    assert letters == {"A", "F"}


def test_what_is_kept_of_a_figure_has_no_empty_edge() -> None:
    renderer = Renderer(pygame.Surface((1920, 1080), 0, 32))
    renderer.draw(compose(Board.from_snapshot(snapshot()).apply(called("A-023", 3)), ViewState(START)))
    kept = [picture.surface for picture in renderer._canvas._glyphs._kept.values()]
    assert len(kept) > 20
    assert all(surface.get_bounding_rect() == surface.get_rect() for surface in kept)
