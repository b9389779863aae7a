"""Lookout: reads the log when another hub hints that it has grown, and heeds false hints ever less."""

from __future__ import annotations

from collections.abc import Callable

import gevent
from gevent.event import Event

#: Real seconds between two looks while hints prove true, and at most where they prove false.
SHORTEST, LONGEST = 0.005, 1.0


class Lookout:
    """One look at a time. Whoever sends hints that are not so costs a look a second and nothing else."""

    def __init__(self, position: Callable[[], tuple[str, int]], look: Callable[[], object]) -> None:
        """`position` is how far this hub knows the log, `look` reads on and raises nothing."""
        self._position, self._look = position, look
        self._wake, self._closing = Event(), Event()
        self._greenlet: gevent.Greenlet[..., None] | None = None
        self.pause = SHORTEST

    def start(self) -> None:
        """Begin to listen for hints."""
        self._greenlet = gevent.spawn(self._loop)

    def close(self) -> None:
        """End."""
        self._closing.set()
        if self._greenlet is not None:
            self._greenlet.kill(timeout=1.0)

    def hinted(self, day: str, seq: int) -> None:
        """Somebody says that the log has reached a seq of a day; what is known already is passed over."""
        if (day, seq) > self._position():
            self._wake.set()

    def look(self) -> None:
        """Look once, and learn whether it was worth it."""
        before = self._position()
        self._look()
        self.pause = SHORTEST if self._position() > before else min(self.pause * 2, LONGEST)

    def _loop(self) -> None:
        while not self._closing.is_set():
            self._wake.wait()
            self._wake.clear()
            self.look()
            self._closing.wait(self.pause)
