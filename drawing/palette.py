"""The wall's colours. Yellow means a call and nothing else."""

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
INK_950, INK_800, INK_600 = rgb("#0A171E"), rgb("#182F3A"), rgb("#3D5B67")
INK_400, INK_300, INK_200, INK_100, INK_50 = (
    rgb("#7F969F"),
    rgb("#A9BAC1"),
    rgb("#CAD5D9"),
    rgb("#E2E9EB"),
    rgb("#EFF3F3"),
)
SIGNAL = rgb("#FFC61A")
