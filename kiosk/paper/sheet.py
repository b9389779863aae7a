"""A strip of paper that grows downwards, its measures, and what tickets and vouchers have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw

from balai.badges import CAP_HEIGHT, LETTER_WEIGHT, MOST_SIGNS, SIGN_SIZES, Badge, badge
from balai.words import Words, words_in
from hardware.ports import CodeBlock
from kiosk.paper.ticket_number import draw_number, number_width
from kiosk.paper.typesetting import Line, Style, draw, fit, font, measure, to_dots

_FINE = 8  # a badge is drawn so many times too large and shrunk, so that its edge is even
_NUMBER_HEIGHT = 0.72  # the number's line box in em
_NUMBER_BASELINE = 0.694


@dataclass(frozen=True)
class Letterhead:
    """What stands on top of every paper: the hall, the agency with its sign, the service, the number. An
    agency without a shape or a name is not told by it."""

    hall: str
    regency: str
    agency_letter: str
    agency_shape: str
    agency: str
    service: str
    number: str


@dataclass(frozen=True)
class Layout:
    """The measures of one paper width, in dots. A gap pair is (above, below)."""

    width: int
    margin: int
    top: int
    hall: Style
    regency: Style
    regency_gaps: tuple[int, int]
    badge: int
    badge_gap: int
    agency_above: int
    agency: Style
    service: Style
    number: int
    number_gaps: tuple[int, int]
    facts_gaps: tuple[int, int]
    label: Style
    value: Style
    side_by_side: bool
    hint: Style
    hint_gaps: tuple[int, int]
    end: Style
    end_above: int
    private: Style
    private_above: int
    bottom: int = 40
    facts_apart: int = 36

    @property
    def inner(self) -> int:
        """Dots between the margins."""
        return self.width - 2 * self.margin


LAYOUT_80 = Layout(
    width=576,
    margin=24,
    top=28,
    hall=Style(760, 38, 1.1, -0.005),
    regency=Style(520, 28, 1.15),
    regency_gaps=(6, 16),
    badge=88,
    badge_gap=18,
    agency_above=18,
    agency=Style(760, 40, 1.08),
    service=Style(560, 36, 1.12),
    number=176,
    number_gaps=(32, 32),
    facts_gaps=(16, 18),
    label=Style(520, 27, 1.1),
    value=Style(760, 50, 1.0, -0.01),
    side_by_side=False,
    hint=Style(520, 30, 1.22),
    hint_gaps=(16, 18),
    end=Style(700, 30, 1.2),
    end_above=16,
    private=Style(520, 25, 1.24),
    private_above=10,
)
LAYOUT_58 = Layout(
    width=384,
    margin=16,
    top=24,
    hall=Style(760, 27, 1.12, -0.02),
    regency=Style(520, 25, 1.15),
    regency_gaps=(4, 14),
    badge=76,
    badge_gap=14,
    agency_above=16,
    agency=Style(760, 34, 1.08),
    service=Style(560, 30, 1.12),
    number=117,
    number_gaps=(26, 26),
    facts_gaps=(16, 18),
    label=Style(520, 26, 1.15),
    value=Style(760, 36, 1.15, -0.01),
    side_by_side=True,
    hint=Style(520, 26, 1.22),
    hint_gaps=(14, 16),
    end=Style(700, 28, 1.2),
    end_above=14,
    private=Style(520, 25, 1.24),
    private_above=8,
)
#: From so many dots on a paper is laid out as one of 80 mm.
_WIDE = 480


def layout_for(width: int) -> Layout:
    """The measures of a paper so many dots wide."""
    return replace(LAYOUT_80 if width >= _WIDE else LAYOUT_58, width=width)


_Stroke = Callable[[ImageDraw.ImageDraw], None]


class Sheet:
    """A strip of paper that grows downwards: what is drawn is kept until its height is known."""

    def __init__(self, layout: Layout, say: Words, *, native: bool = False) -> None:
        """`say` has the sentences of the paper's language; `native`: the printer draws codes itself."""
        self.layout, self.say, self.native = layout, say, native
        #: What the printer is to draw, and below which row.
        self.code: tuple[int, str] | None = None
        self.y = float(layout.top)
        self._strokes: list[_Stroke] = []

    def add(self, stroke: _Stroke) -> None:
        """Keep a stroke until the height is known."""
        self._strokes.append(stroke)

    def text(self, text: str, style: Style) -> None:
        """Set text between the margins, on as many lines as it needs."""
        for line in fit(text, style, self.layout.inner):
            self.line(line, self.layout.margin, self.y)
            self.y += line.dots_high

    def line(self, line: Line, left: float, top: float) -> None:
        """Set one line with its corner at (left, top)."""
        self.add(lambda canvas: draw(canvas, line, left, top))

    def rule(self, dots: int) -> None:
        """Draw a rule between the margins, so many dots thick."""
        top, left, right = round(self.y), self.layout.margin, self.layout.width - self.layout.margin - 1
        self.add(lambda canvas: canvas.rectangle((left, top, right, top + dots - 1), fill=0))
        self.y += dots

    def leave_for(self, text: str) -> None:
        """The printer draws a code here, in the middle of the paper."""
        self.y = float(round(self.y))
        self.code = int(self.y), text

    def parts(self, above: int = 0) -> Iterator[Image.Image | CodeBlock]:
        """The strip below its first rows: dots, and the code that the printer draws between them."""
        whole = self.picture()
        if self.code is not None:
            row, text = self.code
            yield whole.crop((0, above, whole.width, row))
            yield CodeBlock(text)
            above = row
        yield whole.crop((0, above, whole.width, whole.height))

    def picture(self) -> Image.Image:
        """The strip as black and white dots, without a code that the printer draws."""
        grey = Image.new("L", (self.layout.width, round(self.y + self.layout.bottom)), 255)
        canvas = ImageDraw.Draw(grey)
        for stroke in self._strokes:
            stroke(canvas)
        return to_dots(grey)


