"""Words that take the place of others: an announcement that is being made, and a wall without a hall."""

from __future__ import annotations

from display.picture.panel import Plan
from display.renderer.info import info_area
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_800, INK_950, WHITE

_SIZES = (96, 84, 72, 64, 56, 50, 44, 40, 36)
_LINE = 1.24


def band(plan: Plan) -> Box:
    """Where an announcement stands above the counters."""
    return plan.hero._replace(width=plan.width - 80)


def field(plan: Plan) -> Box:
    """What an announcement clears: the latest call and, beside it, the information panel."""
    if plan.portrait:
        return plan.hero
    info = info_area(plan.info)
    return Box(plan.hero.x, plan.hero.y, info.right - plan.hero.x, max(plan.hero.height, info.height))


def while_closed(plan: Plan) -> Box:
    """Where it stands in a closed hall."""
    return Box(40, plan.rest.y + 40, plan.width - 80, plan.rest.height - 80)


def draw_said(canvas: WallCanvas, text: str, box: Box) -> None:
    """An announcement, as large as it fits."""
    canvas.panel(box, INK_800)
    canvas.icon(box.x + 34, box.y + 20, 52, "aloud", 2.1, colour=WHITE)
    canvas.text(box.x + 104, box.y + 46 + MIDDLE * 34, canvas.both("wall.notice"), Face(640, 34, WHITE))
    area = Box(box.x + 40, box.y + 84, box.width - 80, box.height - 108)
    lines, face = _largest(canvas, text, area)
    step = _LINE * face.size
    y = area.middle - step * (len(lines) - 1) / 2
    for line in lines:
        canvas.text(area.x, y + MIDDLE * face.size, line, face)
        y += step


def _largest(canvas: WallCanvas, text: str, area: Box) -> tuple[list[str], Face]:
    face = Face(560, _SIZES[0], WHITE)
    for size in _SIZES:
        face = face._replace(size=size)
        if canvas.fits(text, face, area.width, _rows(area, face)):
            break
    return canvas.lines(text, face, area.width, _rows(area, face)), face


def _rows(area: Box, face: Face) -> int:
    return max(1, int(area.height / (_LINE * face.size)))


def draw_message(canvas: WallCanvas, text: str, hints: tuple[str, ...]) -> None:
    """What the wall is waiting for, what visitors can rely on, and last what a technician can do."""
    plan = canvas.plan
    canvas.fill(Box(0, 0, plan.width, plan.height), INK_950)
    y, room = plan.height / 2 - 230, plan.width - 160
    canvas.icon(plan.width / 2 - 60, y - 60, 120, "hall", 1.9, colour=INK_100)
    faces = [Face(560, 64, INK_100), *[Face(420, 44, INK_100)] * (len(hints) - 1), Face(420, 34, INK_200)]
    y += 140
    for words, face in zip((text, *hints), faces, strict=False):
        for line in canvas.lines(words, face, room, 3):
            canvas.text(plan.width / 2, y + MIDDLE * face.size, line, face, "middle")
            y += _LINE * face.size
        y += 16 if face.size == 44 else 36
