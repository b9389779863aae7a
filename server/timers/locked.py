"""Counters whose holder may not sign in any more are freed, however that came about."""

from __future__ import annotations

from collections.abc import Callable, Collection

from balai.clock import Clock
from balai.domain.commands import ReleaseCounter
from server.store.day.jobs import Job
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker


class LockedOut(Ticker):
    """Frees what `lock` could not: a counter that the tablet of a locked account took in the moment before it
    was signed out, or one that is held at another hub or on a day that was opened later."""

    seconds = 5.0

    def __init__(
        self,
        dispatcher: TodaysLog,
        clock: Clock,
        locked: Callable[[], Collection[str]],
        sure: Callable[[], bool] = lambda: True,
    ) -> None:
        """`locked` gives the actors of the hall's accounts that are locked or were removed."""
        super().__init__(dispatcher, clock, sure)
        self._locked = locked

    def look(self) -> None:
        """Ask the store, where somebody sits at a counter."""
        held = {c.id: c.holder for c in self._dispatcher.day.counters.values() if c.holder}
        if not held:
            return
        locked = set(self._locked())
        for counter_id, holder in held.items():
            if holder in locked:
                self._dispatcher.submit(Job(ReleaseCounter(counter_id=counter_id, holder=holder)))
