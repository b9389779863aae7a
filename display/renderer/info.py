"""The information panel: what visitors should have with them, what waits, notices, pictures."""

from __future__ import annotations

from typing import Protocol

import pygame

from balai.words import words_in
from display.picture.scene import Info
from display.renderer.tables import draw_address, draw_numbers, draw_queues
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import FLOOR, MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_600, INK_950, WHITE

#: The room for an entry's text beside its number, and its font.
ENTRY_WIDTH, ENTRY_SIZE = 474, 28
#: The same for the lines of a notice, and of an upright panel.
NOTICE_SIZE, UPRIGHT_SIZE = 31, 30
_LABEL = 36
#: What a second line of a title takes.
_SECOND = 36.0
_MOST_PIPS = 10
#: Up to so many lines have more room.
_ROOMY = 4
#: Earlier calls beside a video: 25 mm on 43 inches.
_CALL = 77


class Pictures(Protocol):
    """Where the panel's pictures come from."""

    def picture(self, key: str, size: tuple[int, int]) -> pygame.Surface | None:
        """The picture of that key, as large as fits into `size`; None if it is gone."""


def draw_full(canvas: WallCanvas, key: str, pictures: Pictures | None) -> None:
    """A picture on the whole screen."""
    whole = canvas.surface.get_rect()
    found = pictures.picture(key, whole.size) if pictures else None
    canvas.surface.fill(INK_950)
    if found is not None:
        canvas.surface.blit(found, found.get_rect(center=whole.center))


def info_area(box: Box) -> Box:
    """What the panel may draw on: the rounding of small screens reaches past its edge."""
    return box._replace(x=box.x - 4, width=box.width + 8)


def draw_info(canvas: WallCanvas, info: Info | None, box: Box, pictures: Pictures | None) -> None:
    """The slide; an empty panel where there is none."""
    canvas.fill(info_area(box), INK_950)
    if canvas.plan.portrait:
        canvas.line(box.x, box.y, box.width, 2, INK_600)
    if info is None:
        return
    canvas.told = words_in(info.language)
    if info.picture:
        _picture(canvas, info.picture, box, pictures)
    else:
        _words(canvas, info, box)


def _words(canvas: WallCanvas, info: Info, box: Box) -> None:
    if info.calls:
        _calls(canvas, info, box)
    elif info.address:
        draw_address(canvas, info.title, info.address, box)
    elif info.queues or info.numbers:
        _table(canvas, info, box)
    elif canvas.plan.portrait:
        _upright(canvas, info, box)
    elif info.notice:
        _title(canvas, info.title, box)
        _notice_rows(canvas, info, box)
    else:
        _list(canvas, info, box)


def _title(canvas: WallCanvas, text: str, box: Box) -> float:
    """Draw the title; returns what a second line took."""
    small = Face(640, FLOOR, WHITE)
    if canvas.width(text, small) > box.width:
        for index, line in enumerate(canvas.lines(text, small, box.width, 2)):
            canvas.text(box.x, box.y + 20 + _SECOND * index + MIDDLE * FLOOR, line, small)
        return _SECOND
    title, face = canvas.fit(text, Face(640, 34, WHITE), box.width)
    canvas.text(box.x, box.y + 22 + MIDDLE * 34, title, face)
    return 0


def _list(canvas: WallCanvas, info: Info, box: Box) -> None:
    subtitle, face = canvas.fit(info.subtitle, Face(420, 28, INK_200), box.width)
    box = box._replace(y=box.y + _title(canvas, info.title, box))
    canvas.text(box.x, box.y + 60 + MIDDLE * 28, subtitle, face)
    y = box.y + 88
    for row in info.rows:
        if row.first:
            canvas.line(box.x, y, box.width, 1, INK_600)
        baseline = y + 23 + MIDDLE * ENTRY_SIZE
        canvas.text(box.x, baseline, row.label, Face(420, ENTRY_SIZE, INK_200))
        canvas.text(box.x + _LABEL, baseline, row.text, Face(420, ENTRY_SIZE, WHITE))
        y += 45
    canvas.line(box.x, y, box.width, 1, INK_600)
    room = box.width - _pips(canvas, info, box.right, y + 25)
    fee, face = canvas.fit(info.foot, Face(420, 28, INK_200), room)
    canvas.text(box.x, y + 25 + MIDDLE * 28, fee, face)


