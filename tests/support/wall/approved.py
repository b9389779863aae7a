"""Approved pictures: kept small, and compared piece by piece, so that a single other word is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray
from PIL import Image

Shown = pygame.Surface | Image.Image
Pictures = Mapping[str, Callable[[], Shown]]
_TESTS = Path(__file__).resolve().parents[2] / "integration"
#: What is approved of each program, in files that begin with its name.
GOLDENS = {program: _TESTS / program / "golden" for program in ("display", "kiosk", "pages")}
#: Approved pictures are shrunk by whole numbers to no more than this. They have the most frequent colours, as
#: they are, and those that are furthest apart.
_LONGEST, _FREQUENT, _APART = 960, 24, 40
#: Compared in squares of so many pixels. A pixel is another one from this difference on (0 to 255), a square
#: from this share of such pixels or this mean difference: letters may be smoothed a little differently, but
#: nothing may stand elsewhere, be another thing or have another colour.
_SQUARE, _DIFFERENT, _SHARE, _MEAN = 12, 48, 0.12, 20
#: So many of the commonest colours are held exactly, those of at least so many kept pixels.
_EXACT, _FIELD = 16, 150


def path_of(name: str, program: str = "display") -> Path:
    """Where an approved picture is kept."""
    return GOLDENS[program] / f"{program}-{name}.png"


def sizes_of(program: str) -> dict[str, int]:
    """The approved pictures of a program by name, with their bytes."""
    files = GOLDENS[program].glob(f"{program}-*.png")
    return {path.stem.removeprefix(f"{program}-"): path.stat().st_size for path in files}


def shrunk(shown: Shown) -> Image.Image:
    """A picture as small as it is kept."""
    if isinstance(shown, pygame.Surface):
        shown = Image.frombytes("RGB", shown.get_size(), pygame.image.tobytes(shown, "RGB"))
    return shown.reduce(max(1, -(-max(shown.size) // _LONGEST)))


def shrunk_pixels(shown: NDArray[np.uint8]) -> Image.Image:
    """The same of a picture's pixels."""
    return shrunk(Image.fromarray(np.ascontiguousarray(shown)))


def approve(name: str, shown: Shown, program: str = "display") -> Path:
    """Keep a picture as the approved one."""
    path = path_of(name, program)
    path.parent.mkdir(parents=True, exist_ok=True)
    kept(shown).save(path, optimize=True)
    return path


def approve_all(program: str, pictures: Pictures, states: list[str]) -> None:
    """Keep a program's pictures whose names begin with one of `states` (none: all), and take away those that
    are no longer made."""
    for name, picture in pictures.items():
        if not states or name.startswith(tuple(states)):
            path = approve(name, picture(), program)
            print(f"{path.name}: {path.stat().st_size // 1024} kB", flush=True)  # noqa: T201 - what was made
    for name in set(sizes_of(program)) - set(pictures):
        path_of(name, program).unlink()


def kept(shown: Shown) -> Image.Image:
    """A picture as it is kept: fields keep their colours exactly, and no badge loses its own."""
    return _few_colours(shrunk(shown))


def _few_colours(image: Image.Image) -> Image.Image:
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)
    frequent = [_rgb(colour) for _, colour in counted[:_FREQUENT]]
    apart = image.quantize(_APART, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colours = [part for colour in frequent for part in colour] + (apart.getpalette() or [])[: 3 * _APART]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    # Pillow looks for the nearest colour roughly: what is there exactly is put in its place.
    places = np.array(image.quantize(palette=palette, dither=Image.Dither.NONE))
    packed = _packed(image)
    for place, (red, green, blue) in enumerate(frequent):
        places[packed == (red << 16 | green << 8 | blue)] = place
    exact = Image.fromarray(places).convert("P")
    exact.putpalette(colours)
    return exact


def _rgb(colour: object) -> tuple[int, int, int]:
    assert isinstance(colour, tuple)
    red, green, blue = colour
    return red, green, blue


def differences(made: Image.Image, approved: Image.Image) -> list[tuple[int, int]]:
    """The squares (left, top) in which a picture is not the approved one. Raises ValueError for another
    size."""
    if made.size != approved.size:
        raise ValueError(f"{made.size} is not the approved size {approved.size}")
    # Three planes one after another: asked of each pixel by itself it takes most of the time.
    apart = reduce(np.maximum, np.moveaxis(np.abs(_pixels(made) - _pixels(approved)), 2, 0))
    other = (_squares(apart > _DIFFERENT) > _SHARE) | (_squares(apart) > _MEAN)
    other |= _squares(_recoloured(_packed(made), _packed(approved))) > 0
    return [(int(x) * _SQUARE, int(y) * _SQUARE) for y, x in np.argwhere(other)]


def _recoloured(made: NDArray[np.int32], approved: NDArray[np.int32]) -> NDArray[np.bool_]:
    """The pixels of the picture's commonest colours that the approved one does not have: a field whose colour
    changed, however little. The approved one has its own commonest colours as they were."""
    colours, counts = np.unique(made, return_counts=True)
    frequent = colours[np.argsort(-counts)[:_EXACT]]
    wide = colours[counts >= _FIELD]
    strange = np.setdiff1d(np.intersect1d(frequent, wide), np.unique(approved))
    other: NDArray[np.bool_] = np.isin(made, strange) if strange.size else np.zeros(made.shape, np.bool_)
    return other


def _packed(image: Image.Image) -> NDArray[np.int32]:
    pixels = _pixels(image).astype(np.int32)
    packed: NDArray[np.int32] = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    return packed


def _squares(values: NDArray[Any]) -> NDArray[np.float64]:
    """The mean of each square; those at the edges are filled up with nothing."""
    high, wide = -(-values.shape[0] // _SQUARE), -(-values.shape[1] // _SQUARE)
    whole = np.zeros((high * _SQUARE, wide * _SQUARE))
    whole[: values.shape[0], : values.shape[1]] = values
    squares: NDArray[np.float64] = whole.reshape(high, _SQUARE, wide, _SQUARE).mean(axis=(1, 3))
    return squares


def _pixels(image: Image.Image) -> NDArray[np.int16]:
    return np.asarray(image.convert("RGB"), dtype=np.int16)
