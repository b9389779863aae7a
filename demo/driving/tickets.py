"""Reading a printed ticket back: the number, from nothing but its dots."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from string import ascii_uppercase, digits

from PIL import Image, ImageChops, ImageDraw, ImageFont

from balai.assets import font_path

#: The number's size by paper width, and the weight it is set in (ui/design.md).
NUMBER_SIZES = {576: 176, 384: 117}
NUMBER_WEIGHT = 800
CAP_HEIGHT = 0.668
#: The drawn hyphen: width, height and distance above the baseline in em.
HYPHEN = (0.17, 0.092, 0.232)
#: Dots that may differ, as a share of a letter's box: edges fall on other dots than here.
TOLERANCE = 0.07


def read_number(picture: Image.Image) -> str:
    """The number that stands on a ticket's picture, like "A-038".

    Raises AssertionError where no band of the picture can be read as one.
    """
    ink = ImageChops.invert(picture.convert("L"))
    size = NUMBER_SIZES[picture.width]
    bands = [
        ink.crop((0, top, ink.width, bottom))
        for top, bottom in _runs(ink, axis=1)
        if 0.62 * size <= bottom - top <= 0.95 * size
    ]
    for band in bands:
        number = _read_band(band, size)
        if number and "-" in number:
            return number
    raise AssertionError(f"no number can be read on the ticket; bands of the right height: {len(bands)}")


def _read_band(band: Image.Image, size: int) -> str | None:
    letters = ""
    for left, right in _runs(band, axis=0):
        letter = _read_letter(band.crop((left, 0, right, band.height)), size)
        if letter is None:
            return None
        letters += letter
    return letters


def _read_letter(shape: Image.Image, size: int) -> str | None:
    best, least = None, TOLERANCE
    for letter, template in _templates(size).items():
        if abs(template.width - shape.width) > 3:
            continue
        tops = _offsets(shape, template, letter, size)
        share = min((_difference(shape, template, top) for top in tops), default=1.0)
        if share < least:
            best, least = letter, share
    return best


def _offsets(shape: Image.Image, template: Image.Image, letter: str, size: int) -> range:
    """Where the template's top may lie in the band, whose upper edge the round digits push up a little."""
    if letter != "-":
        return range(-3, shape.height - template.height + 4)
    middle = round((CAP_HEIGHT - HYPHEN[1] - HYPHEN[2]) * size)
    return range(middle - 3, middle + 6)


def _difference(shape: Image.Image, template: Image.Image, top: int) -> float:
    """The share of dots that differ, the template laid into the shape's box."""
    laid = Image.new("L", shape.size, 0)
    laid.paste(template, (round((shape.width - template.width) / 2), top))
    return ImageChops.difference(shape, laid).histogram()[255] / (shape.width * shape.height)


@cache
def _templates(size: int) -> dict[str, Image.Image]:
    face = ImageFont.truetype(str(font_path(NUMBER_WEIGHT)), size)
    templates: dict[str, Image.Image] = {}
    for letter in ascii_uppercase + digits:
        sheet = Image.new("L", (2 * size, 2 * size), 0)
        ImageDraw.Draw(sheet).text((size // 2, size), letter, fill=255, font=face)
        black = sheet.point(lambda value: 255 if value >= 128 else 0)
        box = black.getbbox()
        assert box is not None
        templates[letter] = black.crop(box)
    templates["-"] = Image.new("L", (round(HYPHEN[0] * size), round(HYPHEN[1] * size)), 255)
    return templates


def _runs(ink: Image.Image, axis: int) -> Iterator[tuple[int, int]]:
    """The stretches of rows (axis 1) or columns (axis 0) that carry ink, as (first, beyond the last)."""
    length = ink.size[axis]
    start: int | None = None
    for at in range(length + 1):
        strip = (0, at, ink.width, at + 1) if axis else (at, 0, at + 1, ink.height)
        has_ink = at < length and ink.crop(strip).getbbox() is not None
        if has_ink and start is None:
            start = at
        elif not has_ink and start is not None:
            yield start, at
            start = None
