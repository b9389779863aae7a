from __future__ import annotations

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from balai.assets import FONT_WEIGHTS, font_path

DIGITS = "0123456789"


@pytest.mark.parametrize("weight", FONT_WEIGHTS)
def test_all_digits_are_equally_wide_and_stand_on_the_line(weight: int) -> None:
    font = TTFont(font_path(weight))
    names = [font.getBestCmap()[ord(digit)] for digit in DIGITS]
    assert len({font["hmtx"][name][0] for name in names}) == 1
    heights = []
    for name in names:
        pen = BoundsPen(font.getGlyphSet())
        font.getGlyphSet()[name].draw(pen)
        heights.append(pen.bounds[3])
        assert -20 <= pen.bounds[1] <= 0
    assert max(heights) - min(heights) <= 20
    assert font["OS/2"].usWeightClass == weight


@pytest.mark.parametrize("weight", FONT_WEIGHTS)
def test_the_zero_is_slashed(weight: int) -> None:
    # A plain zero is empty in its middle, a slashed one is not.
    image = Image.new("L", (200, 200), 0)
    ImageDraw.Draw(image).text((100, 100), "0", 255, ImageFont.truetype(font_path(weight), 200), anchor="mm")
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    assert image.getpixel(((left + right) // 2, (top + bottom) // 2)) == 255


def test_heavier_files_draw_heavier() -> None:
    lengths = [ImageFont.truetype(font_path(weight), 100).getlength("Loket") for weight in FONT_WEIGHTS]
    assert lengths == sorted(lengths)
    assert len(set(lengths)) == len(lengths)


@pytest.mark.parametrize("text", ["Ketuk ‘Hadir’ — tidak ada?", "Rp10.000·éüñ", "ABCDEFGHKLMRS-0123456789"])
def test_the_latin_part_has_what_the_texts_need(text: str) -> None:
    known = TTFont(font_path(FONT_WEIGHTS[0])).getBestCmap()
    assert [letter for letter in text if ord(letter) not in known] == []
