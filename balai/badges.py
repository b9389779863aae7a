"""The agency badges: eight shapes, each with its colours and the place of its letter.

One description serves every surface: `svg_path` for web pages, `polygon` for Pillow and pygame.
All coordinates are in a square of 48 units, y downwards. Badges are recognised by letter, shape and
colour together, so that they also work in greyscale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

Point = tuple[float, float]
# A straight line to one point, or a cubic curve with two control points before its end.
Segment = tuple[Point] | tuple[Point, Point, Point]

GRID = 48.0
#: Height of a capital letter in em of the badge's font, from the baseline.
CAP_HEIGHT = 0.668
LETTER_WEIGHT = 740
MOST_SIGNS = 3
#: Size of the signs in a badge that holds two or three, beside that of one letter.
SIGN_SIZES = {2: 0.74, 3: 0.54}
#: Control length of a cubic curve that follows a quarter of a circle.
_QUARTER = 0.5523


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge shape.

    `ink` is its fill on light surfaces (letter in white), `lit` on dark ones (letter in ink-950).
    `letter_size` and `letter_middle` are in grid units: font size, and the height at which the
    capital letter is centred. The letter is centred across at 24.
    """

    shape: str
    ink: str
    lit: str
    start: Point
    segments: tuple[Segment, ...]
    letter_size: float
    letter_middle: float

    @property
    def baseline(self) -> float:
        """The letter's baseline in grid units."""
        return self.letter_middle + CAP_HEIGHT * self.letter_size / 2

    def svg_path(self) -> str:
        """The outline as the `d` of an SVG path in a 48 x 48 view box."""
        lines = [
            ("L" if len(segment) == 1 else "C") + " ".join(_pair(point) for point in segment)
            for segment in self.segments
        ]
        return f"M{_pair(self.start)}{''.join(lines)}Z"

    def polygon(self, size: float = GRID, origin: Point = (0.0, 0.0), steps: int = 12) -> list[Point]:
        """The outline as points for a badge of `size` pixels whose corner is at `origin`.

        Curves are cut into `steps` lines. Draw it at several times the size and shrink it, since
        neither Pillow nor pygame smooths the edge of a polygon.
        """
        points = [self.start]
        for segment in self.segments:
            points.extend(segment if len(segment) == 1 else _flatten(points[-1], segment, steps))
        scale = size / GRID
        return [(origin[0] + x * scale, origin[1] + y * scale) for x, y in points]


def badge(shape: str) -> Badge:
    """The badge of that shape word; raises KeyError naming the known ones."""
    try:
        return BADGES[shape]
    except KeyError:
        raise KeyError(f"unknown badge shape {shape!r}; known: {', '.join(BADGES)}") from None


def _pair(point: Point) -> str:
    return f"{point[0]:g} {point[1]:g}"


