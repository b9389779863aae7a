"""The plan of a hall: where counters and walls stand, and so where a counter lies for who looks at a wall.

Places are squares, `x` to the right and `y` downwards, from 1. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from balai.domain.hall.config import HallConfig, Wall

#: Where a counter may lie for somebody who looks at a wall.
WAYS = ("left", "right", "ahead", "behind")
#: Squares that whoever looks at a wall stands away from it.
_AWAY = 3
#: Where the wall's picture looks, as steps of `x` and `y`.
_FACES: Mapping[str, tuple[int, int]] = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}


def wall_ways(config: HallConfig, wall: Wall) -> dict[int, str]:
    """For each counter, by number, whose way is known the one of WAYS: as it was said by hand, else as the
    plan has it."""
    by_hand = {number: way for way in WAYS for number in getattr(wall, way)}
    x, y = wall.plan_x, wall.plan_y
    by_plan = {
        c.number: way_to(c.plan_x, c.plan_y, (x, y), wall.faces)
        for c in config.counters
        if x is not None and y is not None and c.plan_x is not None and c.plan_y is not None
    }
    numbers = {counter.number for counter in config.counters}
    return {number: way for number, way in {**by_plan, **by_hand}.items() if number in numbers}


def way_to(x: int, y: int, wall: tuple[int, int], faces: str) -> str:
    """Where a place lies for somebody who stands some squares before a wall and looks at it."""
    faces_x, faces_y = _FACES[faces]
    across, along = x - (wall[0] + _AWAY * faces_x), y - (wall[1] + _AWAY * faces_y)
    # They look against the way that the wall faces; their right hand is a quarter turn clockwise of that.
    forward = -(across * faces_x + along * faces_y)
    right = across * faces_y - along * faces_x
    if right and abs(right) >= abs(forward):
        return "right" if right > 0 else "left"
    return "ahead" if forward >= 0 else "behind"


def wall_zone(config: HallConfig, device_id: str, enrolled: str | None) -> str | None:
    """The zone that a wall is for, None for the whole hall: as the configuration says of it, else the one
    that it was `enrolled` for."""
    for wall in config.walls:
        if wall.id == device_id:
            return wall.zone_id or None
    return enrolled
