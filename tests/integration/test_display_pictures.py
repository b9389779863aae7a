"""The pictures themselves: against the drawn ones, in pixels that a visitor must read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from balai.clock import ManualClock
from balai.speech import SpokenCall
from display.announcer import Announcement
from display.board import Board
from display.compose import Moment, compose
from display.frame import BoardFile, paint
from display.layout import arrange
from display.panel import Panel
from display.renderer.cells import places
from display.renderer.renderer import Renderer
from display.scene import Grid
from display.slides import slides
from tests.support.frames import FULL, GOLDEN, IDLE_AT, PICTURES, RIGHT, UPRIGHT, many
from tests.support.pixels import Pixels, contrast, extent, pixels
from tests.support.walls import START, called, hall, leg, moved, snapshot

#: 50 mm on a wall of 43 inches: the smallest number.
SMALLEST_NUMBER = 101


def idle() -> pygame.Surface:
    return PICTURES["idle"]()


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_the_picture_is_the_approved_one(name: str, tmp_path: Path) -> None:
    made = PICTURES[name]()
    approved = pixels(pygame.image.load(GOLDEN / f"display-{name}.png").convert(32)).astype(int)
    difference = np.abs(pixels(made).astype(int) - approved).max(axis=2)
    pygame.image.save(made, tmp_path / f"display-{name}.png")
    # Letters may be smoothed a little differently; nothing may stand elsewhere or be another thing.
    wrong = float((difference > 96).mean())
    assert wrong < 0.002, f"{wrong:.2%} of the pixels differ; see {tmp_path}"


def cells(columns: int = 4, rows: int = 3) -> Iterator[tuple[int, int, int, int]]:
    for column in range(columns):
        for row in range(rows):
            left, top = 40 + column * 470, 410 + row * 195
            yield left, top + 66, left + 430, top + 190


def test_every_number_of_the_grid_is_fifty_millimetres_tall() -> None:
    picture = pixels(idle())
    for index, box in enumerate(cells()):
        if index != 8:  # on a break
            _, top, _, bottom = extent(picture, box)
            assert bottom - top >= SMALLEST_NUMBER, f"cell {index + 1}"


@pytest.mark.parametrize(
    ("picture", "box", "tallest"),
    [
        ("idle", (60, 165, 800, 385), 168),  # the latest number
        ("idle", (1100, 165, 1320, 385), 168),  # its counter
        ("call", (40, 230, 1800, 670), 400),  # the number that is called
        ("call", (430, 700, 700, 945), 193),  # the counter to go to
        ("offline", (80, 258, 700, 425), 149),  # the last number that was heard of
        ("offline", (40, 510, 470, 628), SMALLEST_NUMBER),
    ],
)
def test_numbers_are_as_tall_as_drawn(picture: str, box: tuple[int, int, int, int], tallest: int) -> None:
    _, top, _, bottom = extent(pixels(PICTURES[picture]()), box)
    assert bottom - top >= tallest


@pytest.mark.parametrize("number", ["M-088", "W-888", "A-1204", "M-10234", "M-99999"])
def test_longer_numbers_stay_readable_and_on_the_wall(number: str) -> None:
    file = hall()
    push = file.pushes[0].model_copy(update={"data": {**file.pushes[0].data, "number": number}})
    file = file.model_copy(update={"pushes": (push,)})
    shown = pixels(paint(file, FULL, IDLE_AT))
    wide = {5: 430, 6: 586, 7: 900}[len(number)]
    left, top, right, bottom = extent(shown, (26, 868, 40 + wide + 14, 980))
    assert bottom - top >= SMALLEST_NUMBER
    assert left >= 34
    assert right <= 40 + wide + 15
    over = pixels(paint(file, FULL, START))
    left, top, right, _ = extent(over, (2, 230, 1918, 690))
    assert left >= 50
    assert right <= 1880
    assert top >= 225


@pytest.mark.parametrize(
    ("picture", "box", "least"),
    [
        ("idle", (60, 165, 800, 385), 7),  # yellow on the hero's panel
        ("idle", (40, 476, 470, 600), 12),
        ("idle", (26, 868, 480, 985), 10),  # the inverted cell
        ("idle", (1360, 128, 1890, 168), 7),  # what to bring, in grey
        ("idle", (1380, 176, 1890, 214), 12),
        ("call", (40, 230, 1800, 670), 11),
        ("call", (430, 700, 700, 945), 11),
        ("offline", (115, 90, 1850, 175), 15),
        ("offline", (30, 1010, 800, 1070), 7),
    ],
)
def test_text_stands_out_from_its_ground(picture: str, box: tuple[int, int, int, int], least: float) -> None:
    assert contrast(pixels(PICTURES[picture]()), box) >= least


@pytest.mark.parametrize(
    "size", [(1280, 720), (3840, 2160), (1366, 768), (1600, 1200), (1024, 768), (1080, 1920), (800, 1280)]
)
def test_a_call_fills_any_screen(size: tuple[int, int]) -> None:
    shown = pixels(paint(hall(), size, START, RIGHT))
    panel = Panel(*size)
    yellow = np.argwhere((shown == (255, 198, 26)).all(axis=2))
    assert (yellow[:, 1].min(), yellow[:, 1].max() + 1) == (0, size[0])
    assert yellow[:, 0].min() == pytest.approx((120 if panel.portrait else 84) * panel.scale, abs=1)
    strip = shown[-3, size[0] // 2]
    assert tuple(strip) == (24, 47, 58)


def test_long_names_end_before_their_neighbours() -> None:
    file = hall()
    long = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Kutai Kartanegara"
    agencies = tuple(a.model_copy(update={"name": long, "short_name": long}) for a in file.agencies)
    named = file.hall.model_copy(update={"name": f"Mal Pelayanan Publik {long}"})
    shown = pixels(paint(file.model_copy(update={"agencies": agencies, "hall": named}), FULL, IDLE_AT))
    usual = pixels(paint(file, FULL, IDLE_AT))
    for box in (
        (1262, 0, 1920, 84),  # date and time
        (1190, 100, 1320, 160),  # the hero's "Loket"
        (40, 420, 165, 475),  # a counter's number
        (425, 420, 480, 475),  # its badge
    ):
        left, top, right, bottom = box
        assert (shown[top:bottom, left:right] == usual[top:bottom, left:right]).all(), box


def moments() -> Iterator[tuple[Board | None, dict[str, Any]]]:
    board = Board.from_snapshot(snapshot())
    yield None, {}
    yield board, {}
    yield board, {"slide": 1}
    board = board.apply(called("A-023", 3, leg_id=leg(3)))
    on_screen = Announcement(leg(3), "A-023", "loket-3", SpokenCall("A-023", 3), 0.0)
    yield board, {"announcing": on_screen}
    board = board.apply(called("F-012", 4, seq=413))
    yield board, {"announcing": on_screen}
    yield board, {}
    board = board.apply(moved("leg_finished", leg(3), 3, seq=414))
    yield board, {"now": START + timedelta(minutes=1)}
    yield board.link_down(START), {}
    yield board.link_down(START), {"now": START + timedelta(minutes=2)}
    yield board, {"slide": 3}
    fewer = board.view.model_copy(update={"counters": board.view.counters[:5]})
    yield Board(fewer), {}
    yield Board(fewer.model_copy(update={"calls": ()})), {}
    yield None, {"refused": "token_invalid"}


@pytest.mark.parametrize("size", [FULL, (1280, 720), UPRIGHT])
def test_drawing_only_what_changed_gives_the_same_picture(size: tuple[int, int]) -> None:
    surface = pygame.Surface(size, 0, 32)
    renderer = Renderer(surface)
    before = pixels(surface).copy()
    for index, (board, options) in enumerate(moments()):
        papers = slides(board.view.services, renderer.wrap) if board else ()
        scene = compose(board, Moment(**{"now": START, "slides": papers, **options}))
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
    papers = slides(board.view.services, renderer.wrap)
    clock = ManualClock(START)
    renderer.draw(compose(board, Moment(clock.now(), papers, 0)))
    changed = renderer.draw(compose(board, Moment(clock.now(), papers, 1)))
    area = sum(rect.width * rect.height for rect in changed)
    assert 0 < area < 0.1 * FULL[0] * FULL[1]


def test_board_files_may_hold_the_pushes_that_follow() -> None:
    file = hall()
    assert isinstance(file, BoardFile)
    assert [push.type for push in file.pushes] == ["leg_called"]


PANELS = [
    (1920, 1080, 43), (1280, 720, 43), (3840, 2160, 43), (1080, 1920, 43), (1366, 768, 32),
    (1920, 1080, 32), (1920, 1080, 55), (1600, 1200, 43), (800, 1280, 43), (1920, 1080, 24),
]  # fmt: skip


@pytest.mark.parametrize(("width", "height", "inches"), PANELS)
@pytest.mark.parametrize("count", [1, 5, 12, 13, 24, 40])
def test_numbers_are_fifty_millimetres_tall_on_every_panel(
    width: int, height: int, inches: int, count: int
) -> None:
    panel = Panel(width, height, inches)
    file = many(count, "A-888")
    layout = arrange(["A-888"] * count, panel)
    assert (layout.pages - 1) * layout.size < count <= layout.pages * layout.size
    shown = pixels(paint(file, (width, height), IDLE_AT, inches=inches, page=layout.pages - 1))
    on_page = (None,) * (count - (layout.pages - 1) * layout.size)
    boxes = places(Grid(layout.columns, layout.rows, on_page), panel.plan())  # type: ignore[arg-type]  # only counted
    for box in boxes:
        scaled = [edge * panel.scale for edge in (box.x, box.y + 61, box.right, box.bottom - 3)]
        _, top, _, bottom = extent(shown, tuple(round(edge) for edge in scaled))  # type: ignore[arg-type]  # four
        assert (bottom - top) * panel.mm >= 50


def test_twelve_counters_stand_on_a_page_of_the_usual_panel() -> None:
    for width, height in [(1920, 1080), (1280, 720), (3840, 2160), (1080, 1920), (720, 1280)]:
        assert arrange(["A-001"] * 40, Panel(width, height)).size == 12
    assert arrange(["A-001"] * 40, Panel(inches=32)).size < 12
    assert arrange(["A-001"] * 40, Panel(inches=55)).size > 12
