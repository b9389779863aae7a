"""The latest call."""

from __future__ import annotations

from display.picture.scene import Hero
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import FLOOR, MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_400, INK_600, INK_800, INK_950, SIGNAL, WHITE

#: The tallest figures for which there is room, in em of the font.
_ROOM = 200 / CAP
#: The number and the counter of an upright panel.
_UPRIGHT = 236
#: The room that an agency's name and badge need beside the title.
_LEAST_NAME = 330


def draw_hero(canvas: WallCanvas, hero: Hero, box: Box, smallest: float) -> None:
    """The latest call; dashed and white while it may be out of date. `smallest` is the font that the
    millimetre rule asks for."""
    canvas.fill(box, INK_950)
    if canvas.plan.portrait and not hero.stale:
        _upright(canvas, hero, box)
        return
    left, right = box.x + 34, box.right - 30
    label, row = box.y + 46, box.y + 182
    if hero.stale:
        _frame(canvas, box)
        left, right, label, row = box.x + 41, box.right - 41, box.y + 35, box.y + 147
        if canvas.plan.portrait:
            label, row = box.y + 44, box.y + 172
    else:
        canvas.panel(box, INK_800)
    if not hero.number:
        _no_call(canvas, hero, left, right, row)
        return
    _labels(canvas, hero, left, right, label + MIDDLE * 34)
    face = Face(560, 224, WHITE) if hero.stale else Face(680, 252, SIGNAL)
    face = face._replace(size=max(face.size, min(smallest, _ROOM)))
    _call(canvas, hero, (left, right, row), face)


def _upright(canvas: WallCanvas, hero: Hero, box: Box) -> None:
    canvas.panel(box, INK_800)
    left, right = box.x + 40, box.right - 40
    if not hero.number:
        _no_call(canvas, hero, left, right, box.y + 200)
        return
    baseline = box.y + 42 + MIDDLE * 34
    x = _title(canvas, hero, left, right, baseline)
    if hero.sign is not None:
        face = Face(420, 34, WHITE)
        wide = canvas.two_lines(right, box.y + 42, hero.sign.short_name, face, right - x - 60, "right")
        canvas.badge(right - wide - 60, box.y + 42 - 23, 46, hero.sign)
    # The place to go stands as tall as the number.
    face = canvas.fit_number(hero.number, Face(680, _UPRIGHT, SIGNAL), right - left + 20)
    canvas.number(left - 0.01 * face.size, box.y + 158 + MIDDLE * face.size, hero.number, face)
    canvas.line(left, box.y + 249, right - left, 2, INK_600)
    _way(canvas, hero, left, right, (box.y + 340, face.size))


def _way(canvas: WallCanvas, hero: Hero, left: float, right: float, at: tuple[float, float]) -> None:
    middle, size = at
    word, raised = canvas.say("wall.counter"), 22 if canvas.beside else 0
    wide = canvas.text(left, middle - raised + MIDDLE * 56, word, Face(420, 56, WHITE))
    if canvas.beside:
        second = canvas.beside("wall.counter")
        wide = max(wide, canvas.text(left, middle + 34 + MIDDLE * 36, second, Face(420, 36, INK_100)))
    x = left + wide + 26
    figure = Face(680, size, SIGNAL)
    x += canvas.number(x, middle + MIDDLE * figure.size, hero.counter, figure) + 40
    if hero.direction is None:
        return
    canvas.icon(right - 100, middle - 50, 100, hero.direction, 2.7, colour=SIGNAL)
    lines = canvas.say.lines(f"wall.to_{hero.direction}")
    wide = max(canvas.width(line, Face(420, 44, WHITE)) for line in lines)
    if x + wide > right - 126:
        return
    for index, line in enumerate(lines):
        canvas.text(right - 126, middle - 27 + 54 * index + MIDDLE * 44, line, Face(420, 44, WHITE), "right")


def _frame(canvas: WallCanvas, box: Box) -> None:
    thick, corner = 3, 7
    canvas.panel(box, INK_400)
    inner = Box(box.x + thick, box.y + thick, box.width - 2 * thick, box.height - 2 * thick)
    canvas.panel(inner, INK_950, 5)
    wide, high = box.width - 2 * corner, box.height - 2 * corner
    for edge in (
        Box(box.x + corner, box.y, wide, thick),
        Box(box.x + corner, inner.y + inner.height, wide, thick),
        Box(box.x, box.y + corner, thick, high),
        Box(inner.right, box.y + corner, thick, high),
    ):
        canvas.gaps(edge, 6, 3, INK_950)


def _no_call(canvas: WallCanvas, hero: Hero, left: float, right: float, middle: float) -> None:
    canvas.text(left, middle - 20 + MIDDLE * 64, hero.title, Face(560, 64, INK_100))
    if hero.hint:
        hint, face = canvas.fit(hero.hint, Face(420, 34, INK_200), right - left)
        canvas.text(left, middle + 44 + MIDDLE * 34, hint, face)


def _labels(canvas: WallCanvas, hero: Hero, left: float, right: float, baseline: float) -> None:
    face, wanted = Face(640, 34, WHITE), canvas.both("wall.counter")
    title = canvas.width(hero.title + hero.time, face) + 58
    if left + title + _LEAST_NAME > right - canvas.width(wanted, face):
        wanted = canvas.say("wall.counter")
    right -= canvas.text(right, baseline, wanted, face, "right") + 34
    x = _title(canvas, hero, left, right, baseline)
    if hero.sign is not None:
        canvas.badge(x, baseline - MIDDLE * 34 - 23, 46, hero.sign)
        room = right - x - 60
        fits = canvas.width(hero.sign.name, Face(420, FLOOR, WHITE)) <= room
        name = hero.sign.name if fits else hero.sign.short_name
        canvas.two_lines(x + 60, baseline - MIDDLE * 34, name, Face(420, 34, WHITE), room)


def _title(canvas: WallCanvas, hero: Hero, left: float, right: float, baseline: float) -> float:
    """Whose call it is, in the second language too where that leaves room for the agency; returns the x after
    it."""
    x = left + canvas.text(left, baseline, hero.title, Face(640, 34, WHITE)) + 14
    time, second = Face(420, 34, INK_100), Face(420, 30, INK_200)
    after = x + canvas.width(hero.time, time) + canvas.width(hero.beside, second) + 14 + _LEAST_NAME
    if hero.beside and after <= right:
        x += canvas.text(x, baseline, hero.beside, second) + 14
    return x + canvas.text(x, baseline, hero.time, time) + 44


def _call(canvas: WallCanvas, hero: Hero, across: tuple[float, float, float], face: Face) -> None:
    left, right, middle = across
    icon, stroke = 140, 2.5 if hero.stale else 2.7
    room = right - left - icon - 28
    both = canvas.number_width(hero.number, face) + canvas.number_width(hero.counter, face)
    if both > room:
        face = face._replace(size=face.size * room / both)
    baseline = middle + MIDDLE * face.size
    start = left - 0.01 * face.size
    end = start + canvas.number(start, baseline, hero.number, face)
    counter = right - canvas.number_width(hero.counter, face)
    canvas.number(counter, baseline, hero.counter, face)
    canvas.icon(
        (end + counter - icon) / 2,
        middle - icon / 2,
        icon,
        hero.direction or "right",
        stroke,
        colour=face.colour,
    )
