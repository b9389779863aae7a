"""Where a counter lies, seen from before a wall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain.hall.config import HallConfig, Wall
from balai.domain.hall.plan import wall_ways, wall_zone, way_to
from tests.support.days import small_hall

SQUARES = st.integers(1, 60)
TURNED = {"up": "right", "right": "down", "down": "left", "left": "up"}


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(14, 12, "right"), (6, 12, "left"), (10, 4, "ahead"), (10, 30, "behind"), (11, 30, "behind"),
     (30, 10, "right"), (10, 13, "ahead"), (13, 10, "right")],
)  # fmt: skip
def test_a_wall_at_the_top_that_looks_down_has_the_right_of_the_plan_at_the_right(
    x: int, y: int, expected: str
) -> None:
    assert way_to(x, y, (10, 10), "down") == expected


@given(SQUARES, SQUARES, SQUARES, SQUARES, st.sampled_from(sorted(TURNED)))
def test_a_plan_that_is_turned_says_the_same(x: int, y: int, at_x: int, at_y: int, faces: str) -> None:
    assert way_to(at_x, at_y, (x, y), faces) == way_to(-at_y, at_x, (-y, x), TURNED[faces])


@given(SQUARES, SQUARES, SQUARES)
def test_what_is_at_the_right_of_a_wall_is_at_the_left_of_its_mirror(x: int, y: int, across: int) -> None:
    sides = (way_to(x + across, y + 3, (x, y), "down"), way_to(x - across, y + 3, (x, y), "down"))
    assert sides == ("right", "left")


def placed(wall: Wall) -> HallConfig:
    """The small hall, whose first counter stands at the left of the plan, with a wall."""
    config = small_hall()
    counters = (replace(config.counters[0], plan_x=1, plan_y=1), *config.counters[1:])
    return replace(config, counters=counters, walls=(wall,))


def test_only_what_has_a_place_has_a_way_and_what_was_said_by_hand_goes_before_it() -> None:
    wall = Wall("layar-1", plan_x=4, plan_y=1)
    first, second = (counter.number for counter in small_hall().counters[:2])
    assert wall_ways(placed(wall), wall) == {first: "left"}
    by_hand = replace(wall, ahead=(first,), right=(second, 998))
    assert wall_ways(placed(by_hand), by_hand) == {first: "ahead", second: "right"}
    loose = Wall("layar-1", behind=(first,))
    assert wall_ways(placed(loose), loose) == {first: "behind"}


def test_the_hall_says_which_zone_a_wall_is_for_and_else_its_enrolment() -> None:
    config = placed(Wall("layar-1", zone_id="utama"))
    assert wall_zone(config, "layar-1", "atas") == "utama"
    assert wall_zone(config, "layar-2", "atas") == "atas"
    assert wall_zone(placed(Wall("layar-1")), "layar-1", "atas") is None
