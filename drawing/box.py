"""Rectangles in design pixels, and the measure of the font that layouts reckon with."""

from __future__ import annotations

from typing import NamedTuple

#: The height of a capital or digit in em.
CAP = 0.668


class Box(NamedTuple):
    """A rectangle in design pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2
