"""Closed days are made ready for reports, one at a time, so that a report over a year waits for none."""

from __future__ import annotations

from balai.clock import Clock
from server.store.day.todays_log import TodaysLog
from server.usecases.reports.days import ReportDays
from server.usecases.ticker import Ticker


class ReportsReady(Ticker):
    """Makes one day a minute; where all are ready it waits for the next day to open."""

    seconds = 60.0

    def __init__(self, dispatcher: TodaysLog, clock: Clock, days: ReportDays) -> None:
        super().__init__(dispatcher, clock)
        self._days, self._done = days, ""

    def look(self) -> None:
        """Make one day ready."""
        opened = self._dispatcher.day.date.isoformat()
        if opened == self._done:
            return
        day = next(self._days.missing(opened), None)
        if day is None:
            self._done = opened
        else:
            self._days.make(day)
