"""What a page is drawn on: text that wraps and is never cut, buttons, and the list of what can be touched.

That one list serves the finger, the keys and the voice guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import ceil
from typing import Literal, NamedTuple

import pygame

from balai.domain.hall.config import Agency
from balai.text.wrapping import wrap
from balai.words import Words
from drawing import palette as p
from drawing.box import Box
from drawing.canvas import MIDDLE, Canvas, Face
from drawing.glyphs import Glyphs
from drawing.palette import Colour
from kiosk.screen.session import Action

#: The smallest text, and the edge to the left and right of everything (design pixels).
FLOOR, EDGE = 16, 40
TEXT, STRONG, NUMBER = 420, 640, 680
Manner = Literal["plain", "quiet", "ink", "action", "closed"]


@dataclass(frozen=True)
class Target:
    """Something that can be touched: where (design pixels), what it does, what stands on it, and what is said
    of it."""

    box: Box
    action: Action
    label: str
    spoken: str


class Look(NamedTuple):
    """The colours of a page."""

    ground: Colour = p.PAPER
    surface: Colour = p.WHITE
    ink: Colour = p.INK_900
    soft: Colour = p.INK_600
    edge: Colour = p.INK_300
    faint: Colour = p.INK_400
    hair: Colour = p.INK_200
    hair_inside: Colour = p.INK_100
    action: Colour = p.RIVER
    on_action: Colour = p.WHITE
    bar: Colour = p.INK_900
    on_bar: Colour = p.WHITE
    bar_soft: Colour = p.INK_100
    warn: Colour = p.WARN
    warn_ground: Colour = p.WARN_TINT
    well: Colour = p.OK
    focus: Colour = p.FOCUS


_BLACK: Colour = (0, 0, 0)
USUAL = Look()
#: White on black: whatever can be touched has a white edge, and what is chosen is white.
CONTRAST = Look(
    ground=_BLACK, surface=_BLACK, ink=p.WHITE, soft=p.WHITE, edge=p.WHITE, faint=p.WHITE, hair=p.WHITE,
    hair_inside=p.WHITE, action=p.WHITE, on_action=_BLACK, bar=p.WHITE, on_bar=_BLACK, bar_soft=_BLACK,
    warn=p.WHITE, warn_ground=_BLACK, well=p.WHITE, focus=(111, 180, 255),
)  # fmt: skip


class Block(NamedTuple):
    """A text in lines, each so high."""

    lines: list[str]
    face: Face
    step: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.step * len(self.lines)


@cache
def _kept_glyphs() -> Glyphs:
    """Pictures of text outlive a page: most of them stand on the next one, too."""
    return Glyphs()


class Sheet:
    """One page in the making. `told` is what the voice guide reads first, `targets` what can be touched, both
    in reading order."""

    def __init__(self, surface: pygame.Surface, scale: float, look: Look, say: Words) -> None:
        self.canvas, self.look, self.say = Canvas(surface, scale, _kept_glyphs()), look, say
        self.width, self.height = surface.get_width() / scale, surface.get_height() / scale
        self.targets: list[Target] = []
        self.told: list[str] = []
        #: Where the lowest text ends.
        self.lowest = 0.0
        surface.fill(look.ground)

    def block(
        self, text: str, face: Face, room: float, *, leading: float = 1.2, most: float = float("inf")
    ) -> Block:
        """A text in lines that fit into `room`; smaller where it would be higher than `most`. Nothing of it
        is left out."""
        size = face.size
        while True:
            tried = face._replace(size=size)
            lines = wrap(text, room, partial(self.canvas.width, face=tried))
            block = Block(lines, tried, leading * size)
            if block.height <= most or size <= 8:
                return block
            # Below the floor only where nothing else keeps a name whole.
            size -= 1 if size <= FLOOR else max(1, ceil((size - FLOOR) / 8))

    def put(
        self, x: float, top: float, block: Block, align: Literal["left", "right", "middle"] = "left"
    ) -> float:
        """Draw a block; where it ends below."""
        for index, line in enumerate(block.lines):
            middle = top + block.step * (index + 0.5)
            self.canvas.text(x, middle + MIDDLE * block.face.size, line, block.face, align)
        self.lowest = max(self.lowest, top + block.height)
        return top + block.height

    def lacks_room(self) -> None:
        """Something of the page was left out."""
        self.lowest = float("inf")

    def text(
        self, x: float, top: float, text: str, face: Face, room: float, *, leading: float = 1.2,
        most: float = float("inf"), align: Literal["left", "right", "middle"] = "left",
    ) -> float:  # fmt: skip
        """Wrap a text and draw it; where it ends below."""
        return self.put(x, top, self.block(text, face, room, leading=leading, most=most), align)

    def wide(self, block: Block) -> float:
        """How wide the longest line of a block is."""
        return max((self.canvas.width(line, block.face) for line in block.lines), default=0.0)

    def target(self, box: Box, action: Action, label: str, spoken: str = "") -> None:
        """Let a box be touched."""
        self.targets.append(Target(box, action, label, spoken or label))

    def surface(self, box: Box, manner: Manner, *, radius: float = 8) -> tuple[Colour, Colour]:
        """Draw the ground of something that can be touched; the colours of its text and of what is less
        important on it."""
        look, canvas = self.look, self.canvas
        if manner == "action":
            canvas.panel(box, look.action, radius)
            return look.on_action, look.on_action
        if manner == "ink":
            canvas.panel(box, look.bar, radius)
            return look.on_bar, look.on_bar
        if manner == "closed":
            canvas.dashed(box, look.faint, look.ground, radius=radius)
        else:
            canvas.frame(box, look.edge if manner == "quiet" else look.ink, look.surface, radius=radius)
        return look.ink, look.soft

    def button(
        self, box: Box, action: Action, label: str, *, manner: Manner = "plain", size: float = 24,
        icon: str = "", icon_size: float = 38, gap: float = 14, stroke: float = 2.2, spoken: str = "",
    ) -> None:  # fmt: skip
        """A button with its words, and an icon before them, in the middle."""
        ink, _ = self.surface(box, manner)
        before = icon_size + gap if icon and label else icon_size if icon else 0
        block = self.block(label, Face(STRONG, size, ink), box.width - before - 24, most=box.height - 8)
        wide = max((self.canvas.width(line, block.face) for line in block.lines), default=0)
        left = box.x + (box.width - before - wide) / 2
        if icon:
            self.canvas.icon(left, box.middle - icon_size / 2, icon_size, icon, stroke, colour=ink)
        self.put(left + before, box.middle - block.height / 2, block)
        self.target(box, action, label, spoken)

    def badge(self, x: float, y: float, size: float, agency: Agency) -> None:
        """An agency's badge, for the ground of this page."""
        draw = self.canvas.badge if self.look.ground == _BLACK else self.canvas.ink_badge
        draw(x, y, size, agency)

    def ring(self, box: Box) -> None:
        """Show that keys would choose what is in a box."""
        out, thick, fill = 7, 4, self.canvas.fill
        left, top, right, bottom = box.x - out, box.y - out, box.right + out, box.bottom + out
        for x, y, wide, high in (
            (left, top, right - left, thick),
            (left, bottom - thick, right - left, thick),
            (left, top, thick, bottom - top),
            (right - thick, top, thick, bottom - top),
        ):
            fill(Box(x, y, wide, high), self.look.focus)

    def hair(self, x: float, y: float, width: float, colour: Colour | None = None) -> None:
        """A line across."""
        self.canvas.line(x, y, width, 2, colour or self.look.hair)

    def tell(self, *sentences: str) -> None:
        """What the guide reads, before the targets."""
        self.told.extend(sentence for sentence in sentences if sentence)


def total(blocks: Sequence[Block]) -> float:
    """How high blocks are together."""
    return sum(block.height for block in blocks)
