"""What fingers and keys do at a screen, in order, whatever they touch it with."""

from __future__ import annotations

import os
import queue
from dataclasses import dataclass
from typing import TypeAlias

import pygame

#: SDL makes a mouse's event of each finger's, and one tap would be two.
_EACH_ONCE = {"SDL_TOUCH_MOUSE_EVENTS": "0", "SDL_MOUSE_TOUCH_EVENTS": "0"}
_LEFT = 1
#: So many wait at most: whoever leans on a screen fills no memory.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Finger:
    """A finger, or a mouse's left button, went `down` or up at a pixel of the picture."""

    x: float
    y: float
    down: bool


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed, by SDL's name of it ("return", "f1")."""

    name: str


@dataclass(frozen=True, slots=True)
class Woken:
    """Nothing was touched; somebody wants the picture looked at again."""


Touch: TypeAlias = "Finger | Key | Woken"


class Touches:
    """Takes events of SDL's in the screen's thread, and others from any. One thread waits for them."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Touch] = queue.Queue(_MOST)

    def hear(self, event: pygame.event.Event, size: tuple[int, int]) -> None:
        """Note an event of SDL on a picture of that size."""
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP) and event.button == _LEFT:
            x, y = event.pos
            self.put(Finger(x, y, down=event.type == pygame.MOUSEBUTTONDOWN))
        elif event.type in (pygame.FINGERDOWN, pygame.FINGERUP):
            x, y = event.x * size[0], event.y * size[1]
            self.put(Finger(x, y, down=event.type == pygame.FINGERDOWN))
        elif event.type == pygame.KEYDOWN:
            self.put(Key(pygame.key.name(event.key)))

    def tap(self, x: float, y: float) -> None:
        """A finger touches a pixel and leaves it."""
        self.put(Finger(x, y, down=True))
        self.put(Finger(x, y, down=False))

    def put(self, touch: Touch) -> None:
        """Add one; where too many wait it is dropped."""
        try:
            self._queue.put_nowait(touch)
        except queue.Full:
            return

    def wait(self, seconds: float) -> list[Touch]:
        """All that there is, once there is any or so many real seconds have passed."""
        found: list[Touch] = []
        try:
            found.append(self._queue.get(timeout=max(0.0, seconds)))
            while True:
                found.append(self._queue.get_nowait())
        except queue.Empty:
            return found


def each_touch_once() -> None:
    """Have a finger on the screen be one event; to be called before a screen is opened."""
    for name, value in _EACH_ONCE.items():
        os.environ.setdefault(name, value)
