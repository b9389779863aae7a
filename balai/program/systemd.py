"""The service's side of sd_notify(3): ready, a status line, a heartbeat for the watchdog, and the end."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping

_MICRO = 1_000_000
#: Letters of a status line; systemctl shows one line.
LONGEST_STATUS = 200


class Systemd:
    """Speaks where systemd listens, else does nothing. A program that beats no more is started anew."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = "\0" + address[1:] if address.startswith("@") else address
        limit = environment.get("WATCHDOG_USEC", "")
        # A third of the time, so that one late beat is not death.
        self._every = int(limit) / _MICRO / 3 if limit.isdecimal() and int(limit) else None
        self._monotonic, self._due = monotonic, monotonic()
        self._status = ""

    def ready(self) -> None:
        """The program works."""
        self._say("READY=1")

    def beat(self) -> None:
        """The program goes on. May be called as often as one likes."""
        if self._every is not None and self._monotonic() >= self._due:
            self._due = self._monotonic() + self._every
            self._say("WATCHDOG=1")

    def status(self, words: str) -> None:
        """One line that `systemctl status` shows; sent where it changed."""
        line = " ".join(words.split())[:LONGEST_STATUS]
        if line != self._status:
            self._status = line
            self._say(f"STATUS={line}")

    def stopping(self) -> None:
        """The program was told to end and does."""
        self._say("STOPPING=1")

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
