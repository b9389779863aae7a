"""The wall in every state and layout: the approved pictures, and what must stand where on any screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from display.frame import BoardFile, paint
from display.picture.panel import Panel
from drawing.palette import INK_100, INK_800, INK_950, SIGNAL, Colour
from tests.support.wall.approved import differences, kept, path_of, shrunk, shrunk_pixels, sizes_of
from tests.support.wall.frames import FULL, IDLE_AT, PICTURES, RIGHT, painted, panel
from tests.support.wall.pixels import pixels
from tests.support.wall.reading import all_can_be_read
from tests.support.wall.walls import START, hall

#: Both of one picture and then of the next, so that each is painted once.
EACH = pytest.mark.parametrize("name", sorted(PICTURES), scope="module")


@EACH
def test_whatever_a_picture_says_can_be_read(name: str) -> None:
    all_can_be_read(name)


@EACH
def test_the_picture_is_the_approved_one(name: str, tmp_path: Path) -> None:
    made = PICTURES[name]()
    wrong = differences(shrunk(made), Image.open(path_of(name)))
    if wrong:
        pygame.image.save(made, tmp_path / f"display-{name}.png")
    assert not wrong, f"differs around {wrong[:5]}; see {tmp_path}"


def test_no_approved_picture_is_left_over_and_all_are_small() -> None:
    sizes = sizes_of("display")
    assert set(sizes) == set(PICTURES)
    assert sum(sizes.values()) < 4_050_000


def _with(change: str, size: tuple[int, int]) -> pygame.Surface:
    file, at = hall(), IDLE_AT
    if change == "figure":
        data = {**file.pushes[0].data, "number": "A-028"}
        file = file.model_copy(update={"pushes": (file.pushes[0].model_copy(update={"data": data}),)})
    if change == "break":
        until = file.counters[8].model_copy(update={"until": START.replace(hour=4)})
        file = file.model_copy(update={"counters": (*file.counters[:8], until, *file.counters[9:])})
    if change == "agency":
        bank = replace(file.agencies[3], short_name="Bankaltimtura")
        file = file.model_copy(update={"agencies": (*file.agencies[:3], bank, *file.agencies[4:])})
    return paint(file, size, at)


@pytest.mark.parametrize("size", [FULL, (1280, 720), (1080, 1920)])
@pytest.mark.parametrize("change", ["figure", "break", "agency"])
def test_a_single_other_figure_or_letter_is_found(change: str, size: tuple[int, int]) -> None:
    usual = kept(_with("", size))
    assert differences(shrunk(_with("", size)), usual) == []
    assert differences(shrunk(_with(change, size)), usual)


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("call-1080", SIGNAL),
        ("call-1080", INK_950),
        ("call-upright", INK_800),
        ("idle-1080", SIGNAL),
        ("idle-1080", INK_800),
        ("idle-720", SIGNAL),
        ("idle-upright", SIGNAL),
        ("offline-1080", INK_950),
        ("offline-1080", INK_100),
    ],
)
def test_a_field_of_another_colour_however_near_is_found(name: str, colour: Colour) -> None:
    approved = Image.open(path_of(name))
    shown = pixels(PICTURES[name]())
    fields = (shown == colour).all(axis=2)
    other = shown.copy()
    other[fields] = (colour[0], colour[1] ^ 16, colour[2])
    assert differences(shrunk_pixels(shown), approved) == []
    assert differences(shrunk_pixels(other), approved)


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
    agencies = tuple(replace(a, name=long, short_name=long) for a in file.agencies)
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


def test_board_files_may_hold_the_pushes_that_follow() -> None:
    file = hall()
    assert isinstance(file, BoardFile)
    assert [push.type for push in file.pushes] == ["leg_called"]


@pytest.mark.parametrize("size", ["1080", "upright"])
def test_a_closed_wall_says_all_of_it_in_both_languages(size: str) -> None:
    plan = panel(f"english-closed-{size}").plan()
    middle = round((plan.rest.y + plan.info.y) / 2 if plan.portrait else plan.rest.middle)
    left = pixels(painted(f"english-closed-{size}"))[middle + 230 : middle + 345, 40:600]
    light = (left.max(axis=2) > 120).any(axis=1)
    assert np.count_nonzero(light[1:] & ~light[:-1]) == 2, "the remark and, below it, the same in English"
