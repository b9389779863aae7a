"""Cut one variable font into the fixed weights that pygame and Pillow can draw.

Neither can set a weight or a font feature, so each weight becomes a file of its own whose
plain digits are the tabular ones: a number on the wall must not jump when it changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from balai.assets import FONT_FAMILY, FONT_WEIGHTS


def cut_all(source: Path, folder: Path) -> list[Path]:
    """Write one TTF per weight into `folder` and return their paths, lightest first."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_cut(source, weight, folder / f"{FONT_FAMILY}-{weight}.ttf") for weight in FONT_WEIGHTS]


def _cut(source: Path, weight: int, target: Path) -> Path:
    font = instancer.instantiateVariableFont(TTFont(source), {"wght": weight}, inplace=True)
    substitutes = tabular_digits(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {code: substitutes.get(glyph, glyph) for code, glyph in table.cmap.items()}
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    # The same sources give the same bytes, so that a build can be compared with another.
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)
    return target


def tabular_digits(font: TTFont) -> dict[str, str]:
    """The glyph substitutions of the font's own 'tnum' feature, proportional to tabular.

    Raises ValueError if the font has none.
    """
    table: Any = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    found.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    if not found:
        raise ValueError("the font has no tabular digits")
    return found
