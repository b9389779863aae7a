"""No text and no failing part ends a wall: what fails is noted and named, the rest is drawn, the voice goes
on."""

from __future__ import annotations

import json
from typing import Any

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.clock import ManualClock
from balai.protocol.views import BoardView, Snapshot
from display.picture.compose import ViewState
from display.renderer import bars, call, renderer
from display.slides.papers import said
from display.speaking.announcer import Announcer
from display.tending.status import status_of
from display.wall import Wall
from hardware.ports import LinkUp
from hardware.screen.screen import HiddenScreen
from hardware.sound.audio import VirtualAudio
from tests.integration.drawing.test_any_text import ANY
from tests.support.wall.walls import START, FakeVoice, called, snapshot, view

#: Everywhere that a text of people comes from, as the way to it in a board.
PLACES = (
    ("hall", "name"),
    ("hall", "regency"),
    ("agencies", 0, "name"),
    ("agencies", 0, "short_name"),
    ("agencies", 0, "letter"),
    ("agencies", 0, "tagline"),
    ("agencies", 0, "shape"),
    ("agencies", 0, "lit"),
    ("services", 0, "name"),
    ("services", 0, "fee"),
    ("services", 0, "requirements", 0),
    ("wall", "notices"),
    ("wall", "closed_for"),
)
SIZES = [(320, 240), (640, 360), (240, 320), (700, 241)]


def board_with(text: str, place: tuple[str | int, ...]) -> BoardView:
    """The example hall with that text in that place."""
    data: Any = view().model_dump(mode="json")
    at = data
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = [text] if place[-1] == "notices" else text
    return BoardView.model_validate(data)


class Hall:
    """A wall and what it stands on."""

    def __init__(self, size: tuple[int, int] = (320, 240)) -> None:
        self.clock = ManualClock(START)
        self.voice = FakeVoice()
        self.announcer = Announcer(self.clock, VirtualAudio(self.clock), self.voice)
        self.asked_anew = 0
        self.wall = Wall(self.clock, HiddenScreen(size), self.announcer, ask_anew=self._anew)
        self.wall.hear(LinkUp())

    def _anew(self) -> None:
        self.asked_anew += 1

    def step(self) -> bool:
        self.clock.advance(0.5)
        return self.wall.step()


@given(ANY.map("".join), st.sampled_from(PLACES), st.sampled_from(SIZES), st.integers(0, 40))
def test_any_text_in_any_place_is_shown(
    text: str, place: tuple[str | int, ...], size: tuple[int, int], slide: int
) -> None:
    stage = Hall(size)
    stage.wall.hear(Snapshot.model_construct(**{**dict(snapshot()), "data": board_with(text, place)}))
    for _ in range(slide):
        stage.wall.information.programme.turn(alone=slide % 2 == 0)
    assert stage.step()
    stage.wall.hear(called("A-024", 1))
    assert stage.step()
    assert stage.wall.mishaps.count == 0


@given(ANY.map("".join), st.sampled_from(SIZES))
def test_any_ticket_number_and_announcement_is_shown(text: str, size: tuple[int, int]) -> None:
    stage = Hall(size)
    stage.wall.hear(snapshot())
    stage.wall.hear(called(text, 3))
    assert stage.step()
    scene = stage.wall._compose(stage.wall.board, ViewState(START, said(text, stage.wall.say)))
    stage.wall._renderer.draw(scene)
    assert stage.wall.mishaps.count == 0


def test_a_part_that_cannot_be_drawn_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError("secret words")

    stage = Hall((960, 540))
    monkeypatch.setattr(bars, "draw_header", fails)
    stage.wall.hear(snapshot())
    assert stage.step()
    assert stage.wall.mishaps.named == ("header (ValueError)",)
    assert "secret" not in status_of(stage.wall, ()).model_dump_json()
    assert status_of(stage.wall, ()).counts["mishaps"] >= 1
    grid = stage.wall.screen.surface.subsurface((0, 200, 960, 300))
    assert len({tuple(grid.get_at((x, y))) for x in range(0, 960, 3) for y in range(0, 300, 3)}) > 20


def test_the_voice_goes_on_without_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    stage = Hall()
    stage.wall.hear(snapshot())
    monkeypatch.setattr(renderer.Renderer, "draw", fails)
    monkeypatch.setattr(call, "draw_call", fails)
    stage.wall.hear(called("A-024", 1))
    assert stage.step()
    assert len(stage.voice.said) == 1
    assert "picture (MemoryError)" in stage.wall.mishaps.named


def test_a_step_that_cannot_be_taken_is_asked_for_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Hall()
    stage.wall.hear(snapshot())
    stage.wall.hear(called("A-024", 1).model_copy(update={"data": {"leg_id": 3}}))
    assert stage.asked_anew == 1
    assert stage.step()


def test_a_part_is_named_for_ten_minutes() -> None:
    stage = Hall()
    stage.wall.mishaps.attempt("slides", lambda: json.loads("{"), None)
    assert list(stage.wall.mishaps.named) == ["slides (JSONDecodeError)"]
    stage.clock.advance(601)
    assert list(stage.wall.mishaps.named) == []
    assert stage.wall.mishaps.count == 1


def test_a_screen_that_fails_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Hall()

    def fails(*_: object) -> None:
        raise pygame.error("gone")

    monkeypatch.setattr(stage.wall.screen, "ask", fails)
    monkeypatch.setattr(stage.wall.screen, "show", fails)
    stage.wall.hear(snapshot())
    assert stage.step()
    assert "screen (error)" in stage.wall.mishaps.named
