"""The hall while it is closed: calm, and when it opens."""

from __future__ import annotations

from typing import NamedTuple

from display.picture.scene import Rest
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_950, WHITE


class _Line(NamedTuple):
    """A line of the closed hall: its face, its smallest size, how far below the middle it stands, alone and
    with the second language a `step` below it in the size `second`."""

    face: Face
    floor: int
    below: float
    apart: float
    second: float
    step: float


_TITLE = _Line(Face(640, 152, WHITE), 64, -10, -72, 56, 102)
_OPENS = _Line(Face(420, 72, INK_100), 44, 120, 118, 40, 64)
_HINT = _Line(Face(420, 44, INK_200), 34, 220, 262, 34, 48)
#: How far below the middle of its words an upright panel's slides may begin, in one language and in two.
_BELOW, _BELOW_BOTH = 290, 350


def info_field(canvas: WallCanvas) -> Box:
    """Where the information panel may draw meanwhile: an upright panel has room for larger pictures."""
    plan = canvas.plan
    if plan.portrait:
        top = _middle(canvas) + (_BELOW_BOTH if canvas.beside else _BELOW)
        return plan.info._replace(y=top, height=plan.info.bottom - top)
    return plan.info._replace(y=plan.rest.middle - 158)


def info_box(canvas: WallCanvas, picture: bool) -> Box:
    """Where the information panel stands meanwhile."""
    return canvas.plan.info if canvas.plan.portrait and not picture else info_field(canvas)


def field(canvas: WallCanvas) -> Box:
    """What is drawn on beside the information panel."""
    plan = canvas.plan
    if plan.portrait:
        return plan.rest._replace(height=info_field(canvas).y - plan.rest.y)
    return plan.rest._replace(width=plan.info.x - 4)


def _middle(canvas: WallCanvas) -> float:
    plan = canvas.plan
    return (plan.rest.y + plan.info.y) / 2 if plan.portrait else plan.rest.middle


def draw_rest(canvas: WallCanvas, rest: Rest) -> None:
    """What the hall is, when it opens, and a remark."""
    box = field(canvas)
    canvas.fill(box, INK_950)
    x, room = box.x + 40, box.width - 100
    middle = _middle(canvas)
    higher = 60 if rest.beside else 0
    canvas.icon(x - 10, middle - 250 - higher, 140, rest.icon, 1.8, colour=INK_100)
    lines = ((rest.title, _TITLE), (rest.opens, _OPENS), (rest.hint, _HINT))
    for index, (words, line) in enumerate(lines):
        y = middle + (line.apart if rest.beside else line.below)
        fitting, face = canvas.fit(words, line.face, room, line.floor)
        canvas.text(x, y + MIDDLE * face.size, fitting, face)
        if rest.beside:
            second, face = canvas.fit(rest.beside[index], Face(420, line.second, INK_200), room)
            canvas.text(x, y + line.step + MIDDLE * face.size, second, face)
