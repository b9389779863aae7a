"""The number of a ticket, set large, with the drawn hyphen that is closer than the font's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import ImageDraw

from kiosk.paper.typesetting import advance, draw_letter

WEIGHT = 800
_SPACING = -0.012
#: The hyphen in em: how far the next letter stands, and the bar's place in that width.
_HYPHEN_ADVANCE, _BAR_LEFT, _BAR_RIGHT = 0.275, 0.055, 0.05
_BAR_BOTTOM, _BAR_HEIGHT = 0.232, 0.092


@dataclass(frozen=True)
class _Placed:
    letter: str
    left: float
    advance: float


def number_width(number: str, size: int) -> float:
    """How many dots a number is wide at a size."""
    return sum(placed.advance for placed in _place(number, size))


def draw_number(canvas: ImageDraw.ImageDraw, number: str, size: int, left: float, baseline: float) -> None:
    """Draw a number black, from `left`, standing on `baseline`."""
    for placed in _place(number, size):
        x = left + placed.left
        if placed.letter != "-":
            draw_letter(canvas, placed.letter, WEIGHT, size, (x, baseline))
            continue
        bottom = baseline - _BAR_BOTTOM * size
        canvas.rectangle(
            (
                round(x + _BAR_LEFT * size),
                round(bottom - _BAR_HEIGHT * size),
                round(x + (_HYPHEN_ADVANCE - _BAR_RIGHT) * size) - 1,
                round(bottom) - 1,
            ),
            fill=0,
        )


def _place(number: str, size: int) -> Iterator[_Placed]:
    left = 0.0
    for letter in number:
        plain = advance(letter, WEIGHT, size) + _SPACING * size
        step = _HYPHEN_ADVANCE * size if letter == "-" else plain
        yield _Placed(letter, left, step)
        left += step
