"""The open day is kept as folded so far, so that a hub that starts again has little to fold."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection

from balai.clock import Clock
from server.store import DayWriter
from server.store.day.todays_log import TodaysLog
from server.usecases.ticker import Ticker

#: Between two slices of about a millisecond (real seconds).
REST_SECONDS = 0.02


class Checkpointing(Ticker):
    """Looks every twenty seconds whether so much has happened that the day is to be kept anew."""

    seconds = 20.0

    def __init__(
        self, dispatcher: TodaysLog, clock: Clock, writer: DayWriter, settle: Callable[[], None]
    ) -> None:
        super().__init__(dispatcher, clock)
        self._writer, self._settle = writer, settle

    def look(self) -> None:
        """Keep it, a slice at a time, where it is due."""
        if not self._writer.checkpoint_is_due:
            return
        making = self._dispatcher.run(self._writer.checkpoint)
        for piece in making.pieces():
            if self._stop.wait(REST_SECONDS):
                return  # a hub that ends keeps all at once
            if piece is not None:
                self._write(partial(making.put, piece))
        self._settle()
        self._write(making.complete)

    def _write(self, part: Callable[[Connection], None]) -> None:
        self._dispatcher.run(partial(self._writer.write, part))
