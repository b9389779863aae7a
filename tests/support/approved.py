"""Approved pictures: kept small, and compared piece by piece, so that a single other word is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray
from PIL import Image

GOLDEN = Path(__file__).resolve().parents[1] / "integration" / "golden"
#: Approved pictures are shrunk by whole numbers to no more than this, and have so many colours.
_LONGEST, _COLOURS = 960, 48
#: Compared in squares of so many pixels. A pixel is another one from this difference on (0 to 255), a square
#: from this share of such pixels: letters may be smoothed a little differently, but nothing may stand
#: elsewhere or be another thing.
_SQUARE, _DIFFERENT, _SHARE = 12, 72, 0.12


def path_of(name: str) -> Path:
    """Where an approved picture is kept."""
    return GOLDEN / f"display-{name}.png"


def shrunk(surface: pygame.Surface) -> Image.Image:
    """A picture as small as it is kept."""
    image = Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB"))
    return image.reduce(max(1, -(-max(image.size) // _LONGEST)))


def approve(name: str, surface: pygame.Surface) -> Path:
    """Keep a picture as the approved one."""
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept(surface).save(path, optimize=True)
    return path


def kept(surface: pygame.Surface) -> Image.Image:
    """A picture as it is kept: the colours that are furthest apart, so that no badge loses its own."""
    return shrunk(surface).quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def differences(made: Image.Image, approved: Image.Image) -> list[tuple[int, int]]:
    """The squares (left, top) in which a picture is not the approved one. Raises ValueError for another
    size."""
    if made.size != approved.size:
        raise ValueError(f"{made.size} is not the approved size {approved.size}")
    apart = np.abs(_pixels(made) - _pixels(approved)).max(axis=2) > _DIFFERENT
    high, wide = -(-apart.shape[0] // _SQUARE), -(-apart.shape[1] // _SQUARE)
    whole = np.zeros((high * _SQUARE, wide * _SQUARE), dtype=bool)
    whole[: apart.shape[0], : apart.shape[1]] = apart
    shares = whole.reshape(high, _SQUARE, wide, _SQUARE).mean(axis=(1, 3))
    return [(int(x) * _SQUARE, int(y) * _SQUARE) for y, x in np.argwhere(shares > _SHARE)]


def _pixels(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image.convert("RGB"), dtype=np.int16)
