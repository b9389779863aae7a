"""Looks at the hall's vital figures four times a minute and tells whoever is set up to be told."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

import structlog
from gevent.lock import BoundedSemaphore

from balai.clock import Clock
from balai.words.said import Said
from server.store.day.todays_log import TodaysLog
from server.usecases.machine.alerts import Alert, Watch
from server.usecases.machine.messengers import Messenger, News
from server.usecases.machine.vitals import Vitals
from server.usecases.ticker import Ticker

T = TypeVar("T")
log = structlog.get_logger(__name__)
EVERY_SECONDS = 15.0
#: News that wait for a way out; of more the oldest go.
MOST_WAITING = 100
#: What the page of devices shows by itself, or tells from the same look at the machine.
SHOWN_ELSEWHERE = frozenset({"device_down", "device_fault", "disk_full", "copy_late"})


class Alerting(Ticker):
    """`look_at` gives the figures, `offload` runs what may wait for a disk or a server. News that a messenger
    could not deliver wait for it and are tried again at each look, in order."""

    def __init__(
        self, dispatcher: TodaysLog, clock: Clock, look_at: Callable[[], Vitals],
        ways: Sequence[Messenger], offload: Callable[[Callable[[], None]], None],
    ) -> None:  # fmt: skip
        super().__init__(dispatcher, clock)
        self._look_at, self._offload = look_at, offload
        self._ways = [(way, deque[News](maxlen=MOST_WAITING)) for way in ways]
        self._watch = Watch()
        self._looked: float | None = None
        self._silent, self._one = False, BoundedSemaphore()

    @property
    def tasks(self) -> list[tuple[Said, ...]]:
        """What the managers' page tells beside what it shows by itself."""
        return [(alert.told,) for alert in self._watch.firing if alert.code not in SHOWN_ELSEWHERE]

    def look(self) -> None:
        """Look again where it is time, by this clock, and deliver what waits."""
        passed = self._clock.monotonic()
        if self._looked is not None and passed - self._looked < EVERY_SECONDS:
            return
        self._looked = passed
        fresh, over = self._watch.look(self._look_at(), passed)
        for alert in fresh:
            self._note(alert, over=False)
        for alert in over:
            self._note(alert, over=True)
        if any(waiting for _, waiting in self._ways):
            self._send()

    def tell(self, alert: Alert) -> int:
        """Tell this at once, whatever the rules say; in how many ways it goes out."""
        self._note(alert, over=False)
        self._send()
        return len(self._ways)

    def _send(self) -> None:
        with self._one:  # news go out in order, each once
            self._offload(self._deliver)

    def _note(self, alert: Alert, *, over: bool) -> None:
        log.log(30 if not over else 20, "alert_over" if over else "alert", code=alert.code, about=alert.about)
        hall = self._dispatcher.day.config.hall.name
        for _, waiting in self._ways:
            waiting.append(News(hall, alert, over, self._clock.now()))

    def _deliver(self) -> None:
        for way, waiting in self._ways:
            while waiting:
                try:
                    way(waiting[0])
                except (OSError, ValueError) as fault:
                    if not self._silent:
                        log.warning("alert_not_told", error=type(fault).__name__)
                    self._silent = True
                    break
                waiting.popleft()
                self._silent = False
