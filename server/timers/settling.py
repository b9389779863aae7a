"""The read tables follow the log, some seconds behind it."""

from __future__ import annotations

from collections.abc import Callable

from balai.clock import Clock
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker


class Settling(Ticker):
    """Has what the read tables lack written every ten seconds. Whoever reads them beside asks `settle`
    first."""

    seconds = 10.0

    def __init__(self, dispatcher: TodaysLog, clock: Clock, settle: Callable[[], None]) -> None:
        super().__init__(dispatcher, clock)
        self._settle = settle

    def look(self) -> None:
        """Write what they lack."""
        self._settle()