def _calls(canvas: WallCanvas, info: Info, box: Box) -> None:
    """Earlier calls below each other, number and counter as tall as people at 5 m need."""
    _title(canvas, info.title, box)
    y, high = box.y + 50, (box.height - 56) / 3
    for number, counter, sign in info.calls[:3]:
        canvas.line(box.x, y, box.width, 1, INK_600)
        middle, face = y + high / 2, Face(640, _CALL, WHITE)
        canvas.number(box.x, middle + MIDDLE * _CALL, number, canvas.fit_number(number, face, 232))
        x = box.x + 250
        x += canvas.text(x, middle + MIDDLE * 28, canvas.say("wall.counter"), Face(420, 28, INK_200)) + 12
        canvas.number(x, middle + MIDDLE * _CALL, counter, face)
        if sign is not None:
            canvas.badge(box.right - 44, middle - 22, 44, sign)
        y += high


def _table(canvas: WallCanvas, info: Info, box: Box) -> None:
    """Who waits, or who did not come, below a title that leaves room for what stands beside it."""
    upright = canvas.plan.portrait
    middle = box.y + (34 if upright else 22)
    right = box.right - (_pips(canvas, info, box.right, middle) if upright else 0)
    if info.queues:
        right = draw_queues(canvas, info, box, right)
    else:
        draw_numbers(canvas, info, box, right)
        right = right if not upright else box.x + box.width * 0.5
    title, face = canvas.fit(info.title, Face(640, 34, WHITE), right - box.x)
    canvas.text(box.x, middle + MIDDLE * face.size, title, face)
    if not upright:
        _pips(canvas, info, box.right, box.y + 304)


def _upright(canvas: WallCanvas, info: Info, box: Box) -> None:
    middle = box.y + 34
    room = box.width - _pips(canvas, info, box.right, middle)
    whole = info.title + info.subtitle
    wanted = whole if canvas.width(whole, Face(640, 30, WHITE)) <= room else info.title
    title, face = canvas.fit(wanted, Face(640, 34, WHITE), room)
    canvas.text(box.x, middle + MIDDLE * 34, title, face)
    for index, row in enumerate(info.rows[:2]):
        text, face = canvas.fit(row.text, Face(420, UPRIGHT_SIZE, INK_100), box.width)
        canvas.text(box.x, box.y + 78 + 40 * index + MIDDLE * UPRIGHT_SIZE, text, face)


def _notice_rows(canvas: WallCanvas, info: Info, box: Box) -> None:
    y = box.y + 56.0
    for index, row in enumerate(info.rows):
        if row.first:
            canvas.line(box.x, y, box.width, 1, INK_600)
        after = info.rows[index + 1] if index + 1 < len(info.rows) else None
        alone = row.first and (after is None or after.first)
        high = 59 if alone and len(info.rows) <= _ROOMY else 46
        text, face = canvas.fit(row.text, Face(420, NOTICE_SIZE, WHITE), box.width)
        canvas.text(box.x, y + 29 + MIDDLE * NOTICE_SIZE, text, face)
        y += high
    if info.pages > 1:
        _pips(canvas, info, box.right, box.y + 293)


def _picture(canvas: WallCanvas, key: str, box: Box, pictures: Pictures | None) -> None:
    rect = canvas.rect(box._replace(y=box.y + 12, height=box.height - 20))
    found = pictures.picture(key, rect.size) if pictures else None
    if found is not None:
        canvas.surface.blit(found, found.get_rect(center=rect.center))


def _pips(canvas: WallCanvas, info: Info, right: float, middle: float) -> float:
    """Which page it is; returns the room that this takes."""
    if info.pages <= 1:
        return 0
    if info.pages > _MOST_PIPS:
        text = f"{info.page + 1} / {info.pages}"
        return canvas.text(right, middle + MIDDLE * 28, text, Face(420, 28, INK_200), "right") + 20
    return draw_pips(canvas, info.page, info.pages, (right, middle), INK_950) + 12


def draw_pips(
    canvas: WallCanvas, page: int, pages: int, at: tuple[float, float], ground: tuple[int, int, int]
) -> float:
    """A dot for each page, the present one filled, ending at `at`; returns their width."""
    step, (right, middle) = 22, at
    x = right - step * pages + 9
    for index in range(pages):
        canvas.disc(x + step * index, middle - 6.5, 13, WHITE if index == page else INK_200)
        if index != page:
            canvas.disc(x + step * index + 2, middle - 4.5, 9, ground)
    return step * pages
