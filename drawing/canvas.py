"""A surface that is drawn on in design pixels, whatever its real size."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import pygame

from balai.text.wrapping import joined, wrap
from drawing import glyphs, icons
from drawing.box import Box
from drawing.glyphs import Glyphs, Style
from drawing.palette import INK_950, SIGNAL, WHITE, Colour, rgb

#: The smallest text on the wall; longer names end in an ellipsis instead.
FLOOR = 28
#: Half the difference of ascent and descent in em: text of size s in a line centred at y has its
#: baseline at y + MIDDLE * s.
MIDDLE = 0.334
#: Between the two lines of a long name.
_NAME_STEP = 30


class Face(NamedTuple):
    """How a text looks, in design pixels."""

    weight: int
    size: float
    colour: Colour
    spacing: float = 0.0


class Sign(Protocol):
    """What a badge is drawn from: an agency's shape, letter and colour (`#RRGGBB`)."""

    @property
    def shape(self) -> str:
        """Which of the eight outlines."""

    @property
    def letter(self) -> str:
        """What stands in it."""

    @property
    def lit(self) -> str:
        """Its colour on dark ground."""


class InkSign(Protocol):
    """The same on light ground."""

    @property
    def shape(self) -> str:
        """Which of the eight outlines."""

    @property
    def letter(self) -> str:
        """What stands in it."""

    @property
    def ink(self) -> str:
        """Its colour on light ground."""


