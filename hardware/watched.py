"""Hot plug: what the kernel says is plugged in, screens and sound cards, looked at now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

#: Real seconds between two looks.
EVERY_SECONDS = 2.0


class SoundCards:
    """Notices that a sound card came or went, also where SDL has no sound open that would tell."""

    def __init__(
        self, path: Path = Path("/proc/asound/cards"), monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._path, self._monotonic = path, monotonic
        self._there, self._due = self._read(), monotonic() + EVERY_SECONDS

    def changed(self) -> bool:
        """Whether there are other cards than when last asked."""
        if self._monotonic() < self._due:
            return False
        self._due = self._monotonic() + EVERY_SECONDS
        before, self._there = self._there, self._read()
        return self._there != before

    def _read(self) -> str:
        return _text(self._path)


class Connectors:
    """The sockets for screens of a machine without a desktop, as /sys/class/drm has them."""

    def __init__(
        self, folder: Path = Path("/sys/class/drm"), monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder, self._monotonic = folder, monotonic
        self._plugged = self._settled = self._read()
        self._due = monotonic() + EVERY_SECONDS

    @property
    def empty(self) -> bool:
        """Whether there are such sockets and no screen is in any."""
        return not self._settled and any(self._folder.glob("card*-*/status"))

    def came(self) -> bool:
        """Whether a screen was plugged in or turned on since last asked. A screen that is being turned on
        comes and goes a few times: it counts when it was there at two looks."""
        if self._monotonic() < self._due:
            return False
        self._due = self._monotonic() + EVERY_SECONDS
        before, self._plugged = self._plugged, self._read()
        if self._plugged != before:
            return False
        new = self._plugged - self._settled
        self._settled = self._plugged
        return bool(new)

    def _read(self) -> frozenset[str]:
        found = self._folder.glob("card*-*/status")
        return frozenset(path.parent.name for path in found if _text(path).strip() == "connected")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
