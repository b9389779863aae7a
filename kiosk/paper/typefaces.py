"""The pieces of a text that stands on paper, each in a font that has it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from balai.assets import font_path
from drawing.scripts import Piece, parted

#: What no font has: a font draws it as whatever it lacks.
_LACKED = "\U0010ffff"
_LOOK = 24


@lru_cache(maxsize=64)
def face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font file at a size in pixels."""
    return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=2048)
def pieces(text: str, weight: int) -> tuple[Piece, ...]:
    """The text in the pieces that can be printed, in order; what nothing can print is left out."""
    if text.isascii() and text.isprintable():  # which the house's own font has
        return tuple(map(Piece, text))
    return parted(text, weight, _has)


def runs(text: str, weight: int) -> list[Piece]:
    """The same with neighbours in one font joined, so that they are kerned."""
    if text.isascii() and text.isprintable():
        return [Piece(text)]
    joined: list[Piece] = []
    for piece in pieces(text, weight):
        if joined and joined[-1].path == piece.path:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.path)
        else:
            joined.append(piece)
    return joined


def face_of(piece: Piece, weight: int, size: int) -> ImageFont.FreeTypeFont:
    """The font that a piece is drawn in, at a size in pixels."""
    return face(piece.path or font_path(weight), size)


@lru_cache(maxsize=4096)
def _has(file: Path, sign: str) -> bool:
    if sign == " ":
        return True
    try:
        return _look(file, sign) != _lacked(file)
    except OSError:
        return False


@cache
def _lacked(file: Path) -> tuple[tuple[int, int], bytes]:
    return _look(file, _LACKED)


def _look(file: Path, sign: str) -> tuple[tuple[int, int], bytes]:
    mask = face(file, _LOOK).getmask(sign, mode="1")
    return mask.size, bytes(mask)
