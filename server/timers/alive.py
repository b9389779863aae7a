"""Where several hubs serve a hall, each says that it lives and which time it shows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from balai.clock import Clock
from server.store import StoreUnavailable
from server.store.day.todays_log import TodaysLog
from server.store.kept.beats import BEAT_SECONDS, Beats
from server.usecases.ticker import Ticker


class Alive(Ticker):
    """Beats every five real seconds while the clock is believed: a hub that doubts its own is no witness.

    `beats` is None for a hub that is alone with its store.
    """

    def __init__(
        self, dispatcher: TodaysLog, clock: Clock, sure: Callable[[], bool], beats: Beats | None
    ) -> None:
        super().__init__(dispatcher, clock, sure)
        self._beats, self._next = beats, 0.0

    def start(self) -> None:
        """Beat before anybody is served, and then again and again."""
        with suppress(StoreUnavailable):
            if self._sure():
                self.look()
        super().start()

    def look(self) -> None:
        """Beat, where it is time."""
        if self._beats is not None and monotonic() >= self._next:
            self._next = monotonic() + BEAT_SECONDS
            self._beats.beat(self._clock.now())

    def stop(self) -> None:
        """End, and let the other hubs know."""
        super().stop()
        if self._beats is not None:
            with suppress(StoreUnavailable):
                self._beats.gone()
