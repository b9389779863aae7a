"""A code reader on a file of key events: opened, kept to itself, read, and opened again when it was away."""

from __future__ import annotations

import errno
import fcntl
import os
import selectors
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import SplitResult

import structlog

from balai.words.said import say
from hardware.ports import PartUnavailable, Scan
from hardware.scanner.keys import EVENT, KeyReader
from hardware.waking import WakingThread

#: Real seconds: after a pause so long a code is whole that had no Enter; a reader that is away is looked for
#: so often.
PAUSE_SECONDS, AGAIN_SECONDS = 0.3, 1.0
#: `_IOW('E', 0x90, int)`: no other program hears what is typed, or a screen would take Enter for a choice.
_GRAB = 0x40044590
#: What is no keyboard of the kernel's (a pipe) has nothing to be kept from others.
_NO_KEYBOARD = frozenset({errno.ENOTTY, errno.EINVAL})
_CODES = {errno.EACCES: "scanner_denied", errno.EPERM: "scanner_denied", errno.EBUSY: "scanner_busy"}
_AT_ONCE = 64 * EVENT.size

log = structlog.get_logger(__name__)


class EventScanner:
    """A `ports.Scanner`, read in a thread of its own."""

    def __init__(self, where: str, open_file: Callable[[], int]) -> None:
        """`open_file` opens the events for reading without waiting. Raises OSError where they are away."""
        self.where, self._open_file = where, open_file
        self._tell: Callable[[Scan], object] = lambda _scan: None
        self.fault = "scanner_gone"
        #: Set while it is read, and while it is away.
        self.found, self.gone = threading.Event(), threading.Event()
        self._thread = WakingThread(self._run, "scanner")

    def on_scan(self, callback: Callable[[Scan], object]) -> None:
        """Hand every code to `callback`, and begin to read."""
        self._tell = callback
        self._thread.start()

    def look_again(self) -> None:
        """Look for it now, where it is away."""
        self._thread.wake()

    def close(self) -> None:
        """End; harmless to repeat."""
        self._thread.end()

    def _run(self) -> None:
        while not self._thread.ending:
            file = self._opened()
            if file is None:
                self._rest()
                continue
            try:
                self._read(file)
            except OSError as error:
                self._away(error)
            finally:
                os.close(file)

    def _opened(self) -> int | None:
        try:
            file = self._open_file()
        except OSError as error:
            self._away(error)
            return None
        try:
            fcntl.ioctl(file, _GRAB, 1)
        except OSError as error:
            if error.errno not in _NO_KEYBOARD:
                self._away(error)
                os.close(file)
                return None
        log.info("scanner_found", where=self.where)
        self.fault = ""
        self.gone.clear()
        self.found.set()
        return file

    def _away(self, error: OSError) -> None:
        fault = _CODES.get(error.errno or 0, "scanner_gone")
        if fault != self.fault:
            log.error("scanner_away", where=self.where, reason=os.strerror(error.errno or 0))
        self.fault = fault
        self.found.clear()
        self.gone.set()

    def _read(self, file: int) -> None:
        """Read until it is gone or this ends."""
        keys = KeyReader()
        with selectors.DefaultSelector() as both:
            both.register(file, selectors.EVENT_READ)
            both.register(self._thread.woken, selectors.EVENT_READ)
            try:
                while not self._thread.ending:
                    ready = {key.fd for key, _ in both.select(PAUSE_SECONDS if keys.waits else None)}
                    if not ready:
                        self._hand([keys.pause()])
                    if self._thread.woken in ready:
                        self._thread.awake()
                    if file in ready:
                        self._hand([*keys.feed(_some(file))])
            finally:
                self._hand([keys.break_off()])

    def _hand(self, scans: list[Scan | None]) -> None:
        for scan in scans:
            if scan is None or self._thread.ending:
                continue
            try:
                self._tell(scan)
            except Exception:
                # Whoever hears of a code may not end the reading of the next.
                log.exception("scan_not_taken")

    def _rest(self) -> None:
        with selectors.DefaultSelector() as wake:
            wake.register(self._thread.woken, selectors.EVENT_READ)
            if wake.select(AGAIN_SECONDS):
                self._thread.awake()


def _some(file: int) -> bytes:
    """What there is to read. Raises OSError where it is gone."""
    with suppress(BlockingIOError):
        data = os.read(file, _AT_ONCE)
        if not data:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        return data
    return b""


def open_evdev(parts: SplitResult) -> EventScanner:
    """`evdev:/dev/input/by-id/usb-...-event-kbd`. Raises PartUnavailable without a path."""
    if not parts.path.startswith("/"):
        raise PartUnavailable("bad_url", say("error.scanner_path", url=parts.geturl()))
    return EventScanner(parts.path, lambda: os.open(parts.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
