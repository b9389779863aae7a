"""A wall's pictures, shrunk within the test's own process, which is what most tests need no program for."""

from __future__ import annotations

import struct
import zlib
from contextlib import nullcontext
from pathlib import Path

from display.slides.gallery import Gallery
from display.slides.shrinking import shrunk


def gallery(
    folder: Path | None, logo: Path | None = None, kept: Path | None = None, fetched: Path | None = None
) -> Gallery:
    """The pictures of a folder, and of one that is `fetched`."""
    return Gallery(folder, logo, kept, reading=lambda: nullcontext(shrunk), fetched=fetched)


def huge_png(path: Path) -> None:
    """A file that claims to be a picture of 25 million pixels."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 5000, 5000, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
