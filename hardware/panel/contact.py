"""A contact that bounces: metal on metal closes and opens many times within milliseconds, and is meant
once."""

from __future__ import annotations

import time
from collections.abc import Callable

#: So long (real seconds) a contact has to be at rest before it can be pressed anew; most bounce for less
#: than 10 ms.
BOUNCE_SECONDS = 0.03


class Contact:
    """Tells presses from bounce. The first edge after a rest is the press, however short it is: a tap of
    25 ms counts. For the thread in which the edges come."""

    def __init__(self, bounce: float = BOUNCE_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        """`now` counts real seconds."""
        self._bounce, self._now = bounce, now
        self._closed, self._changed = False, float("-inf")

    def close(self) -> bool:
        """It has closed; whether that is a press."""
        now = self._now()
        rested = not self._closed and now - self._changed >= self._bounce
        self._closed, self._changed = True, now
        return rested

    def open(self) -> None:
        """It has opened."""
        self._closed, self._changed = False, self._now()