class Canvas:
    """The picture, as large as the surface; `scale` is the real pixels of a design pixel."""

    def __init__(self, surface: pygame.Surface, scale: float, kept: Glyphs | None = None) -> None:
        """`kept` are the pictures of text that were drawn before."""
        self.surface = surface
        self.scale = scale
        self._glyphs = kept or Glyphs()

    @property
    def kept(self) -> Glyphs:
        """The pictures of text that were drawn here, for another surface of the same size."""
        return self._glyphs

    def rect(self, box: Box) -> pygame.Rect:
        """A box in real pixels; boxes that touch in design pixels touch here."""
        left, top = self._x(box.x), self._y(box.y)
        return pygame.Rect(left, top, self._x(box.right) - left, self._y(box.y + box.height) - top)

    def fill(self, box: Box, colour: Colour) -> None:
        """A filled rectangle."""
        self.surface.fill(colour, self.rect(box))

    def panel(self, box: Box, colour: Colour, radius: float = 8) -> None:
        """A filled rectangle with round corners."""
        rect, r = self.rect(box), max(1, round(radius * self.scale))
        self.surface.fill(colour, rect.inflate(-2 * r, 0))
        self.surface.fill(colour, rect.inflate(0, -2 * r))
        disc = icons.disc(2 * r, colour)
        for left, x in ((0, rect.left), (r, rect.right - r)):
            for top, y in ((0, rect.top), (r, rect.bottom - r)):
                self.surface.blit(disc, (x, y), pygame.Rect(left, top, r, r))

    def frame(self, box: Box, colour: Colour, inside: Colour, *, thick: float = 2, radius: float = 8) -> None:
        """A rectangle with round corners and an edge."""
        self.panel(box, colour, radius)
        inner = Box(box.x + thick, box.y + thick, box.width - 2 * thick, box.height - 2 * thick)
        self.panel(inner, inside, max(1.0, radius - thick))

    def dashed(
        self, box: Box, colour: Colour, inside: Colour, *, thick: float = 2, radius: float = 8
    ) -> None:
        """The same with an edge of dashes."""
        self.frame(box, colour, inside, thick=thick, radius=radius)
        wide, high = box.width - 2 * radius, box.height - 2 * radius
        for y in (box.y, box.bottom - thick):
            self.gaps(Box(box.x + radius, y, wide, thick), 6, 4, inside)
        for x in (box.x, box.right - thick):
            self.gaps(Box(x, box.y + radius, thick, high), 6, 4, inside)

    def line(self, x: float, y: float, width: float, thickness: float, colour: Colour) -> None:
        """A horizontal line, never thinner than a real pixel."""
        rect = self.rect(Box(x, y, width, thickness))
        rect.height = max(1, round(thickness * self.scale))
        self.surface.fill(colour, rect)

    def gaps(self, box: Box, dash: float, gap: float, colour: Colour) -> None:
        """Break a line that fills the box, along its longer side, into dashes: `colour` is what is
        behind it. It begins and ends with a dash."""
        across = box.width >= box.height
        length = max(box.width, box.height)
        count = max(1, round((length + gap) / (dash + gap)))
        step = (length + gap) / count
        for index in range(1, count):
            start = step * index - gap
            piece = Box(box.x + start, box.y, gap, box.height)
            self.fill(piece if across else Box(box.x, box.y + start, box.width, gap), colour)

    def text(self, x: float, baseline: float, text: str, face: Face, align: str = "left") -> float:
        """Draw a text at its baseline; returns its width in design pixels."""
        style = self._style(face)
        wide = glyphs.width(text, style) / self.scale
        left = x - (wide if align == "right" else wide / 2 if align == "middle" else 0)
        self._glyphs.draw(self.surface, (self._fx(left), self._fy(baseline)), text, style)
        return wide

    def width(self, text: str, face: Face) -> float:
        """A text's width in design pixels."""
        return glyphs.width(text, self._style(face)) / self.scale

    def fit(self, text: str, face: Face, room: float, floor: float = FLOOR) -> tuple[str, Face]:
        """The text and face that fit into `room`: smaller down to `floor`, then an ellipsis."""
        wide = self.width(text, face)
        if wide <= room:
            return text, face
        size = max(floor, int(face.size * room / wide))
        while size > floor and self.width(text, face._replace(size=size)) > room:
            size -= 1
        face = face._replace(size=min(size, face.size))
        return self._cut(text, face, room), face

    def fits(self, text: str, face: Face, room: float, most: int) -> bool:
        """Whether a text takes at most so many lines."""
        return len(wrap(text, room, lambda part: self.width(part, face))) <= most

    def lines(self, text: str, face: Face, room: float, most: int) -> list[str]:
        """At most so many lines that fit into `room`, about equally long, so that no single word is left
        over; what is too much ends in an ellipsis."""

        def within(width: float) -> list[str]:
            return wrap(text, width, lambda part: self.width(part, face))

        lines = within(room)
        if len(lines) > most:
            return [*lines[: most - 1], self._cut(joined(lines[most - 1], lines[most]), face, room)]
        narrower, words = room, " ".join(lines)
        while len(lines) > 1 and narrower > room / 2:
            narrower -= 20
            tried = within(narrower)
            # No word is hyphenated for that.
            if len(tried) > len(lines) or " ".join(tried) != words:
                break
            lines = tried
        return lines

    def two_lines(
        self,
        x: float,
        middle: float,
        text: str,
        face: Face,
        room: float,
        align: str = "left",
        step: float = _NAME_STEP,
    ) -> float:
        """Draw a name about the height `middle`: smaller where that is enough, then in two lines `step`
        apart, and only then cut. Returns its width."""
        small = face._replace(size=FLOOR)
        if self.width(text, small) <= room:
            text, face = self.fit(text, face, room)
            return self.text(x, middle + MIDDLE * face.size, text, face, align)
        lines = self.lines(text, small, room, 2)
        first = middle - step * (len(lines) - 1) / 2
        drawn = [
            self.text(x, first + step * index + MIDDLE * FLOOR, line, small, align)
            for index, line in enumerate(lines)
        ]
        return max(drawn, default=0.0)

    def number(
        self, x: float, baseline: float, number: str, face: Face, ground: Colour | None = None
    ) -> float:
        """Draw a ticket's or counter's number; returns its width in design pixels. `ground` is the colour of
        all that it is drawn on, where that is known."""
        style = self._style(face)
        at = (self._fx(x), self._fy(baseline))
        return self._glyphs.draw_number(self.surface, at, number, style, ground) / self.scale

    def number_width(self, number: str, face: Face) -> float:
        """A number's width in design pixels."""
        return glyphs.number_em(number, face.weight) * face.size

    def fit_number(self, number: str, face: Face, room: float, tighter: float = 0.0) -> Face:
        """The face at which a number fits into `room`: its signs closer together by so much of an em, then
        smaller. A number is never cut."""
        em = glyphs.number_em(number, face.weight)
        if not em or em * face.size <= room:
            return face
        spacing = -min(tighter, (em - room / face.size) / len(number))
        em += spacing * len(number)
        return face._replace(size=min(face.size, room / em), spacing=spacing)

    def icon(self, x: float, y: float, size: float, name: str, stroke: float, *, colour: Colour) -> None:
        """A line icon with its top left corner at (x, y)."""
        picture = icons.icon(name, max(1, round(size * self.scale)), stroke, colour)
        self.surface.blit(picture, (self._x(x), self._y(y)))

    def badge(self, x: float, y: float, size: float, sign: Sign, on_signal: bool = False) -> None:
        """An agency's badge with its top left corner at (x, y): in its colour, or dark on yellow."""
        fill, letter = (INK_950, SIGNAL) if on_signal else (rgb(sign.lit), INK_950)
        picture = icons.badge(sign.shape, sign.letter, max(1, round(size * self.scale)), fill, letter)
        self.surface.blit(picture, (self._x(x), self._y(y)))

    def ink_badge(self, x: float, y: float, size: float, sign: InkSign) -> None:
        """An agency's badge on light ground with its top left corner at (x, y)."""
        picture = icons.badge(sign.shape, sign.letter, max(1, round(size * self.scale)), rgb(sign.ink), WHITE)
        self.surface.blit(picture, (self._x(x), self._y(y)))

    def disc(self, x: float, y: float, diameter: float, colour: Colour) -> None:
        """A filled circle with its top left corner at (x, y)."""
        self.surface.blit(icons.disc(max(1, round(diameter * self.scale)), colour), (self._x(x), self._y(y)))

    def _cut(self, text: str, face: Face, room: float) -> str:
        if self.width(text, face) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            half = (low + high + 1) // 2
            fits = self.width(text[:half].rstrip() + "…", face) <= room
            low, high = (half, high) if fits else (low, half - 1)
        return text[:low].rstrip() + "…"

    def _style(self, face: Face) -> Style:
        return Style(face.weight, max(1, round(face.size * self.scale)), face.colour, face.spacing)

    def _fx(self, x: float) -> float:
        return x * self.scale

    def _fy(self, y: float) -> float:
        return y * self.scale

    def _x(self, x: float) -> int:
        return round(self._fx(x))

    def _y(self, y: float) -> int:
        return round(self._fy(y))
