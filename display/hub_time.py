"""How old news is, whatever the clock of this machine says."""

from __future__ import annotations

from datetime import datetime

from balai.clock import Clock


class HubTime:
    """The hub's time, as its heads tell it every two seconds, carried on by counting seconds.

    The wall's own clock is no measure: a machine without a battery wakes up in yesterday and is set
    hours later. Nor is the last news before a cut, after which nothing may have happened for hours.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None

    def hear(self, now: datetime) -> None:
        """The hub says that it is ``now``."""
        self._ahead = now.timestamp() - self._clock.monotonic()

    def age(self, at: datetime) -> float:
        """Seconds since ``at``; 0 where the hub has not told its time yet, since then all news is fresh:
        what happened before came in the first snapshot."""
        if self._ahead is None:
            return 0.0
        return max(0.0, self._clock.monotonic() + self._ahead - at.timestamp())
