"""The upper half: the latest call, and what visitors should have with them."""

from __future__ import annotations

from display.renderer.canvas import FLOOR, MIDDLE, Box, Canvas, Face
from display.renderer.palette import INK_100, INK_200, INK_400, INK_600, INK_800, INK_950, SIGNAL, WHITE
from display.scene import Hero, Info
from display.words import COUNTER

HERO, HERO_STALE = Box(40, 84, 1290, 308), Box(40, 194, 1290, 240)
_INFO, _INFO_STALE = Box(1370, 84, 510, 316), Box(1370, 194, 510, 250)
#: The room for an entry's text, beside its number.
ENTRY_WIDTH = 474
_LABEL = 36
_MOST_PIPS = 10


def draw_hero(canvas: Canvas, hero: Hero) -> None:
    """The latest call; dashed and white while it may be out of date."""
    box = HERO_STALE if hero.stale else HERO
    canvas.fill(box, INK_950)
    left, right = box.x + 34, box.right - 30
    label, row = box.y + 46, box.y + 182
    if hero.stale:
        _frame(canvas, box)
        left, right, label, row = box.x + 41, box.right - 41, box.y + 35, box.y + 147
    else:
        canvas.panel(box, INK_800)
    if not hero.number:
        _no_call(canvas, hero, left, row)
        return
    _labels(canvas, hero, left, right, label + MIDDLE * 34)
    _call(canvas, hero, left, right, row)


def info_area(stale: bool) -> Box:
    """What the info panel may draw on: the rounding of small screens reaches past its edge."""
    box = _INFO_STALE if stale else _INFO
    return box._replace(x=box.x - 4, width=box.width + 8)


def draw_info(canvas: Canvas, info: Info | None, stale: bool) -> None:
    """The slide; an empty panel where there is none."""
    box = _INFO_STALE if stale else _INFO
    canvas.fill(info_area(stale), INK_950)
    if info is None:
        return
    title, face = canvas.fit(info.title, Face(640, 34, WHITE), box.width)
    canvas.text(box.x, box.y + 22 + MIDDLE * 34, title, face)
    if info.notice:
        _notice_rows(canvas, info, box)
        return
    subtitle, face = canvas.fit(info.subtitle, Face(420, 28, INK_200), box.width)
    canvas.text(box.x, box.y + 60 + MIDDLE * 28, subtitle, face)
    y = box.y + 88
    for row in info.rows:
        if row.first:
            canvas.line(box.x, y, box.width, 1, INK_600)
        baseline = y + 23 + MIDDLE * 28
        canvas.text(box.x, baseline, row.label, Face(420, 28, INK_200))
        canvas.text(box.x + _LABEL, baseline, row.text, Face(420, 28, WHITE))
        y += 45
    _foot(canvas, info, box, y)


def _frame(canvas: Canvas, box: Box) -> None:
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


def _no_call(canvas: Canvas, hero: Hero, left: float, middle: float) -> None:
    canvas.text(left, middle - 20 + MIDDLE * 64, hero.title, Face(560, 64, INK_100))
    if hero.hint:
        canvas.text(left, middle + 44 + MIDDLE * 34, hero.hint, Face(420, 34, INK_200))


def _labels(canvas: Canvas, hero: Hero, left: float, right: float, baseline: float) -> None:
    right -= canvas.text(right, baseline, COUNTER, Face(640, 34, WHITE), "right") + 34
    x = left + canvas.text(left, baseline, hero.title, Face(640, 34, WHITE)) + 14
    x += canvas.text(x, baseline, hero.time, Face(420, 34, INK_100)) + 44
    if hero.sign is not None:
        canvas.badge(x, baseline - MIDDLE * 34 - 23, 46, hero.sign)
        room = right - x - 60
        fits = canvas.width(hero.sign.name, Face(420, FLOOR, WHITE)) <= room
        name = hero.sign.name if fits else hero.sign.short_name
        name, face = canvas.fit(name, Face(420, 34, WHITE), room)
        canvas.text(x + 60, baseline, name, face)


def _call(canvas: Canvas, hero: Hero, left: float, right: float, middle: float) -> None:
    face = Face(560, 224, WHITE) if hero.stale else Face(680, 252, SIGNAL)
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
    canvas.icon((end + counter - icon) / 2, middle - icon / 2, icon, "right", stroke, colour=face.colour)


def _notice_rows(canvas: Canvas, info: Info, box: Box) -> None:
    for index, row in enumerate(info.rows):
        y = box.y + 56 + 59 * index
        canvas.line(box.x, y, box.width, 1, INK_600)
        text, face = canvas.fit(row.text, Face(420, 31, WHITE), box.width)
        canvas.text(box.x, y + 29 + MIDDLE * 31, text, face)


def _foot(canvas: Canvas, info: Info, box: Box, y: float) -> None:
    canvas.line(box.x, y, box.width, 1, INK_600)
    middle, room = y + 25, box.width
    if 1 < info.pages <= _MOST_PIPS:
        step = 22
        x = box.right - step * info.pages + 9
        for page in range(info.pages):
            canvas.disc(x + step * page, middle - 6.5, 13, WHITE if page == info.page else INK_200)
            if page != info.page:
                canvas.disc(x + step * page + 2, middle - 4.5, 9, INK_950)
        room -= step * info.pages + 12
    elif info.pages > 1:
        text = f"{info.page + 1} / {info.pages}"
        baseline = middle + MIDDLE * 28
        room -= canvas.text(box.right, baseline, text, Face(420, 28, INK_200), "right") + 20
    fee, face = canvas.fit(info.foot, Face(420, 28, INK_200), room)
    canvas.text(box.x, middle + MIDDLE * 28, fee, face)
