"""Tells systemd that the program is ready and still goes on; one that hangs is then started anew."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping

_MICRO = 1_000_000


class Watchdog:
    """Speaks sd_notify's protocol (sd_notify(3)) where systemd listens, else does nothing."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        limit = environment.get("WATCHDOG_USEC", "")
        # A third of the time, so that one late beat is not death.
        self._every = int(limit) / _MICRO / 3 if limit.isdecimal() and int(limit) else None
        self._monotonic, self._due = monotonic, monotonic()

    def ready(self) -> None:
        """The program works."""
        self._say("READY=1")

    def beat(self) -> None:
        """The program goes on. May be called as often as one likes."""
        if self._every is not None and self._monotonic() >= self._due:
            self._due = self._monotonic() + self._every
            self._say("WATCHDOG=1")

    def _say(self, what: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
                line.setblocking(False)
                line.sendto(what.encode(), self._address)
        except OSError:
            # Nobody listens, or he has too much to read: the next beat comes soon.
            return
