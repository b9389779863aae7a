"""Clock offset: the hub's time, whatever the clock of this machine says."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime, timedelta

from balai.clock import Clock

#: Seconds by which a wall's own clock may be off before that is a fault.
MOST_OFF_SECONDS = 120.0
#: Real seconds below which a difference may be the news' way here, on a clock that runs fast.
_ON_ITS_WAY = 5.0
#: Of so many tellings the one that was least on its way counts (a minimum filter), as long as the hub's clock
#: was not set: walls of one hall agree to some milliseconds, and two loudspeakers keep step.
_TELLINGS, _SET_SECONDS = 15, 1.0
#: No telling is so late: the link would have been given up.
_NEVER_LATE = 10.0


class HubTime:
    """The hub's time, as its heads tell it every two seconds, carried on by counting seconds.

    The wall's own clock is no measure: a machine without a battery wakes up in yesterday and is set
    hours later. Nor is the last news before a cut, after which nothing may have happened for hours.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None
        self._heard: deque[float] = deque(maxlen=_TELLINGS)

    @property
    def known(self) -> bool:
        """Whether the hub has told its time."""
        return self._ahead is not None

    def hear(self, now: datetime) -> None:
        """The hub says that it is `now`."""
        self._heard.append(now.timestamp() - self._clock.monotonic())
        late = [max(self._heard) - ahead for ahead in self._heard]
        if late[-1] > _NEVER_LATE or min(late[-2:]) > _SET_SECONDS:
            # One may have been long on its way; with this one the hub's clock was set back.
            self._heard = deque(list(self._heard)[-1:], maxlen=_TELLINGS)
        self._ahead = max(self._heard)

    def now(self) -> datetime:
        """The hub's time, aware UTC; the machine's own before the hub has told it."""
        if self._ahead is None:
            return self._clock.now()
        return datetime.fromtimestamp(self._clock.monotonic() + self._ahead, UTC)

    def monotonic_at(self, at: datetime) -> float:
        """The clock's monotonic time at which the hub's is `at`; now where the hub has not told it."""
        return self._clock.monotonic() if self._ahead is None else at.timestamp() - self._ahead

    def age(self, at: datetime) -> float:
        """Seconds since `at`; 0 where the hub has not told its time yet, since then all news is fresh:
        what happened before came in the first snapshot."""
        if self._ahead is None:
            return 0.0
        return max(0.0, self._clock.monotonic() + self._ahead - at.timestamp())

    def of_own(self, at: datetime) -> datetime:
        """The hub's time at a moment that this machine's clock has just read."""
        return self.now() - (self._clock.now() - at)

    @property
    def off_minutes(self) -> int:
        """The same without its sign, in whole minutes."""
        return round(abs(self.off.total_seconds()) / 60)

    @property
    def off(self) -> timedelta:
        """By how much the machine's clock is ahead of the hub's; nothing while that is little."""
        off = self._clock.now() - self.now()
        seconds = abs(off.total_seconds())
        wrong = seconds > MOST_OFF_SECONDS and self._clock.real(seconds) > _ON_ITS_WAY
        return off if wrong else timedelta()
