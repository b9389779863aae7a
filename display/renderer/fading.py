"""The 300 ms in which surroundings change: each frame goes a part of the way to the new picture."""

from __future__ import annotations

from collections.abc import Iterable

import pygame

SECONDS = 0.3


def ease(share: float) -> float:
    """cubic-bezier(.2, 0, 0, 1) at a share of the time, 0 to 1."""
    if share <= 0 or share >= 1:
        return min(1.0, max(0.0, share))
    low, high = 0.0, 1.0
    for _ in range(24):
        t = (low + high) / 2
        x = 3 * (1 - t) ** 2 * t * 0.2 + t**3
        low, high = (t, high) if x < share else (low, t)
    return 3 * (1 - low) * low**2 + low**3


class Fade:
    """Some rectangles of a surface on their way to what stands there in another picture.

    A frame mixes the new picture into the old one that is there, so it costs one blend of its
    rectangles and needs no copy of the old.
    """

    def __init__(self, rects: Iterable[pygame.Rect], began: float) -> None:
        self.rects = [rect for rect in rects if rect.width and rect.height]
        self._began, self._mixed = began, 0.0

    def step(self, surface: pygame.Surface, picture: pygame.Surface, now: float) -> bool:
        """Go on to the time ``now`` (s); True while it has not arrived."""
        share = ease((now - self._began) / SECONDS)
        if share >= 1:
            for rect in self.rects:
                surface.blit(picture, rect, rect)
            return False
        alpha = round(255 * (share - self._mixed) / (1 - self._mixed))
        if alpha > 0:
            self._mixed = share
            picture.set_alpha(alpha)
            for rect in self.rects:
                surface.blit(picture, rect, rect)
            picture.set_alpha(None)
        return True
