"""The grid of counters."""

from __future__ import annotations

from collections.abc import Iterator

from display.picture.layout import GAP, LARGEST
from display.picture.panel import Plan
from display.picture.scene import CellScene, Grid
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import (
    INK_50,
    INK_100,
    INK_200,
    INK_300,
    INK_400,
    INK_600,
    INK_950,
    SIGNAL,
    WHITE,
)

#: A cell's yellow field reaches this far beyond its column.
_BLEED = 16
#: The widest numbers (W-214) stand closer by so much of an em, so that they are no smaller than others.
_TIGHTER = 0.03
#: Cells lower than this have less room above their number.
_TIGHT = 190
#: In em, by how much small letters with a stroke (h, t) rise above figures; lines of small words.
_RISES, _STEP = 0.06, 30.0
#: The widest number that all columns are measured for.
_MODEL = "M-088"
#: A number that is served is thinner too, so that it is not told by its shade alone.
_WEIGHTS = {"fresh": 640, "number": 560, "ended": 420}
_DIM = {"ended": INK_300, "open": INK_400, "closed": INK_400}


def places(grid: Grid, plan: Plan) -> Iterator[Box]:
    """The cells' boxes, down the columns."""
    whole = plan.right_half if grid.beside else plan.grid
    wide = (whole.width - GAP * (grid.columns - 1)) / grid.columns
    high = whole.height / grid.rows
    for index in range(len(grid.cells)):
        column, row = divmod(index, grid.rows)
        yield Box(whole.x + column * (wide + GAP), whole.y + row * high, wide, high)


def area(plan: Plan) -> Box:
    """Everything that the grid may draw on."""
    x, y, width, height = plan.grid
    return Box(x - _BLEED, y, width + 2 * _BLEED, height + (0 if plan.portrait else 4))


def field(box: Box) -> Box:
    """What one cell may draw on."""
    return Box(box.x - _BLEED, box.y, box.width + 2 * _BLEED, box.height)


def draw_cell(canvas: WallCanvas, cell: CellScene, box: Box, grid: Grid) -> None:
    """One counter: its number and agency above, the number it serves below, both as tall as the grid asks."""
    tight = box.height < _TIGHT
    canvas.fill(field(box), INK_950)
    if cell.fresh:
        canvas.panel(
            Box(box.x - _BLEED, box.y, box.width + 2 * _BLEED, box.height - (1 if tight else 3)), SIGNAL
        )
    elif cell.stale:
        canvas.line(box.x, box.y, box.width, 2, INK_400)
        canvas.gaps(Box(box.x, box.y, box.width, 2), 6, 4, INK_950)
    else:
        canvas.line(box.x, box.y, box.width, 2, INK_600)
    figure = grid.near * CAP
    above = 7 if tight else 12
    _head(canvas, cell, box._replace(y=box.y + above, height=figure), grid.near)
    head = above + figure
    middle = box.y + (head + box.height) / 2 - (1 if tight else 0)
    if cell.kind in {"number", "ended"}:
        _number(canvas, cell, box, middle, (box.height - head, grid.smallest))
    elif cell.kind == "open":
        canvas.fill(Box(box.x, middle - 7, 84, 14), _DIM["open"])
    else:
        _rest(canvas, cell, box._replace(y=box.y + head, height=box.height - head), grid.near)


def _head(canvas: WallCanvas, cell: CellScene, box: Box, near: float) -> None:
    label, strong = (INK_950, INK_950) if cell.fresh else (INK_100, WHITE)
    word, middle = canvas.say("wall.counter"), box.middle
    x = box.x + canvas.text(box.x, middle + MIDDLE * 28, word, Face(420, 28, label)) + 12
    x += canvas.number(x, middle + MIDDLE * near, cell.counter, Face(640, near, strong))
    if cell.sign is not None:
        canvas.badge(box.right - 40, middle - 20, 40, cell.sign, cell.fresh)
        room = box.right - 52 - x - 16
        canvas.two_lines(box.right - 52, middle, cell.sign.short_name, Face(420, 28, label), room, "right")


def _number(canvas: WallCanvas, cell: CellScene, box: Box, middle: float, sizes: tuple[float, float]) -> None:
    height, smallest = sizes
    weight = _WEIGHTS["fresh" if cell.fresh else cell.kind] if not cell.stale else 520
    colour = INK_950 if cell.fresh else _DIM.get(cell.kind, INK_100 if cell.stale else INK_50)
    tallest = (height - 28) / CAP
    model = box.width / canvas.number_width(_MODEL, Face(weight, 1, colour))
    size = max(smallest, min(LARGEST, tallest, model))
    face = canvas.fit_number(cell.text, Face(weight, size, colour), box.width + 14, _TIGHTER)
    canvas.number(box.x - 2, middle + MIDDLE * face.size, cell.text, face)


def _rest(canvas: WallCanvas, cell: CellScene, box: Box, near: float) -> None:
    """Closed, or a break and when it ends; both are read at 5 m."""
    colour = _DIM.get(cell.kind, INK_100)
    figure = near * CAP
    middle, below = rest_lines(box, near, cell.detail[1] != "")
    x, room = box.x + figure + 18, box.width - figure - 18
    words, time = cell.detail
    if not time and cell.beside:
        middle -= _STEP * 0.7
        beside, face = canvas.fit(cell.beside, Face(420, 34, colour), room)
        canvas.text(x, middle + figure / 2 + _STEP + MIDDLE * face.size, beside, face)
    canvas.icon(box.x, middle - figure / 2, figure, cell.kind, 2.2, colour=colour)
    word, face = canvas.fit(cell.text, Face(560, near, colour), room)
    canvas.text(x, middle + MIDDLE * face.size, word, face)
    if not time:
        return
    end = Face(560, near, INK_200)
    at = box.right - canvas.number_width(time, end)
    lines = [canvas.fit(line, Face(420, 34, INK_200), at - x - 14) for line in (words, cell.beside) if line]
    for index, (line, face) in enumerate(lines):
        canvas.text(x, below + _STEP * (index - (len(lines) - 1) / 2) + MIDDLE * face.size, line, face)
    x += max(canvas.width(line, face) for line, face in lines) + 14
    canvas.number(x, below + MIDDLE * near, time, end)


def rest_lines(box: Box, near: float, ends: bool) -> tuple[float, float]:
    """The middle of the word in the part of a cell below its counter's number, and of the line below it that
    says when a break `ends`: what is left of the height stands above, between and below them."""
    figure = near * CAP
    if not ends:
        return box.middle, 0.0
    left = max(0.0, box.height - 2 * figure - _RISES * near)
    middle = box.y + _RISES * near + left * 0.5 + figure / 2
    return middle, middle + figure + left * 0.25
