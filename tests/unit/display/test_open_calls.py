"""Every number that is called and not answered can be found on the wall, with its counter."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.speech import SpokenCall
from display.picture.board import Board
from display.picture.compose import ViewState, compose
from display.picture.open_calls import LEGIBLE_MM, MOST_BELOW, open_calls, places
from display.picture.panel import Panel
from display.picture.scene import Listing
from display.renderer.renderer import Renderer
from display.speaking.announcer import CallAnnouncement
from drawing.box import CAP
from tests.support.wall.halls import called_at_all
from tests.support.wall.walls import START

SIZES = [(1920, 1080), (1080, 1920), (1280, 720), (3840, 2160), (1024, 768)]


def shown(board: Board, size: tuple[int, int], speaking: bool) -> Listing | None:
    counter = board.view.counters[0]
    assert counter.leg is not None
    call = CallAnnouncement(counter.leg.leg_id, counter.leg.number, counter.id, SpokenCall("A-001", 1), 0.0)
    moment = ViewState(START, panel=Panel(*size), announcing=call if speaking else None)
    scene = compose(board, moment)
    return scene.overlay.open if scene.overlay is not None else scene.open


@given(st.integers(1, 60), st.sampled_from(SIZES), st.booleans(), st.sampled_from(["A-001", "3C-8-001"]))
def test_all_open_calls_have_a_place_of_their_own(
    count: int, size: tuple[int, int], speaking: bool, number: str
) -> None:
    board = Board(called_at_all(count, number))
    listing = shown(board, size, speaking)
    if listing is None:
        # They stand in the cells of the first page, or in the bar below the call.
        assert count <= (MOST_BELOW + 1 if speaking else 60)
        return
    assert len(listing.calls) == len(set(listing.calls)) == count
    boxes = places(listing)[:count]
    assert len(boxes) == count
    area, plan = listing.box, Panel(*size).plan()
    for at, box in enumerate(boxes):
        assert area.x <= box.x <= box.right <= area.right + 0.01
        assert area.y <= box.y <= box.bottom <= area.bottom + 0.01 <= plan.height + 0.02
        assert listing.size * CAP <= box.height + 0.01
        for other in boxes[at + 1 :]:
            apart = other.y >= box.bottom - 0.01 or other.x >= box.right - 0.01
            assert apart or box.y >= other.bottom - 0.01


@pytest.mark.parametrize("count", [5, 12, 30])
def test_beside_a_call_they_are_legible_at_five_metres(count: int) -> None:
    panel = Panel(1920, 1080, 43.0)
    listing = shown(Board(called_at_all(count)), (1920, 1080), speaking=True)
    assert listing is not None
    assert listing.size * CAP * panel.scale * panel.mm >= LEGIBLE_MM


def test_the_one_that_is_spoken_is_marked_and_answered_ones_are_left_out() -> None:
    file = called_at_all(8)
    answered = file.counters[3]
    assert answered.leg is not None
    started = answered.model_copy(update={"leg": answered.leg.model_copy(update={"state": "serving"})})
    board = Board(file.model_copy(update={"counters": (*file.counters[:3], started, *file.counters[4:])}))
    spoken = file.counters[0].leg
    assert spoken is not None
    calls = open_calls(board, spoken.leg_id)
    assert len(calls) == 7
    assert [call.number for call in calls if call.now] == [spoken.number]
    assert answered.leg.number not in {call.number for call in calls}
    assert [call.number for call in calls] == sorted(call.number for call in calls)


def test_while_cut_off_no_list_claims_to_be_true() -> None:
    board = replace(Board(called_at_all(30)), down_since=START)
    assert shown(board, (1920, 1080), speaking=True) is None
    assert shown(board, (1920, 1080), speaking=False) is None


def test_a_list_that_changes_is_drawn_as_if_anew() -> None:
    size = (1280, 720)
    surface = pygame.Surface(size, 0, 32)
    renderer = Renderer(surface)
    rng = Random("list")
    for _ in range(settings().max_examples):
        file = called_at_all(30)
        answered = set(rng.sample(range(30), rng.randrange(12)))
        counters = tuple(
            counter.model_copy(update={"leg": counter.leg.model_copy(update={"state": "serving"})})
            if at in answered and counter.leg is not None
            else counter
            for at, counter in enumerate(file.counters)
        )
        board = Board(file.model_copy(update={"counters": counters}))
        spoken = rng.choice(counters).leg
        assert spoken is not None
        call = CallAnnouncement(spoken.leg_id, spoken.number, "loket-1", SpokenCall("A-001", 1), 0.0)
        scene = compose(board, ViewState(START, panel=Panel(*size), announcing=call))
        renderer.draw(scene)
        anew = pygame.Surface(size, 0, 32)
        Renderer(anew).draw(scene)
        assert pygame.image.tobytes(surface, "RGB") == pygame.image.tobytes(anew, "RGB")
