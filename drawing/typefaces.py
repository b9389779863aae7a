"""The pieces of a text that SDL draws, each in a font that has it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import pygame
import pygame.freetype

from drawing.scripts import Piece, parted


@lru_cache(maxsize=2048)
def pieces(text: str, weight: int) -> tuple[Piece, ...]:
    """The text in the pieces that can be drawn, in order; what nothing can draw is left out."""
    return parted(text, weight, _has)


@lru_cache(maxsize=8192)
def _has(file: Path, sign: str) -> bool:
    opened = _opened(file)
    return opened is not None and opened.get_metrics(sign)[0] is not None


@cache
def _opened(file: Path) -> pygame.freetype.Font | None:
    if not pygame.freetype.get_init():
        pygame.freetype.init()
    try:
        return pygame.freetype.Font(str(file), 16)
    except (OSError, pygame.error, RuntimeError):
        return None
