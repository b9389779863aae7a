"""Glyph cache: text as pictures, by font, weight and size, and what has been drawn before."""

from __future__ import annotations

from collections import OrderedDict
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import NamedTuple

import pygame

from balai.assets import font_path
from drawing.palette import Colour
from drawing.scripts import Piece
from drawing.typefaces import pieces

#: Bytes of pictures of text that are kept: at 1080p a glyph of a call's number takes about half a
#: megabyte, and there are ten figures and a letter for each agency.
_KEPT = 32 * 2**20
#: Fonts of more pixels than this are not kept: SDL keeps every sign that such a font drew, beside ours.
_LARGE = 100
_METRIC_SIZE = 1000
#: A number's hyphen is drawn, not typed: its place and bar in em.
HYPHEN, _BAR_LEFT, _BAR_WIDTH, _BAR_BOTTOM, _BAR_HEIGHT = 0.275, 0.055, 0.17, 0.232, 0.092
TIGHT = -0.012


class Style(NamedTuple):
    """How a text is drawn: weight, size in real pixels, colour, letter spacing in em."""

    weight: int
    size: int
    colour: Colour
    spacing: float = 0.0


class Picture(NamedTuple):
    """A piece of a text without what is empty around it: it stands `left` of the piece's begin and `top` of
    its baseline. The whole piece is so `wide`. One that has its `ground` in it covers what is there."""

    surface: pygame.Surface
    left: int
    top: int
    wide: int


def font(weight: int, size: int) -> pygame.font.Font:
    """A font of that weight and em size in pixels. Raises AssetMissing."""
    return _opened(weight, size) if _LARGE < size != _METRIC_SIZE else _kept_font(weight, size)


def _opened(weight: int, size: int) -> pygame.font.Font:
    if not pygame.font.get_init():
        pygame.font.init()
    return pygame.font.Font(font_path(weight), size)


_kept_font = lru_cache(maxsize=64)(_opened)


@lru_cache(maxsize=32)
def _other_font(path: Path, size: int, right_to_left: bool) -> pygame.font.Font:
    """A font of the machine, for what the house's own lacks."""
    if not pygame.font.get_init():
        pygame.font.init()
    made = pygame.font.Font(path, size)
    if right_to_left:
        made.set_direction(pygame.DIRECTION_RTL)
    return made


def _font_of(piece: Piece, weight: int, size: int) -> pygame.font.Font:
    if piece.path is not None:
        return _other_font(piece.path, size, piece.right_to_left)
    return font(weight, size)


@cache
def _advance(weight: int, character: str) -> float:
    """A character's advance in em, free of the rounding of small sizes."""
    metrics = font(weight, _METRIC_SIZE).metrics(character)[0]
    return metrics[4] / _METRIC_SIZE if metrics else 0.5


@cache
def _kerning(weight: int, pair: str) -> float:
    """What two neighbours are moved together (below 0) or apart, in em."""
    together = font(weight, _METRIC_SIZE).size(pair)[0] / _METRIC_SIZE
    kerning = together - _advance(weight, pair[0]) - _advance(weight, pair[1])
    return kerning if abs(kerning) > 0.002 else 0.0


@lru_cache(maxsize=1024)
def _steps(text: str, weight: int) -> tuple[tuple[Piece, float], ...]:
    """The pieces of a text, each with its way to the next one in em."""
    found = pieces(text, weight)
    together = (_together(weight, first, second) for first, second in pairwise(found))
    return tuple((piece, _wide(piece, weight) + k) for piece, k in zip(found, [*together, 0.0], strict=False))