def head(sheet: Sheet, paper: Letterhead) -> None:
    """The hall and its regency."""
    _head(sheet, paper.hall, paper.regency)


def _head(sheet: Sheet, hall: str, regency: str) -> None:
    above, below = sheet.layout.regency_gaps
    sheet.text(hall, sheet.layout.hall)
    sheet.y += above
    sheet.text(regency, sheet.layout.regency)
    sheet.y += below
    sheet.rule(4)


@lru_cache(maxsize=4)
def draw_head(hall: str, regency: str, width_dots: int) -> Image.Image:
    """The rows that every paper with this head begins with. Kept: a visitor waits for each."""
    sheet = Sheet(layout_for(width_dots), words_in("id"))
    _head(sheet, hall, regency)
    return sheet.picture().crop((0, 0, width_dots, int(sheet.y)))


def copy_line(sheet: Sheet, key: str = "ticket.copy") -> None:
    """Across the paper, so that two papers of one number are told apart at a glance."""
    sheet.y += sheet.layout.facts_gaps[0]
    sheet.text(sheet.say(key), sheet.layout.value)
    sheet.y += sheet.layout.facts_gaps[1]
    sheet.rule(4)


def agency(sheet: Sheet, paper: Letterhead) -> None:
    """The agency's sign, its name and the service."""
    layout = sheet.layout
    signed = bool(paper.agency_shape)
    left = layout.margin + (layout.badge + layout.badge_gap if signed else 0)
    width = layout.width - layout.margin - left
    named = fit(paper.agency, layout.agency, width) if paper.agency else []
    lines = [*named, *fit(paper.service, layout.service, width)]
    text_high = sum(line.dots_high for line in lines)
    sheet.y += layout.agency_above
    high = max(text_high, layout.badge) if signed else text_high
    if signed:
        mark = draw_badge(paper.agency_shape, paper.agency_letter, layout.badge)
        at = (layout.margin, round(sheet.y + (high - layout.badge) / 2))
        sheet.add(lambda canvas: canvas.bitmap(at, mark, fill=0))
    y = sheet.y + (high - text_high) / 2
    for line in lines:
        sheet.line(line, left, y)
        y += line.dots_high
    sheet.y += high


def number(sheet: Sheet, number: str) -> None:
    """A number, or a code, as large as the paper allows."""
    layout = sheet.layout
    size = layout.number
    while number_width(number, size) > layout.inner + 1:
        size -= 1
    sheet.y += layout.number_gaps[0]
    baseline = sheet.y + _NUMBER_BASELINE * layout.number
    sheet.add(lambda canvas: draw_number(canvas, number, size, layout.margin - 1, baseline))
    sheet.y += _NUMBER_HEIGHT * layout.number + layout.number_gaps[1]
    sheet.rule(4)


def joined(sheet: Sheet, parts: tuple[str, ...], glue: str, style: Style) -> None:
    """The parts on one line where they fit, else each on a line of its own."""
    whole = glue.join(parts)
    fits = measure(whole, style) <= sheet.layout.inner
    for part in (whole,) if fits else parts:
        sheet.text(part, style)


@lru_cache(maxsize=64)
def draw_badge(shape: str, letter: str, size: int) -> Image.Image:
    """An agency's badge as a grey mask of `size` dots: ink 255, the letter left open."""
    outline = _shape(shape)
    mask = Image.new("L", (size * _FINE, size * _FINE), 0)
    canvas = ImageDraw.Draw(mask)
    canvas.polygon(outline.polygon(size * _FINE), fill=255)
    scale = size * _FINE / 48
    signs = letter[:MOST_SIGNS]
    em = outline.letter_size * SIGN_SIZES.get(len(signs), 1.0)
    baseline = outline.letter_middle + CAP_HEIGHT * em / 2
    face = font(LETTER_WEIGHT, round(em * scale))
    canvas.text((24 * scale, baseline * scale), signs, fill=0, font=face, anchor="ms")
    return mask.resize((size, size), Image.Resampling.BOX)


def _shape(shape: str) -> Badge:
    # A hall's file is checked for its shapes; should one slip through, the ticket matters more.
    try:
        return badge(shape)
    except KeyError:
        return badge("bulat")
