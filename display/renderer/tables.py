"""Slides that are no text: who waits for each agency, who did not come, and the page for phones."""

from __future__ import annotations

from display.picture.scene import Info, QueueRow
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import FLOOR, MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_600, INK_950, WHITE
from drawing.qr_code import QUIET_ZONE, modules

#: From the right edge to the end of the number of people: beside it stand the minutes.
_MINUTES, _PERSONS = 142, 62
#: The rows of a table begin here; on an upright panel they are two, in two columns.
_TOP, _ROW, _UPRIGHT_TOP, _UPRIGHT_ROW, _BETWEEN = 44.0, 50.0, 58.0, 47.0, 60.0
#: Figures of those who did not come: 25 mm on 43 inches.
_FIGURE = 77.0


def draw_queues(canvas: WallCanvas, info: Info, box: Box, right: float) -> float:
    """A row for each agency, under the words for people and minutes; returns where those begin."""
    upright = canvas.plan.portrait
    columns = 2 if upright else 1
    wide = (box.width - _BETWEEN * (columns - 1)) / columns
    rows = -(-len(info.queues) // columns) if upright else len(info.queues)
    for index, row in enumerate(info.queues):
        column, line = divmod(index, max(rows, 1))
        if upright:
            place = Box(
                box.x + column * (wide + _BETWEEN),
                box.y + _UPRIGHT_TOP + line * _UPRIGHT_ROW,
                wide,
                _UPRIGHT_ROW,
            )
        else:
            place = Box(box.x, box.y + _TOP + line * _ROW, wide, _ROW)
            canvas.line(box.x, place.y, box.width, 1, INK_600)
        _queue(canvas, row, place)
    return _captions(canvas, box, right)


def _captions(canvas: WallCanvas, box: Box, right: float) -> float:
    """What the figures are. On an upright panel they stand once, at the right of the title."""
    face = Face(420, FLOOR, INK_200)
    if canvas.plan.portrait:
        words = f"{canvas.told('wall.persons')}, {canvas.told('wall.minutes')}"
        return right - canvas.text(right - 20, box.y + 34 + MIDDLE * FLOOR, words, face, "right") - 40
    middle = box.y + 22
    canvas.text(right, middle + MIDDLE * FLOOR, canvas.told("wall.minutes"), face, "right")
    wide = canvas.text(right - _MINUTES, middle + MIDDLE * FLOOR, canvas.told("wall.persons"), face, "right")
    return right - _MINUTES - wide - 14


def _queue(canvas: WallCanvas, row: QueueRow, place: Box) -> None:
    figures = Face(560, 31, WHITE)
    canvas.text(place.right, place.middle + MIDDLE * 31, row.minutes, figures._replace(weight=420), "right")
    canvas.text(place.right - _MINUTES, place.middle + MIDDLE * 31, row.persons, figures, "right")
    room = place.width - _MINUTES - _PERSONS
    canvas.two_lines(place.x, place.middle, row.name, Face(420, 31, WHITE), room, step=23)


def draw_numbers(canvas: WallCanvas, info: Info, box: Box, right: float) -> None:
    """Numbers that were called and did not come, as tall as people at 5 m need, and where to go."""
    upright = canvas.plan.portrait
    columns = 4 if upright else 2
    wide = box.width / columns
    top, high = (62.0, 96.0) if upright else (48.0, 72.0)
    for index, number in enumerate(info.numbers):
        line, column = divmod(index, columns)
        middle = box.y + top + high * (line + 0.5)
        if column == 0 and not upright:
            canvas.line(box.x, middle - high / 2, box.width, 1, INK_600)
        face = canvas.fit_number(number, Face(640, _FIGURE, WHITE), wide - 24)
        canvas.number(box.x + column * wide, middle + MIDDLE * face.size, number, face)
    foot, face = canvas.fit(info.foot, Face(420, FLOOR, INK_100), box.width * (0.4 if upright else 0.8))
    if upright:
        canvas.text(right, box.y + 34 + MIDDLE * FLOOR, foot, face, "right")
    else:
        canvas.text(box.x, box.y + 296 + MIDDLE * FLOOR, foot, face)


def draw_address(canvas: WallCanvas, title: str, address: str, box: Box) -> None:
    """The code as large as the panel is high, and at its left what it is, and the address to type."""
    rows = modules(address)
    count = len(rows) + 2 * QUIET_ZONE
    rect = canvas.rect(Box(box.x, box.y + 12, box.width, box.height - 18))
    module = max(1, rect.height // count)
    side = module * count
    left, top = rect.right - side, rect.top + (rect.height - side) // 2
    canvas.surface.fill(WHITE, (left, top, side, side))
    for down, row in enumerate(rows, QUIET_ZONE):
        for along, dark in enumerate(row, QUIET_ZONE):
            if dark:
                at = (left + along * module, top + down * module)
                canvas.surface.fill(INK_950, (*at, module, module))
    room = left / canvas.scale - box.x - 24
    y = box.y + (34.0 if canvas.plan.portrait else 22.0)
    for text, face, most in (
        (title, Face(640, 32, WHITE), 4),
        (plain(address), Face(420, FLOOR, INK_100), 4),
    ):
        for line in canvas.lines(text, face, room, most):
            canvas.text(box.x, y + MIDDLE * face.size, line, face)
            y += face.size * CAP * 1.9
        y += 14


def plain(address: str) -> str:
    """An address as people type it."""
    return address.partition("://")[2].removesuffix("/")
