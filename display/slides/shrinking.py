"""Shrinks pictures, in a process of its own: to read a photograph takes more memory than all of a wall, and
a damaged one makes a decoder do anything. It reads a line for each file and writes the small picture, or why
not.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageStat

from balai.program.helper import serve
from drawing.palette import INK_950, WHITE, Colour

#: Larger files, and pictures of more pixels, are not opened.
MOST_BYTES, MOST_PIXELS = 20_000_000, 40_000_000
#: What is not JPEG is read whole: a picture of so many pixels takes 48 MB for that moment.
_MOST_WHOLE = 12_000_000
#: Kept at this size, as a JPEG file: what fills a usual screen.
_KEPT, _QUALITY = (1920, 1080), 90
#: A logo is kept at this size; darker than this (0 to 255) it stands on white that reaches so far beyond it.
_LOGO, _DARK, _PLATE = (520, 160), 60, 10
#: Bytes of address space, and seconds of the processor for all files of one look at the folder.
_MEMORY, _SECONDS = 500_000_000, 300


def shrunk(path: Path, *, logo: bool) -> bytes | str:
    """The picture as a small file, or why it is not shown. Of a moving one its first frame."""
    made: Callable[[Image.Image], bytes] = _as_logo if logo else _small
    try:
        if not path.is_file():
            return "is no file"
        if path.stat().st_size > MOST_BYTES:
            return f"is larger than {MOST_BYTES // 1_000_000} MB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                most = MOST_PIXELS if image.format == "JPEG" else min(MOST_PIXELS, _MOST_WHOLE)
                if image.width * image.height > most:
                    return f"has more than {most // 1_000_000} million pixels"
                return made(image)
    except Exception as error:  # noqa: BLE001  # a damaged file makes a decoder raise anything
        return f"is no picture that can be read ({type(error).__name__})"


def _small(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    _upon(_fitted(image, _KEPT), INK_950).save(kept, "JPEG", quality=_QUALITY)
    return kept.getvalue()


def _as_logo(image: Image.Image) -> bytes:
    """A logo keeps its colours exactly; one that is dark stands on white."""
    logo = _fitted(image, _LOGO)
    alpha = logo.getchannel("A")
    light = ImageStat.Stat(logo.convert("L"), alpha.point(lambda value: 255 if value > 127 else 0))
    dark = bool(light.count[0]) and light.mean[0] < _DARK
    if dark:
        logo = ImageOps.expand(logo, _PLATE, (255, 255, 255, 0))
    kept = io.BytesIO()
    _upon(logo, WHITE if dark else INK_950).save(kept, "PNG")
    return kept.getvalue()


def _fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    image.draft("RGB", size)
    image.thumbnail((max(size), max(size)))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(size)
    return upright


def _upon(picture: Image.Image, ground: Colour) -> Image.Image:
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def _made(wish: Mapping[str, Any]) -> bytes | str:
    return shrunk(Path(wish["path"]), logo=wish["logo"])


if __name__ == "__main__":
    serve(_made, memory=_MEMORY, seconds=_SECONDS)