def _wide(piece: Piece, weight: int) -> float:
    if piece.path is None:
        return _advance(weight, piece.text[0])
    return _font_of(piece, weight, _METRIC_SIZE // 10).size(piece.text)[0] / (_METRIC_SIZE // 10)


def _together(weight: int, first: Piece, second: Piece) -> float:
    plain = first.path is None is second.path and len(first.text) == len(second.text) == 1
    return _kerning(weight, first.text + second.text) if plain else 0.0


class Glyphs:
    """Makes pictures of text and keeps the latest used."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Piece, Style, Colour | None], Picture] = OrderedDict()
        self._bytes = 0

    def picture(self, piece: Piece, style: Style, ground: Colour | None = None) -> Picture:
        """One piece of a text; on its `ground`, where that is known."""
        key = (piece, style, ground)
        if (picture := self._kept.get(key)) is None:
            picture = _drawn(piece, style)
            if ground is not None:
                picture = _grounded(picture, ground)
            self._kept[key] = picture
            self._bytes += _bytes(picture.surface)
            while self._bytes > _KEPT and len(self._kept) > 1:
                self._bytes -= _bytes(self._kept.popitem(last=False)[1].surface)
        else:
            self._kept.move_to_end(key)
        return picture

    def draw(
        self,
        surface: pygame.Surface,
        at: tuple[float, float],
        text: str,
        style: Style,
        ground: Colour | None = None,
    ) -> float:
        """Draw from `at` (left, baseline) and return the width. Where all that is there is of the colour
        `ground`, large text costs less than half."""
        x, baseline = at
        edge, free = surface.get_width(), 0
        for piece, step in _steps(text, style.weight):
            if piece.text != " " and x < edge:
                picture = self.picture(piece, style, ground)
                left = round(x) + picture.left
                if ground is not None and left < free:
                    # It would cover a part of its neighbour.
                    picture = self.picture(piece, style)
                surface.blit(picture.surface, (left, ceil(baseline - 0.5) + picture.top))
                free = left + picture.surface.get_width()
            x += (step + style.spacing) * style.size
        return x - at[0]

    def draw_number(
        self,
        surface: pygame.Surface,
        at: tuple[float, float],
        number: str,
        style: Style,
        ground: Colour | None = None,
    ) -> float:
        """Draw a ticket number, or a counter's, from `at` (left, baseline); returns the width. `ground` as in
        `draw`."""
        x, baseline = at
        em = style.size
        for part, is_hyphen in _split(number):
            if is_hyphen:
                bottom = round(baseline - _BAR_BOTTOM * em)
                bar = pygame.Rect(
                    round(x + _BAR_LEFT * em), 0, round(_BAR_WIDTH * em), round(_BAR_HEIGHT * em)
                )
                bar.bottom = bottom
                surface.fill(style.colour, bar)
                x += (HYPHEN + style.spacing) * em
            else:
                x += self.draw(
                    surface, (x, baseline), part, style._replace(spacing=TIGHT + style.spacing), ground
                )
        return x - at[0]


def _drawn(piece: Piece, style: Style) -> Picture:
    used = _font_of(piece, style.weight, style.size)
    try:
        whole = used.render(piece.text, True, style.colour)
    except pygame.error:
        # A sign without width, which SDL refuses to draw.
        whole = pygame.Surface((1, 1), pygame.SRCALPHA, 32)
    inked = whole.get_bounding_rect()
    return Picture(
        whole.subsurface(inked).copy(), inked.left, inked.top - used.get_ascent(), whole.get_width()
    )


def _grounded(picture: Picture, ground: Colour) -> Picture:
    surface = pygame.Surface(picture.surface.get_size(), 0, 32)
    surface.fill(ground)
    surface.blit(picture.surface, (0, 0))
    return picture._replace(surface=surface)


def _bytes(picture: pygame.Surface) -> int:
    return picture.get_pitch() * picture.get_height()


def width(text: str, style: Style) -> float:
    """A text's width in pixels."""
    return sum(step + style.spacing for _, step in _steps(text, style.weight)) * style.size


def number_em(number: str, weight: int) -> float:
    """A number's width in em."""
    return sum(
        HYPHEN if is_hyphen else sum(step + TIGHT for _, step in _steps(part, weight))
        for part, is_hyphen in _split(number)
    )


def _split(number: str) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for index, part in enumerate(number.split("-")):
        if index:
            parts.append(("-", True))
        if part:
            parts.append((part, False))
    return parts
