"""Scheduler: what the hub does by itself as time passes, a look at the day, again and again."""

from __future__ import annotations

from collections.abc import Callable

import gevent
import structlog
from gevent.event import Event

from balai.clock import Clock
from server.store.day.todays_log import TodaysLog

log = structlog.get_logger(__name__)
_SHORTEST_WAIT = 0.05


class Ticker:
    """Looks again and again. With several hubs each looks, and what another has done already is refused or
    changes nothing."""

    #: How often, by the hub's clock.
    seconds = 1.0

    def __init__(self, dispatcher: TodaysLog, clock: Clock, sure: Callable[[], bool] = lambda: True) -> None:
        """`sure` says whether the clock is believed; while it is not, nothing is due."""
        self._dispatcher, self._clock, self._sure = dispatcher, clock, sure
        self._stop = Event()
        self._greenlet: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """End, and wait until it has."""
        self._stop.set()
        if self._greenlet is not None:
            self._greenlet.join()

    def look(self) -> None:
        """Do what is due now."""
        raise NotImplementedError

    def _run(self) -> None:
        while not self._stop.wait(max(_SHORTEST_WAIT, self._clock.real(self.seconds))):
            try:
                if self._sure():
                    self.look()
            except Exception:
                log.exception("timer_failed", timer=type(self).__name__)
