"""A code reader that is not there: what is scanned goes through a pipe as the kernel's key events."""

from __future__ import annotations

import errno
import os
import re
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote

from hardware.scanner.keys import end, typed
from hardware.scanner.reader import EventScanner

if TYPE_CHECKING:
    from hardware.virtual.window import Reply, VirtualHardware


class VirtualScanner(EventScanner):
    """Driven like the real one: codes are scanned, it is unplugged and plugged in again."""

    def __init__(self) -> None:
        super().__init__("virtual:", self._open)
        self._lock = threading.Lock()
        self._cable: int | None = None
        self._plugged = True
        #: How many codes were put before it.
        self.count = 0

    def scan(self, text: str, *, enter: bool = True) -> None:
        """A code is put before it; without `enter` as by a reader that sends none."""
        self.count += 1
        self.send(typed(text) + (end() if enter else b""))

    def send(self, data: bytes) -> None:
        """Events as they are. Nobody hears them while it is unplugged."""
        with self._lock, suppress(BrokenPipeError):
            while data and self._cable is not None:
                data = data[os.write(self._cable, data) :]

    def unplug(self) -> None:
        """The cable is pulled."""
        with self._lock:
            self._plugged = False
            if self._cable is not None:
                os.close(self._cable)
            self._cable = None

    def plug(self) -> None:
        """It is plugged in again."""
        with self._lock:
            self._plugged = True
        self.look_again()

    def close(self) -> None:
        """End; harmless to repeat."""
        super().close()
        self.unplug()

    def _open(self) -> int:
        with self._lock:
            if not self._plugged:
                raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
            reads, self._cable = os.pipe()
            os.set_blocking(reads, False)
            return reads


def open_virtual(_parts: SplitResult) -> VirtualScanner:
    """`virtual:`."""
    return VirtualScanner()


def show_scanner(window: VirtualHardware, scanner: VirtualScanner) -> None:
    """`POST /scan/<text>` (quoted as in an address), `/scanner/out` and `/scanner/in`."""
    from hardware.virtual.window import json_reply  # a kiosk without virtual parts has no window

    def scan(match: re.Match[str]) -> Reply:
        scanner.scan(unquote(match[1]))
        return json_reply({})

    def cable(match: re.Match[str]) -> Reply:
        (scanner.unplug if match[1] == "out" else scanner.plug)()
        return json_reply({})

    window.post(r"/scan/([^/]{1,20000})", scan)
    window.post(r"/scanner/(out|in)", cable)
    window.show("scanner", lambda: {"fault": scanner.fault, "scanned": scanner.count})
