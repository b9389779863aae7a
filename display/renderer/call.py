"""A call that has the whole screen."""

from __future__ import annotations

from display.renderer.canvas import MIDDLE, WIDTH, Box, Canvas, Face
from display.renderer.palette import INK_950, SIGNAL, WHITE
from display.scene import Overlay
from display.words import DIRECTIONS, GO_TO

CALL = Box(0, 84, WIDTH, 868)
_BAND = Box(0, 694, WIDTH, 258)
_EDGE = 64
_ARROW = 194


def draw_call(canvas: Canvas, call: Overlay) -> None:
    """Number on yellow above, counter and way below."""
    canvas.fill(CALL, SIGNAL)
    canvas.fill(_BAND, INK_950)
    if call.sign is not None:
        canvas.badge(_EDGE, 120, 88, call.sign, on_signal=True)
        room = WIDTH - _EDGE - 178
        name, face = canvas.fit(call.sign.short_name, Face(640, 60, INK_950), room, 44)
        x = 178 + canvas.text(178, 164 + MIDDLE * 60, name, face) + 30
        if call.sign.tagline and WIDTH - _EDGE - x > 200:
            tagline, face = canvas.fit(call.sign.tagline, Face(420, 60, INK_950), WIDTH - _EDGE - x, 44)
            canvas.text(x, 164 + MIDDLE * 60, tagline, face)
    face = canvas.fit_number(call.number, Face(700, 600, INK_950), WIDTH - 2 * 56)
    canvas.number(56, 444 + MIDDLE * face.size, call.number, face)
    if call.direction == "left":
        _counter(canvas, call, WIDTH - _EDGE - _counter_width(canvas, call))
        _way_left(canvas, call)
    else:
        _counter(canvas, call, _EDGE)
        _way_right(canvas, call)


_WORDS, _FIGURE = Face(560, 84, WHITE), Face(700, 290, SIGNAL)


def _counter_width(canvas: Canvas, call: Overlay) -> float:
    return max(canvas.width(line, _WORDS) for line in GO_TO) + 40 + canvas.number_width(call.counter, _FIGURE)


def _counter(canvas: Canvas, call: Overlay, x: float) -> None:
    wide = 0.0
    for line, middle in zip(GO_TO, (781, 865), strict=True):
        wide = max(wide, canvas.text(x, middle + MIDDLE * 84, line, _WORDS))
    canvas.number(x + wide + 40, _BAND.middle + MIDDLE * 290, call.counter, _FIGURE)


def _way_right(canvas: Canvas, call: Overlay) -> None:
    if call.direction is None:
        return
    x = WIDTH - _EDGE - _ARROW
    _arrow(canvas, x, call.direction)
    for line, middle in zip(DIRECTIONS[call.direction], (785.5, 857.5), strict=True):
        canvas.text(x - 44, middle + MIDDLE * 64, line, Face(420, 64, WHITE), "right")


def _way_left(canvas: Canvas, call: Overlay) -> None:
    _arrow(canvas, _EDGE, "left")
    for line, middle in zip(DIRECTIONS["left"], (785.5, 857.5), strict=True):
        canvas.text(_EDGE + _ARROW + 44, middle + MIDDLE * 64, line, Face(420, 64, WHITE))


def _arrow(canvas: Canvas, x: float, direction: str) -> None:
    top = _BAND.middle - _ARROW / 2
    canvas.panel(Box(x, top, _ARROW, _ARROW), SIGNAL)
    canvas.icon(x + 19, top + 19, 156, direction, 2.9, colour=INK_950)
