"""Tells the hub how the display is: on change and regularly, without ever holding up the wall."""

from __future__ import annotations

import threading

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceStatus
from hardware.ports import HubLink, HubRefused, HubUnavailable

log = structlog.get_logger(__name__)

EVERY_SECONDS = 30.0
#: Real seconds between two reports at least.
SPACING_SECONDS = 0.5


class Reporter:
    """A thread that sends the latest status; ``tell`` replaces it and returns at once."""

    def __init__(self, link: HubLink, clock: Clock) -> None:
        self._link, self._clock = link, clock
        self._changed, self._stopping = threading.Event(), threading.Event()
        self._latest: DeviceStatus | None = None
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        """Begin to report."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a report under way is not waited for long."""
        self._stopping.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(0.3)

    def tell(self, status: DeviceStatus) -> None:
        """This is how the display is now."""
        if status != self._latest:
            self._latest = status
            self._changed.set()

    def _run(self) -> None:
        silent = False
        while not self._stopping.is_set():
            self._changed.wait(max(self._clock.real(EVERY_SECONDS), SPACING_SECONDS))
            self._changed.clear()
            if self._latest is not None and not self._stopping.is_set():
                silent = self._report(self._latest, silent)
                self._stopping.wait(SPACING_SECONDS)

    def _report(self, status: DeviceStatus, silent: bool) -> bool:
        try:
            self._link.report(status)
        except (HubRefused, HubUnavailable) as fault:
            if not silent:
                log.warning("status_not_told", reason=str(fault))
            return True
        return False
