"""Cross-fade of 300 ms: each frame goes a part of the way to the new picture."""

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

    A frame mixes the new picture into the old one that is there, so it needs no copy of the old. The
    upper and lower halves of the rectangles take turns, which halves what a frame costs.
    """

    def __init__(self, rects: Iterable[pygame.Rect], began: float) -> None:
        self.arrived = False
        self._began = began
        self._halves: tuple[list[pygame.Rect], list[pygame.Rect]] = ([], [])
        self._mixed = [0.0, 0.0]
        self._turn = 0
        for rect in rects:
            upper = pygame.Rect(rect.x, rect.y, rect.width, rect.height // 2)
            lower = pygame.Rect(rect.x, upper.bottom, rect.width, rect.height - upper.height)
            self._halves[0].append(upper)
            self._halves[1].append(lower)

    @property
    def rects(self) -> list[pygame.Rect]:
        """All its rectangles."""
        return [*self._halves[0], *self._halves[1]]

    def give_way(self, others: Iterable[pygame.Rect]) -> None:
        """Leave what lies within other rectangles to another fade."""
        new = list(others)
        for half in self._halves:
            half[:] = [rect for rect in half if not any(other.contains(rect) for other in new)]

    def step(self, surface: pygame.Surface, picture: pygame.Surface, now: float) -> list[pygame.Rect]:
        """Go on to the time `now` (s); returns what changed."""
        share = ease((now - self._began) / SECONDS)
        if share >= 1:
            self.arrived = True
            return self._blit(surface, picture, self.rects)
        half, mixed = self._halves[self._turn], self._mixed[self._turn]
        alpha = round(255 * (share - mixed) / (1 - mixed))
        if alpha <= 0:
            return []
        self._mixed[self._turn] = share
        self._turn = 1 - self._turn
        picture.set_alpha(alpha)
        changed = self._blit(surface, picture, half)
        picture.set_alpha(None)
        return changed

    def _blit(
        self, surface: pygame.Surface, picture: pygame.Surface, rects: list[pygame.Rect]
    ) -> list[pygame.Rect]:
        for rect in rects:
            surface.blit(picture, rect, rect)
        return list(rects)
