"""Setting text in dots: lines that wrap or shrink until they fit, and never lose a letter.

Heights follow the browser's line boxes, so that a ticket stands as the drawn target does: a line of
`height` em has its baseline where the font's ascent and descent, centred in it, put it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

from PIL import Image, ImageChops, ImageDraw, ImageFont

from balai.assets import font_path
from kiosk.paper.typefaces import face, face_of, pieces, runs

#: The smallest text that a ticket may carry, in dots (3 mm at 8 dots a millimetre).
SMALLEST = 25
#: The font's vertical measures in em (Atkinson Hyperlegible Next, table hhea).
_ASCENT, _DESCENT = 0.984, 0.316
_FINE = 4
#: A dot is black from 40 % of ink on: thermal heads print thin strokes thinner still.
_WHITE = 153
_DOTS = [255 if value >= _WHITE else 0 for value in range(256)]
#: A line may shrink so far before it is wrapped instead.
_SHRINK = 0.85


@dataclass(frozen=True)
class Style:
    """How a piece of text looks: font weight, size in dots, line height and letter spacing in em."""

    weight: int
    size: int
    height: float
    spacing: float = 0.0


@dataclass(frozen=True)
class Line:
    """One line of text as it will stand."""

    text: str
    style: Style

    @property
    def dots_high(self) -> float:
        """The height of its box."""
        return self.style.size * self.style.height

    @property
    def baseline(self) -> float:
        """From the top of its box down to the baseline."""
        size, height = self.style.size, self.style.height
        return size * ((height - _ASCENT - _DESCENT) / 2 + _ASCENT)


def font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    """The house's own font at a size in pixels."""
    return face(font_path(weight), size)


@lru_cache(maxsize=1024)
def advance(text: str, weight: int, size: int) -> float:
    """How many dots the text moves the pen, kerning included. Kept: what stands on every ticket is measured
    once, since a visitor waits for each."""
    wide = sum(face_of(run, weight, size * _FINE).getlength(run.text) for run in runs(text, weight))
    return wide / _FINE


def measure(text: str, style: Style) -> float:
    """How many dots a line of text is wide."""
    spacing = style.spacing * style.size * max(0, len(text) - 1)
    return advance(text, style.weight, style.size) + spacing


@lru_cache(maxsize=512)
def glyph(letter: str, weight: int, size: int) -> tuple[Image.Image, int, int]:
    """A letter, or a run of another script, as a grey mask, and where the mask's corner lies from the pen on
    the baseline.

    It is drawn four times too large and shrunk: drawn at its size, the hinting for grey screens makes
    strokes thin and letters run together once they are black and white.
    """
    used = face_of(pieces(letter, weight)[0], weight, size * _FINE)
    left, top, right, bottom = used.getbbox(letter, anchor="ls")
    x, y = floor(left / _FINE), floor(top / _FINE)
    wide, high = max(1, ceil(right / _FINE) - x), max(1, ceil(bottom / _FINE) - y)
    mask = Image.new("L", (wide * _FINE, high * _FINE), 0)
    ImageDraw.Draw(mask).text((-x * _FINE, -y * _FINE), letter, fill=255, font=used, anchor="ls")
    return mask.reduce(_FINE), x, y


def draw_letter(
    canvas: ImageDraw.ImageDraw, letter: str, weight: int, size: int, pen: tuple[float, float]
) -> None:
    """Draw one letter black, the pen moved to the nearest dot (from halfway on the next one, wherever that
    lies)."""
    mask, x, y = glyph(letter, weight, size)
    canvas.bitmap((floor(pen[0] + 0.5) + x, floor(pen[1] + 0.5) + y), mask, fill=0)


def fit(text: str, style: Style, width: float) -> list[Line]:
    """The text in lines no wider than `width`.

    It is set on one line, a little smaller if that is enough; else it wraps between words; a word
    that is too wide by itself makes the text smaller, down to 25 dots; then the word is broken.
    """
    text = " ".join(text.split())
    for size in range(style.size, _least(style.size * _SHRINK) - 1, -1):
        smaller = _sized(style, size)
        if measure(text, smaller) <= width:
            return [Line(text, smaller)]
    words = text.split(" ")
    size = style.size
    while size > min(SMALLEST, style.size) and any(measure(w, _sized(style, size)) > width for w in words):
        size -= 1
    return [Line(line, _sized(style, size)) for line in _wrap(words, _sized(style, size), width)]


def squeeze(text: str, style: Style, width: float) -> Line:
    """The text on one line, made smaller down to 25 dots until it is no wider than `width`."""
    size = style.size
    while size > SMALLEST and measure(text, _sized(style, size)) > width:
        size -= 1
    return Line(text, _sized(style, size))


def draw(canvas: ImageDraw.ImageDraw, line: Line, left: float, top: float) -> None:
    """Draw a line whose box has its corner at (left, top), black.

    Each letter begins on a whole dot: so it has the same dots wherever it stands, and does not run
    into the next.
    """
    x, y = floor(left), floor(top)
    mask, beside, above = set_line(line, round(left - x, 6), round(top - y, 6))
    canvas.bitmap((x - beside, y - above), mask, fill=0)


@lru_cache(maxsize=96)
def set_line(line: Line, left: float, top: float) -> tuple[Image.Image, int, int]:
    """A line as a grey mask, its corner so far from a whole dot, and how far the mask reaches left of that
    dot and above it. Kept: most of a ticket stands on every ticket, and a visitor waits for each."""
    style = line.style
    room = style.size
    wide = ceil(left + measure(line.text, style)) + 2 * room
    picture = Image.new("L", (wide, ceil(top + line.baseline) + 2 * room), 255)
    canvas = ImageDraw.Draw(picture)
    before, last = 0.0, ""
    for index, piece in enumerate(pieces(line.text, style.weight)):
        if index:  # letters are kerned in pairs, of which there are few
            before += advance(last + piece.text, style.weight, style.size)
            before -= advance(piece.text, style.weight, style.size)
        x = left + before + index * style.spacing * style.size
        pen = (room + x, room + top + line.baseline)
        draw_letter(canvas, piece.text, style.weight, style.size, pen)
        last = piece.text
    mask = ImageChops.invert(picture)
    found = mask.getbbox() or (0, 0, 1, 1)
    return mask.crop(found), room - found[0], room - found[1]


def to_dots(grey: Image.Image) -> Image.Image:
    """A grey picture as black and white dots, without dithering."""
    return grey.point(_DOTS, "1")


def _sized(style: Style, size: int) -> Style:
    return Style(style.weight, size, style.height, style.spacing)


def _least(size: float) -> int:
    return max(SMALLEST, round(size))


def _wrap(words: list[str], style: Style, width: float) -> list[str]:
    lines: list[str] = []
    for word in (piece for whole in words for piece in _broken(whole, style, width)):
        if lines and measure(f"{lines[-1]} {word}", style) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _broken(word: str, style: Style, width: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, style) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
