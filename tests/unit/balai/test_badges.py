"""The badge outlines: inside their square, closed, and the same in every form."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from balai.badges import BADGES, GRID, Badge, badge
from balai.hall_file.sections import Shape


@pytest.fixture(params=sorted(BADGES))
def shape(request: pytest.FixtureRequest) -> Badge:
    return BADGES[request.param]


def test_every_agency_of_the_pictures_has_its_shape() -> None:
    assert set(BADGES) == {"bulat", "gapura", "perisai", "wajik", "palang", "rumah", "segi_enam", "kotak"}
    assert set(BADGES) == set(get_args(Shape)), "what a hall's file may say is what can be drawn"
    assert len({item.ink for item in BADGES.values()} | {item.lit for item in BADGES.values()}) == 16


def test_outline_stays_inside_the_square_and_fills_it(shape: Badge) -> None:
    points = shape.polygon()
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert min(xs + ys) >= 0
    assert max(xs + ys) <= GRID
    assert max(xs) - min(xs) >= 38
    assert max(ys) - min(ys) >= 38
    assert min(xs) + max(xs) == pytest.approx(GRID, abs=0.1)


def test_polygon_scales_and_moves(shape: Badge) -> None:
    plain, moved = shape.polygon(), shape.polygon(96, (10, 20))
    assert [10 + 2 * x for x, _ in plain] == pytest.approx([x for x, _ in moved])
    assert [20 + 2 * y for _, y in plain] == pytest.approx([y for _, y in moved])


def test_svg_path_visits_the_same_points(shape: Badge) -> None:
    path = shape.svg_path()
    assert re.fullmatch(r"M[-\d. ]+([LC][-\d. ]+)+Z", path)
    assert path.count("L") + path.count("C") == len(shape.segments)


def test_letter_lies_inside_the_outline(shape: Badge) -> None:
    ys = [y for _, y in shape.polygon()]
    half = 0.668 * shape.letter_size / 2
    assert min(ys) < shape.letter_middle - half
    assert max(ys) > shape.letter_middle + half
    assert shape.baseline == pytest.approx(shape.letter_middle + half)


def test_unknown_shape_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="bulat"):
        badge("segitiga")
