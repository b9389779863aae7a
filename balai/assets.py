"""Files that the build puts into the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from balai.errors import PartMissing
from balai.words.said import say

FONT_FAMILY = "AtkinsonHyperlegibleNext"
FONT_WEIGHTS = (420, 520, 560, 640, 680, 700, 740, 760, 800)
_FONTS = Path(__file__).parent / "fonts"


class AssetMissing(PartMissing):
    """A file that `make assets` builds is not in the package."""

    code = "asset_missing"


@cache
def font_path(weight: int) -> Path:
    """The font file of that static weight, with tabular digits.

    Raises ValueError for a weight that is not built, AssetMissing where the build has not run.
    """
    if weight not in FONT_WEIGHTS:
        known = ", ".join(str(known) for known in FONT_WEIGHTS)
        raise ValueError(f"no font of weight {weight}; weights that are built: {known}")
    path = _FONTS / f"{FONT_FAMILY}-{weight}.ttf"
    if not path.is_file():
        raise AssetMissing(say("error.font_missing", name=path.name, folder=_FONTS))
    return path