def _flatten(start: Point, curve: tuple[Point, Point, Point], steps: int) -> list[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = start, *curve
    points: list[Point] = []
    for step in range(1, steps + 1):
        t = step / steps
        u = 1 - t
        k0, k1, k2, k3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        points.append((k0 * ax + k1 * bx + k2 * cx + k3 * dx, k0 * ay + k1 * by + k2 * cy + k3 * dy))
    return points


def _towards(point: Point, other: Point, length: float) -> Point:
    share = length / hypot(other[0] - point[0], other[1] - point[1])
    return (
        round(point[0] + (other[0] - point[0]) * share, 2),
        round(point[1] + (other[1] - point[1]) * share, 2),
    )


def _turn(before: Point, corner: Point, after: Point) -> float:
    """Above zero where a clockwise outline turns outwards."""
    return (corner[0] - before[0]) * (after[1] - corner[1]) - (corner[1] - before[1]) * (after[0] - corner[0])


def _rounded(corners: Sequence[Point], cut: float) -> tuple[Point, tuple[Segment, ...]]:
    """A clockwise polygon whose outward corners are replaced by a curve from `cut` units before them."""
    segments: list[Segment] = []
    for index, corner in enumerate(corners):
        before, after = corners[index - 1], corners[(index + 1) % len(corners)]
        if _turn(before, corner, after) < 0:
            segments.append((corner,))
            continue
        enter, leave = _towards(corner, before, cut), _towards(corner, after, cut)
        segments.append((enter,))
        pull = cut * _QUARTER
        segments.append((_towards(enter, corner, pull), _towards(leave, corner, pull), leave))
    return segments[0][0], tuple(segments[1:])


def _circle(middle: Point, radius: float) -> tuple[Point, tuple[Segment, ...]]:
    x, y = middle
    k = round(radius * _QUARTER, 2)
    return (x, y - radius), (
        ((x + k, y - radius), (x + radius, y - k), (x + radius, y)),
        ((x + radius, y + k), (x + k, y + radius), (x, y + radius)),
        ((x - k, y + radius), (x - radius, y + k), (x - radius, y)),
        ((x - radius, y - k), (x - k, y - radius), (x, y - radius)),
    )


def _gate() -> tuple[Point, tuple[Segment, ...]]:
    k = round(19.5 * _QUARTER, 2)
    return (4.5, 23.5), (
        ((4.5, 23.5 - k), (24 - k, 4.0), (24.0, 4.0)),
        ((24 + k, 4.0), (43.5, 23.5 - k), (43.5, 23.5)),
        ((43.5, 43.5),),
        ((43.5, 44.9), (42.4, 46.0), (41.0, 46.0)),
        ((7.0, 46.0),),
        ((5.6, 46.0), (4.5, 44.9), (4.5, 43.5)),
    )


def _shield() -> tuple[Point, tuple[Segment, ...]]:
    return (24.0, 1.6), (
        ((29.0, 5.0), (35.8, 7.1), (43.0, 7.5)),
        ((43.0, 23.0),),
        ((43.0, 34.4), (35.5, 42.6), (24.0, 46.4)),
        ((12.5, 42.6), (5.0, 34.4), (5.0, 23.0)),
        ((5.0, 7.5),),
        ((12.2, 7.1), (19.0, 5.0), (24.0, 1.6)),
    )


_Outline = tuple[Point, tuple[Segment, ...]]


def _badge(shape: str, colours: str, outline: _Outline, size: float, middle: float = 24.0) -> Badge:
    ink, lit = colours.split()
    return Badge(shape, ink, lit, outline[0], outline[1], size, middle)


_DIAMOND = _rounded([(24, -0.2), (48.2, 24), (24, 48.2), (-0.2, 24)], 3.2)
_CROSS = _rounded(
    [
        (12.5, 1.5),
        (35.5, 1.5),
        (35.5, 12.5),
        (46.5, 12.5),
        (46.5, 35.5),
        (35.5, 35.5),
        (35.5, 46.5),
        (12.5, 46.5),
        (12.5, 35.5),
        (1.5, 35.5),
        (1.5, 12.5),
        (12.5, 12.5),
    ],
    2.0,
)
_HOUSE = _rounded([(24, 0.4), (46, 18.6), (46, 46), (2, 46), (2, 18.6)], 2.5)
_HEXAGON = _rounded([(11.8, 4), (36.2, 4), (47.7, 24), (36.2, 44), (11.8, 44), (0.3, 24)], 2.4)
_BOX = _rounded([(3.5, 3.5), (44.5, 3.5), (44.5, 44.5), (3.5, 44.5)], 3.0)

BADGES: dict[str, Badge] = {
    item.shape: item
    for item in (
        _badge("bulat", "#0B5CAD #8FC7FF", _circle((24.0, 24.0), 22.5), 27),
        _badge("gapura", "#5A3E9E #CBB9FF", _gate(), 27, 27.0),
        _badge("perisai", "#6A4528 #DDBF9C", _shield(), 25, 23.0),
        _badge("wajik", "#006B66 #6FDCD2", _DIAMOND, 23),
        _badge("palang", "#2A7720 #9DDC88", _CROSS, 25),
        _badge("rumah", "#A34700 #FFB380", _HOUSE, 25, 29.5),
        _badge("segi_enam", "#B01E3C #FFA5B0", _HEXAGON, 26),
        _badge("kotak", "#93207E #F4A9E6", _BOX, 28),
    )
}
