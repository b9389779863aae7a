"""Greenlets that give way: what many bring at once is done piece by piece, and others go between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gevent
from gevent.event import Event
from gevent.lock import BoundedSemaphore

_AFTER_ALL = -2  # the loop's lowest priority
#: Real seconds that a turn waits for what is in hand: a number alone needs no longer, and where something is
#: at all times, those who come are let in all the same.
LONGEST_GIVEN_WAY = 0.01


def let_in_what_arrived() -> None:
    """Let all go first that is ready, and what has arrived on sockets. Waits for nothing: a timer of no
    length and the lowest priority fires after them."""
    hub = gevent.get_hub()
    hub.wait(hub.loop.timer(0, priority=_AFTER_ALL))


class InHand:
    """How many requests are being answered; `idle` is set while none is."""

    def __init__(self) -> None:
        self.count = 0
        self.idle = Event()
        self.idle.set()

    def begin(self) -> None:
        """One more."""
        self.count += 1
        if self.count == 1:
            self.idle.clear()

    def end(self) -> None:
        """One less."""
        self.count -= 1
        if self.count == 0:
            self.idle.set()


class OneByOne:
    """Of those who come at once each has its turn, after everything else that is ready: whoever wants
    something meanwhile waits for one of them, not for all."""

    def __init__(self, in_hand: InHand | None = None) -> None:
        """While anything is in hand nobody's turn comes, for a while."""
        self._free = BoundedSemaphore()
        self._in_hand = in_hand

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for it, and have it."""
        with self._free:
            let_in_what_arrived()
            if self._in_hand is not None:
                self._in_hand.idle.wait(LONGEST_GIVEN_WAY)
            yield
