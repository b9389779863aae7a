"""Cross-fade of 300 ms: each frame goes a part of the way to the new picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pygame

SECONDS = 0.3
#: So many pixels are mixed in about a tenth of a millisecond.
_STRIP_PIXELS = 100_000
#: Whether something more urgent waits.
Wanted = Callable[[], bool]


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


class _Strip:
    """A part of what changes, and how far it is mixed (0 to 1)."""

    __slots__ = ("mixed", "rect")

    def __init__(self, rect: pygame.Rect) -> None:
        self.rect, self.mixed = rect, 0.0


class Fade:
    """Some rectangles of a surface on their way to what stands there in another picture.

    A frame mixes the new picture into the old one that is there, so it needs no copy of the old. The
    upper and lower halves of the rectangles take turns, which halves what a frame costs. They are mixed strip
    by strip, so that what is more urgent does not wait for a frame to end.
    """

    def __init__(self, rects: Iterable[pygame.Rect], began: float) -> None:
        self._began = began
        self._halves: tuple[list[_Strip], list[_Strip]] = ([], [])
        self._turn = 0
        for rect in rects:
            upper = pygame.Rect(rect.x, rect.y, rect.width, rect.height // 2)
            lower = pygame.Rect(rect.x, upper.bottom, rect.width, rect.height - upper.height)
            self._halves[0].extend(_strips(upper))
            self._halves[1].extend(_strips(lower))

    @property
    def arrived(self) -> bool:
        """Whether nothing of it is still on its way."""
        return not any(self._halves)

    @property
    def rects(self) -> list[pygame.Rect]:
        """What is still on its way."""
        return [strip.rect for half in self._halves for strip in half]

    def give_way(self, others: Iterable[pygame.Rect]) -> None:
        """Leave what lies within other rectangles to another fade."""
        new = list(others)
        for half in self._halves:
            half[:] = [strip for strip in half if not any(other.contains(strip.rect) for other in new)]

    def step(
        self, surface: pygame.Surface, picture: pygame.Surface, now: float, wanted: Wanted = lambda: False
    ) -> list[pygame.Rect]:
        """Go on to the time `now` (s), or stop between two strips where something else is `wanted`; a later
        frame makes up for it. Returns what changed."""
        share = ease((now - self._began) / SECONDS)
        if share >= 1:
            return self._arrive(surface, picture, wanted)
        half, self._turn = self._halves[self._turn], 1 - self._turn
        changed: list[pygame.Rect] = []
        for strip in half:
            if wanted():
                break
            alpha = round(255 * (share - strip.mixed) / (1 - strip.mixed))
            if alpha > 0:
                strip.mixed = share
                picture.set_alpha(alpha)
                surface.blit(picture, strip.rect, strip.rect)
                changed.append(strip.rect)
        picture.set_alpha(None)
        return changed

    def _arrive(self, surface: pygame.Surface, picture: pygame.Surface, wanted: Wanted) -> list[pygame.Rect]:
        changed: list[pygame.Rect] = []
        for half in self._halves:
            while half and not wanted():
                rect = half.pop().rect
                surface.blit(picture, rect, rect)
                changed.append(rect)
        return changed


def _strips(rect: pygame.Rect) -> Iterator[_Strip]:
    """A rectangle from top to bottom in parts that are quickly mixed."""
    step = max(1, _STRIP_PIXELS // max(1, rect.width))
    for top in range(rect.top, rect.bottom, step):
        yield _Strip(pygame.Rect(rect.x, top, rect.width, min(step, rect.bottom - top)))
