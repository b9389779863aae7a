"""The colours of wall and kiosk. Yellow means a call and nothing else."""

from __future__ import annotations

from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]


def rgb(text: str) -> Colour:
    """A colour from "#RRGGBB"; white for a text that is none, so that a slip stays readable."""
    try:
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)
    except ValueError:
        return WHITE


WHITE: Colour = (255, 255, 255)
INK_950, INK_900, INK_800 = rgb("#0A171E"), rgb("#10222B"), rgb("#182F3A")
INK_700, INK_600, INK_500 = rgb("#2A4753"), rgb("#3D5B67"), rgb("#516C77")
INK_400, INK_300, INK_200, INK_100, INK_50 = (
    rgb("#7F969F"),
    rgb("#A9BAC1"),
    rgb("#CAD5D9"),
    rgb("#E2E9EB"),
    rgb("#EFF3F3"),
)
SIGNAL = rgb("#FFC61A")
#: What says that a hall is for training, here and on pages.
PRACTICE_INK = rgb("#5A3E9E")
#: Light surfaces, and what can be done on them.
PAPER, RIVER = rgb("#F6F6F3"), rgb("#00566B")
OK, WARN, WARN_TINT, WARN_LIT = rgb("#19673A"), rgb("#854900"), rgb("#FCEFDA"), rgb("#FFD9A0")
#: Where something has the focus of keys.
FOCUS = rgb("#0B62E0")
