"""The hall while it is closed: calm, and when it opens."""

from __future__ import annotations

from display.picture.scene import Rest
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_950, WHITE

#: How far below the middle of its words an upright panel's slides may begin.
_BELOW = 290


def info_field(canvas: WallCanvas) -> Box:
    """Where the information panel may draw meanwhile: an upright panel has room for larger pictures."""
    plan = canvas.plan
    if plan.portrait:
        top = _middle(canvas) + _BELOW
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
    canvas.icon(x - 10, middle - 250, 140, rest.icon, 1.8, colour=INK_100)
    title, face = canvas.fit(rest.title, Face(640, 152, WHITE), room, 64)
    canvas.text(x, middle - 10 + MIDDLE * face.size, title, face)
    opens, face = canvas.fit(rest.opens, Face(420, 72, INK_100), room, 44)
    canvas.text(x, middle + 120 + MIDDLE * face.size, opens, face)
    hint, face = canvas.fit(rest.hint, Face(420, 44, INK_200), room, 34)
    canvas.text(x, middle + 220 + MIDDLE * face.size, hint, face)
