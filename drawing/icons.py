"""Line icons and agency badges, drawn large and shrunk, so that their edges are smooth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians, sin

import pygame

from balai.badges import BADGES, CAP_HEIGHT, GRID, LETTER_WEIGHT, MOST_SIGNS, SIGN_SIZES, Badge
from drawing.glyphs import Glyphs, Style
from drawing.palette import Colour
from drawing.typefaces import pieces

Point = tuple[float, float]
Line = Sequence[Point]

_ICON_GRID = 24.0
_FINE = 4


def _arc(middle: Point, radius: float, start: float, end: float) -> list[Point]:
    """Points on a circle from one angle to another, in degrees, clockwise from the right."""
    steps = max(4, int(abs(end - start) / 6))
    angles = [radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for angle in angles]


_ARROW: list[Line] = [[(4, 12), (19, 12)], [(13, 5.5), (19.5, 12), (13, 18.5)]]
ICONS: dict[str, list[Line]] = {
    "right": _ARROW,
    "left": [[(24 - x, y) for x, y in line] for line in _ARROW],
    "ahead": [[(y, 24 - x) for x, y in line] for line in _ARROW],
    "behind": [[(y, x) for x, y in line] for line in _ARROW],
    "hall": [
        [(2, 11.5), (12, 3.5), (22, 11.5)],
        *([(x, 20.5), (x, 13.5)] for x in (5, 9.7, 14.3, 19)),
        [(3, 20.5), (21, 20.5)],
    ],
    "paused": [
        [(4, 9), (17, 9), *_arc((12, 15), 5, 0, 90), *_arc((9, 15), 5, 90, 180), (4, 9)],
        [(17, 10.5), *_arc((18.5, 13), 2.5, -90, 90), (17, 15.5)],
        [(8, 3.5), (8, 5.5)],
        [(12.5, 3.5), (12.5, 5.5)],
    ],
    "closed": [_arc((12, 12), 9, 0, 360), [(7.8, 12), (16.2, 12)]],
    "clock": [_arc((12, 12), 9, 0, 360), [(12, 6.8), (12, 12), (15.5, 14.3)]],
    "cut": [
        [(3, 3), (21, 21)],
        _arc((12, 19), 5, -135, -73),
        _arc((12, 19.5), 10, -130, -107),
        _arc((12, 19.5), 10, -70, -46),
        _arc((12, 19), 14.5, -131, -122),
        _arc((12, 19), 14.5, -94, -48),
        [(12, 19.2), (12, 19.4)],
    ],
    "aloud": [
        [(3.5, 9.5), (7.5, 9.5), (12.5, 5), (12.5, 19), (7.5, 14.5), (3.5, 14.5), (3.5, 9.5)],
        _arc((12.5, 12), 4, -50, 50),
        _arc((12.5, 12), 8, -50, 50),
    ],
    "silent": [
        [(3.5, 9.5), (7.5, 9.5), (12.5, 5), (12.5, 19), (7.5, 14.5), (3.5, 14.5), (3.5, 9.5)],
        [(16, 9.5), (21, 14.5)],
        [(21, 9.5), (16, 14.5)],
    ],
    "check": [[(5, 12.5), (9.8, 17.3), (19.5, 7.2)]],
    "onward": [[(9, 5), (16, 12), (9, 19)]],
    "before": [[(15, 5), (8, 12), (15, 19)]],
    "calendar": [
        [(3, 5), (21, 5), (21, 21), (3, 21), (3, 5)],
        [(3, 10), (21, 10)],
        [(8, 2.8), (8, 7)],
        [(16, 2.8), (16, 7)],
    ],
    "ticket": [
        [
            (6, 3),
            (6, 20.5),
            *((x, 19 if i % 2 == 0 else 20.5) for i, x in enumerate((8, 10, 12, 14, 16))),
            (18, 20.5),
            (18, 3),
            (6, 3),
        ],
        [(9.5, 8), (14.5, 8)],
        [(9.5, 12), (14.5, 12)],
    ],
    "helper": [
        _arc((12, 5.5), 3, 0, 360),
        [(12, 10.5), (12, 15.5)],
        [(8.5, 21), (12, 15.5), (15.5, 21)],
        [(6, 12.5), (12, 11.5), (17.5, 6.5)],
    ],
    "person": [_arc((12, 7.5), 4, 0, 360), [(4.5, 21), *_arc((12, 21), 7.5, 180, 360), (19.5, 21)]],
    "page": [
        [(6, 2.8), (14.5, 2.8), (19, 7.3), (19, 21.2), (6, 21.2), (6, 2.8)],
        [(14, 3), (14, 8), (19, 8)],
        [(9.5, 12.5), (15.5, 12.5)],
        [(9.5, 16.5), (15.5, 16.5)],
    ],
    "bell": [
        [
            (5, 17.5),
            (19, 17.5),
            (17.2, 14.8),
            (17.2, 10.5),
            *_arc((12, 10.5), 5.2, 0, -180),
            (6.8, 14.8),
            (5, 17.5),
        ],
        [(10, 20.5), (14, 20.5)],
        [(12, 5.3), (12, 3)],
    ],
    "search": [_arc((10.5, 10.5), 6.5, 0, 360), [(15.5, 15.5), (21, 21)]],
    "again": [
        [*_arc((12, 11.5), 8, 180, 322), (20, 8.5)],
        [(20, 3.5), (20, 8.5), (15, 8.5)],
        [*_arc((12, 12.5), 8, 0, 142), (4, 15.5)],
        [(4, 20.5), (4, 15.5), (9, 15.5)],
    ],
}


@lru_cache(maxsize=64)
def icon(name: str, size: int, stroke: float, colour: Colour) -> pygame.Surface:
    """An icon in a square of `size` pixels; `stroke` is in units of its 24-unit grid."""
    surface = _clear(size * _FINE, colour)
    scale = size * _FINE / _ICON_GRID
    radius = stroke * scale / 2
    for line in ICONS[name]:
        points = [(x * scale, y * scale) for x, y in line]
        for point in points:
            pygame.draw.circle(surface, colour, point, radius)
        for start, end in pairwise(points):
            _thick(surface, colour, start, end, radius)
    return pygame.transform.smoothscale(surface, (size, size))


@lru_cache(maxsize=128)
def badge(shape: str, letter: str, size: int, fill: Colour, on: Colour) -> pygame.Surface:
    """An agency's badge in a square of `size` pixels; an unknown shape is drawn round."""
    outline: Badge = BADGES.get(shape, BADGES["bulat"])
    fine = size * _FINE
    large = _clear(fine, fill)
    pygame.draw.polygon(large, fill, outline.polygon(fine))
    surface = pygame.transform.smoothscale(large, (size, size))
    scale = size / GRID
    signs = pieces(letter[:MOST_SIGNS], LETTER_WEIGHT)
    em = outline.letter_size * SIGN_SIZES.get(len(signs), 1)
    style = Style(LETTER_WEIGHT, round(em * scale), on)
    pictures = [Glyphs().picture(sign, style) for sign in signs]
    left = round((size - sum(picture.wide for picture in pictures)) / 2)
    baseline = round((outline.letter_middle + CAP_HEIGHT * em / 2) * scale)
    for picture in pictures:
        surface.blit(picture.surface, (left + picture.left, baseline + picture.top))
        left += picture.wide
    return surface


@lru_cache(maxsize=32)
def disc(diameter: int, colour: Colour) -> pygame.Surface:
    """A smooth filled circle; its quarters round the corners of panels."""
    large = _clear(diameter * _FINE, colour)
    middle = diameter * _FINE / 2
    pygame.draw.circle(large, colour, (middle, middle), middle)
    return pygame.transform.smoothscale(large, (diameter, diameter))


def _clear(size: int, colour: Colour) -> pygame.Surface:
    """Transparent, but of the colour that is drawn, so that shrinking mixes in no other."""
    surface = pygame.Surface((size, size), pygame.SRCALPHA, 32)
    surface.fill((*colour, 0))
    return surface


def _thick(surface: pygame.Surface, colour: Colour, start: Point, end: Point, radius: float) -> None:
    length = hypot(end[0] - start[0], end[1] - start[1])
    if not length:
        return
    dx, dy = (end[1] - start[1]) / length * radius, (start[0] - end[0]) / length * radius
    corners = [
        (start[0] + dx, start[1] + dy),
        (end[0] + dx, end[1] + dy),
        (end[0] - dx, end[1] - dy),
        (start[0] - dx, start[1] - dy),
    ]
    pygame.draw.polygon(surface, colour, corners)
