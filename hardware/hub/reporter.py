"""Status heartbeat: tells the hub how a device is, on change and regularly, without ever holding it up."""

from __future__ import annotations

import random
import threading

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceStatus
from hardware.ports import HubLink, HubRefused, HubUnavailable

#: The hub takes a device that it has not heard for long as lost (seconds of the device's clock).
EVERY_SECONDS = 30.0
#: Changes that come faster are told together (real seconds).
SPACING_SECONDS = 0.5
#: So many spacings after a report that failed it is tried again, with jitter: a hall's devices fail together.
_AGAIN = (6.0, 14.0)

log = structlog.get_logger(__name__)


class Reporter:
    """A thread that sends the latest status; `tell` replaces it and returns at once."""

    def __init__(self, link: HubLink, clock: Clock, *, spacing: float = SPACING_SECONDS) -> None:
        """`spacing` real seconds lie between two reports at least."""
        self._link, self._clock, self._spacing = link, clock, spacing
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._latest: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        """Begin to report."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; harmless to repeat."""
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(0.3)

    def tell(self, status: DeviceStatus) -> None:
        """This is how the device is now; what was told already is not told again at once."""
        if status != self._latest:
            self._latest = status
            self._changed.set()

    def _run(self) -> None:
        failing = False
        while not self._stopping.is_set():
            regular = max(self._clock.real(EVERY_SECONDS), self._spacing)
            again = self._spacing * random.uniform(*_AGAIN)  # noqa: S311  # spreads reports, no secret
            self._changed.wait(min(again, regular) if failing else regular)
            self._changed.clear()
            if self._latest is None or self._stopping.is_set():
                continue
            failing = self._report(self._latest, failing=failing)
            self._stopping.wait(self._spacing)

    def _report(self, status: DeviceStatus, *, failing: bool) -> bool:
        try:
            self._link.report(status)
        except (HubRefused, HubUnavailable) as fault:
            if not failing:
                log.warning("status_not_told", code=fault.code, reason=str(fault))
            return True
        return False
