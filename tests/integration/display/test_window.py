"""A window, as SDL sees it: shown in parts, drawn anew when it is uncovered or resized, closed at will."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest

from balai.clock import ManualClock
from display.speaking.announcer import Announcer
from display.wall import Wall
from hardware.screen import screen as screen_module
from hardware.screen.screen import SdlScreen, open_screen
from hardware.sound.audio import VirtualAudio
from tests.support.wall.walls import START, FakeVoice, called, snapshot


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[SdlScreen]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(screen_module, "_NO_SCREEN", frozenset())
    screen = SdlScreen((1280, 720), fullscreen=False)
    pygame.event.get()
    yield screen
    screen.close()


@pytest.fixture
def wall(window: SdlScreen) -> Wall:
    clock = ManualClock(START)
    wall = Wall(clock, window, Announcer(clock, VirtualAudio(clock), FakeVoice()))
    wall.hear(snapshot())
    return wall


def test_only_changed_parts_are_shown(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[list[pygame.Rect]] = []
    monkeypatch.setattr(pygame.display, "update", shown.append)
    for _ in range(3):
        assert wall.step()
    assert shown == [[pygame.Rect(0, 0, 1280, 720)]]


def test_it_is_drawn_anew_when_it_was_covered(wall: Wall, window: SdlScreen) -> None:
    wall.step()
    before = window.surface.copy()
    window.surface.fill((1, 2, 3))
    pygame.event.post(pygame.event.Event(pygame.WINDOWEXPOSED))
    wall.step()
    assert pygame.image.tobytes(window.surface, "RGB") == pygame.image.tobytes(before, "RGB")


def test_a_resized_window_holds_the_whole_picture(wall: Wall, window: SdlScreen) -> None:
    wall.step()
    pygame.display.set_mode((960, 540), pygame.RESIZABLE)
    pygame.event.post(pygame.event.Event(pygame.WINDOWSIZECHANGED, x=960, y=540))
    wall.hear(called("A-023", 3))
    wall.step()
    assert window.surface.get_size() == (960, 540)
    assert window.surface.get_at((955, 60))[:3] == (255, 198, 26)


@pytest.mark.parametrize(
    "event",
    [pygame.event.Event(pygame.QUIT), pygame.event.Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0)],
)
def test_closing_it_ends_the_wall(wall: Wall, event: pygame.event.Event) -> None:
    assert wall.step()
    pygame.event.post(event)
    assert not wall.step()


@pytest.mark.parametrize("mode", ["window", "fullscreen"])
def test_without_a_screen_the_picture_is_hidden(
    monkeypatch: pytest.MonkeyPatch, mode: screen_module.Mode
) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "no-such-driver")
    monkeypatch.delenv("DISPLAY", raising=False)
    screen = open_screen(mode, (1280, 720))
    assert (screen.seen, screen.surface.get_size()) == (False, (1280, 720))
    screen.close()
