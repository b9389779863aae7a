"""Measuring pictures: where something stands, how tall it is, how well it can be told from its ground."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Box = tuple[int, int, int, int]
#: Of a pixel's four bytes, as surfaces are drawn on here.
_BLUE_FIRST = (0xFF0000, 0xFF00, 0xFF)


def pixels(surface: pygame.Surface) -> Pixels:
    """Rows of columns of red, green, blue."""
    if surface.get_masks()[:3] != _BLUE_FIRST or surface.get_bytesize() != 4:
        return np.transpose(pygame.surfarray.array3d(surface), (1, 0, 2))
    width, height = surface.get_size()
    # Read as it lies in memory, which takes a tenth of the time.
    return np.frombuffer(surface.get_buffer().raw, np.uint8).reshape(height, width, 4)[:, :, 2::-1]


def extent(picture: Pixels, box: Box) -> Box:
    """Left, top, right, bottom of what stands in a box (left, top, right, bottom) on its ground."""
    left, top, right, bottom = box
    part = picture[top:bottom, left:right]
    ground = np.array(_colours(part)[0], dtype=np.int16)
    inked = np.abs(part.astype(np.int16) - ground).sum(axis=2) > 150
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    assert len(rows), f"nothing stands in {box}"
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def contrast(picture: Pixels, box: Box) -> float:
    """WCAG contrast of the two commonest colours in a box."""
    left, top, right, bottom = box
    ground, ink = _colours(picture[top:bottom, left:right])[:2]
    light, dark = sorted((_luminance(ground), _luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def shades(picture: Pixels, box: Box) -> tuple[int, int]:
    """The commonest and the second commonest colour of a box as greys, 0 to 255."""
    left, top, right, bottom = box
    ground, ink = (sum(colour) // 3 for colour in _colours(picture[top:bottom, left:right])[:2])
    return ground, ink


def _colours(part: Pixels) -> list[tuple[int, int, int]]:
    """Commonest first."""
    of = part.astype(np.uint32)
    packed = (of[..., 0] << 16 | of[..., 1] << 8 | of[..., 2]).ravel()
    # By stretches of one colour, since walls are flat: sorting every pixel took most of the time.
    starts = np.flatnonzero(np.diff(packed, prepend=~packed[:1]))
    values, which = np.unique(packed[starts], return_inverse=True)
    counts = np.bincount(which, np.diff(starts, append=packed.size))
    ordered = values[np.argsort(-counts, kind="stable")].tolist()
    return [(value >> 16, value >> 8 & 255, value & 255) for value in ordered]


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [c / 255 for c in colour]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
