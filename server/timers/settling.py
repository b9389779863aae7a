"""The read tables follow the log, some seconds behind it."""

from __future__ import annotations

from collections.abc import Callable

from balai.clock import Clock
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker

EVERY_LOOKS = 10


class Settling(Ticker):
    """Has what the read tables lack written at every tenth look. Whoever reads them beside asks `settle`
    first."""

    def __init__(self, dispatcher: TodaysLog, clock: Clock, settle: Callable[[], None]) -> None:
        super().__init__(dispatcher, clock)
        self._settle, self._looks = settle, 0

    def look(self) -> None:
        """Write where it is time."""
        self._looks += 1
        if self._looks % EVERY_LOOKS == 0:
            self._settle()
