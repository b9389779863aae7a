"""Which staff hear this hub, and when each was last heard: a tablet that vanishes is noticed here."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from balai.clock import Clock
from server.views.roster import Sighting


class Tablets:
    """Counts connections by actor. A lost connection is noticed within ten seconds, by Socket.IO's pings."""

    def __init__(self, clock: Clock, *, alone: bool) -> None:
        """`alone`: no other hub serves this hall, so that who is not heard here is not heard at all."""
        self._clock, self._alone = clock, alone
        self._actors: dict[str, str] = {}
        self._count: Counter[str] = Counter()
        self._last: dict[str, datetime] = {}

    def came(self, connection: str, actor: str) -> None:
        """A connection of `actor` stands."""
        self._actors[connection] = actor
        self._count[actor] += 1

    def went(self, connection: str) -> None:
        """A connection has ended; harmless to repeat."""
        actor = self._actors.pop(connection, None)
        if actor is not None:
            self._count[actor] -= 1
            self._last[actor] = self._clock.now()

    def sighting(self, actor: str) -> Sighting:
        """How `actor` is heard now."""
        if self._count[actor] > 0:
            return Sighting(connected=True, seen_at=self._clock.now())
        return Sighting(connected=False if self._alone else None, seen_at=self._last.get(actor))
