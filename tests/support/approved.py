"""Approved pictures: kept small, and compared piece by piece, so that a single other word is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from PIL import Image

GOLDEN = Path(__file__).resolve().parents[1] / "integration" / "golden"
#: Approved pictures are shrunk by whole numbers to no more than this. They have the most frequent colours, as
#: they are, and those that are furthest apart.
_LONGEST, _FREQUENT, _APART = 960, 24, 40
#: Compared in squares of so many pixels. A pixel is another one from this difference on (0 to 255), a square
#: from this share of such pixels or this mean difference: letters may be smoothed a little differently, but
#: nothing may stand elsewhere, be another thing or have another colour.
_SQUARE, _DIFFERENT, _SHARE, _MEAN = 12, 48, 0.12, 20


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
    """A picture as it is kept: fields keep their colours exactly, and no badge loses its own."""
    image = shrunk(surface)
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)
    frequent = [part for _, colour in counted[:_FREQUENT] for part in _rgb(colour)]
    apart = image.quantize(_APART, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette(frequent + (apart.getpalette() or [])[: 3 * _APART])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def _rgb(colour: object) -> tuple[int, ...]:
    assert isinstance(colour, tuple)
    return colour


def differences(made: Image.Image, approved: Image.Image) -> list[tuple[int, int]]:
    """The squares (left, top) in which a picture is not the approved one. Raises ValueError for another
    size."""
    if made.size != approved.size:
        raise ValueError(f"{made.size} is not the approved size {approved.size}")
    apart = np.abs(_pixels(made) - _pixels(approved)).max(axis=2)
    other = (_squares(apart > _DIFFERENT) > _SHARE) | (_squares(apart) > _MEAN)
    return [(int(x) * _SQUARE, int(y) * _SQUARE) for y, x in np.argwhere(other)]


def _squares(values: NDArray[Any]) -> NDArray[np.float64]:
    """The mean of each square; those at the edges are filled up with nothing."""
    high, wide = -(-values.shape[0] // _SQUARE), -(-values.shape[1] // _SQUARE)
    whole = np.zeros((high * _SQUARE, wide * _SQUARE))
    whole[: values.shape[0], : values.shape[1]] = values
    squares: NDArray[np.float64] = whole.reshape(high, _SQUARE, wide, _SQUARE).mean(axis=(1, 3))
    return squares


def _pixels(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image.convert("RGB"), dtype=np.int16)
