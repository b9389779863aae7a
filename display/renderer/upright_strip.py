"""The bottom bar of an upright panel: three earlier calls in two rows, and a remark below the first."""

from __future__ import annotations

from typing import NamedTuple

from display.picture.scene import Strip
from display.renderer.info import draw_pips
from display.renderer.wall_canvas import WallCanvas
from drawing.box import CAP, Box
from drawing.canvas import FLOOR, MIDDLE, Face
from drawing.palette import INK_100, INK_200, INK_800, WHITE

_EDGE, _WORDS = 40, 30
#: Figures of a call alone in its row, and those of which two rows have room, are no taller.
_TALLEST, _TALLEST_OF_TWO = 64, 54
#: Between two calls; the arrow from a number to its counter, and what is left free around it.
_APART, _ARROW, _AROUND = 32, 40, 12
#: From a line to the one below it, where words stand in two.
_STEP = 34.0
#: Where the middles of two rows are, as shares of the bar's height.
UPPER, LOWER = 0.26, 0.755


class _Span(NamedTuple):
    """A part of a row: from `left` to `right` about the height `middle`."""

    left: float
    right: float
    middle: float


def draw_upright_strip(canvas: WallCanvas, strip: Strip, page: tuple[int, int], box: Box) -> None:
    """Draw it into `box`. `page` of so many is shown beside what closes soon."""
    near = Face(640, min(strip.near, _TALLEST / CAP), WHITE)
    calls = [_EarlierCall(canvas, *call, near) for call in strip.calls]
    remark = strip.closing is not None or bool(strip.right)
    right = canvas.plan.width - _EDGE
    x = _EDGE + _label_width(canvas, strip) + _APART
    upper, lower = _placed(calls, x, right, two_rows=near.size * CAP <= _TALLEST_OF_TWO)
    middle = box.y + box.height * (UPPER if lower or remark else 0.5)
    _label(canvas, strip, middle)
    below = box.y + box.height * LOWER
    for row, at in ((upper, middle), (lower, below)):
        for call, left in row:
            call.draw(left, at)
    if remark:
        end = min((left for _, left in lower), default=right + _APART) - _APART
        span = _Span(_EDGE, end, below if upper or strip.label or strip.plain else box.middle)
        _closing(canvas, strip, page, span) if strip.closing else _remark(canvas, strip, span)


class _EarlierCall:
    """One earlier call: its number, an arrow, and the counter's number."""

    def __init__(self, canvas: WallCanvas, number: str, counter: str, face: Face) -> None:
        self._canvas, self._number, self._counter, self._face = canvas, number, counter, face
        wide = canvas.number_width(number, face) + canvas.number_width(counter, face)
        self.width = wide + _ARROW + 2 * _AROUND

    def draw(self, left: float, middle: float) -> None:
        """Draw it from `left` on."""
        canvas, baseline = self._canvas, middle + self._face.size * CAP / 2
        x = left + canvas.number(left, baseline, self._number, self._face) + _AROUND
        canvas.icon(x, middle - _ARROW / 2, _ARROW, "right", 2.4, colour=INK_100)
        canvas.number(x + _ARROW + _AROUND, baseline, self._counter, self._face)


_Row = list[tuple[_EarlierCall, float]]


def _placed(calls: list[_EarlierCall], x: float, right: float, *, two_rows: bool) -> tuple[_Row, _Row]:
    """Which calls stand in the upper and in the lower row, and from where on. The latest comes first; the
    others stand below each other at the right end; what has no room is left out."""
    if not calls or x + calls[0].width > right:
        return [], []
    upper, lower = [(calls[0], x)], []
    others = calls[1:3]
    column = right - max((call.width for call in others), default=0.0)
    if others and x + calls[0].width + _APART <= column:
        upper.append((others.pop(0), column))
    if others and two_rows and column >= _EDGE:
        lower.append((others[0], column))
    return upper, lower


def _label_width(canvas: WallCanvas, strip: Strip) -> float:
    second = canvas.width(strip.beside, Face(420, FLOOR, INK_200)) if strip.beside and strip.calls else 0.0
    return max(second, canvas.width(strip.label, Face(420, _WORDS, INK_100)))


def _label(canvas: WallCanvas, strip: Strip, middle: float) -> None:
    upper = middle - (_STEP / 2 if strip.beside else 0)
    room = canvas.plan.width - 2 * _EDGE
    words, face = canvas.fit(strip.label or strip.plain, Face(420, _WORDS, INK_100), room)
    wide = canvas.text(_EDGE, upper + MIDDLE * _WORDS, words, face)
    if strip.heavy:
        canvas.text(_EDGE + wide, upper + MIDDLE * _WORDS, strip.heavy, Face(640, _WORDS, WHITE))
    if strip.beside:
        second, face = canvas.fit(strip.beside, Face(420, FLOOR, INK_200), room)
        canvas.text(_EDGE, upper + _STEP + MIDDLE * FLOOR, second, face)


def _closing(canvas: WallCanvas, strip: Strip, page: tuple[int, int], span: _Span) -> None:
    """What closes soon, and when: on one line, or on two where a call stands beside it."""
    assert strip.closing is not None
    right = span.right
    if page[1] > 1:
        right -= draw_pips(canvas, *page, (right, span.middle), INK_800) + 24
    canvas.icon(span.left, span.middle - 18, 36, "clock", 2.2, colour=INK_100)
    x = span.left + 50
    heavy, plain = strip.closing
    bold, light = Face(640, _WORDS, WHITE), Face(420, _WORDS, INK_100)
    if canvas.width(heavy, bold) + canvas.width(plain, light) <= right - x:
        x += canvas.text(x, span.middle + MIDDLE * _WORDS, heavy, bold)
        canvas.text(x, span.middle + MIDDLE * _WORDS, plain, light)
        return
    for line, face, middle in (
        (heavy, bold, span.middle - _STEP / 2),
        (plain.strip(), light, span.middle + _STEP / 2),
    ):
        text, fitting = canvas.fit(line, face, right - x)
        canvas.text(x, middle + MIDDLE * fitting.size, text, fitting)


def _remark(canvas: WallCanvas, strip: Strip, span: _Span) -> None:
    x = span.left
    if strip.reconnecting:
        canvas.icon(x, span.middle - 19, 38, "again", 2.2, colour=INK_100)
        x += 52
    text, face = canvas.fit(strip.right, Face(420, _WORDS, INK_100), span.right - x)
    canvas.text(x, span.middle + MIDDLE * face.size, text, face)
