"""A kiosk that loses its power at one step from the press to the paper, chosen by BALAI_DIES.

"numbered-before" dies when that entry of the journal is about to be written, "numbered-torn" with half of it
on the disk, "numbered-after" with all of it there; "paper-4000" when so many bytes of a paper have gone out.
"""

from __future__ import annotations

import os
import signal
from typing import NoReturn

import hardware.printers.opening
import kiosk.journal.journal
from hardware.printers.lines import TcpLine
from kiosk.journal.file import Entry, JournalFile

#: A paper begins with a band of dots.
_BAND = b"\x1dv0"
STEP, _, WHEN = os.environ.get("BALAI_DIES", "").partition("-")


def power_goes() -> NoReturn:
    """What SIGKILL does nobody can answer."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it outlived its power")


class DyingFile(JournalFile):
    """Loses its power at one kind of entry."""

    def append(self, *entries: Entry) -> None:
        """Put entries on the disk, or not quite."""
        if STEP not in {entry["kind"] for entry in entries}:
            super().append(*entries)
        elif WHEN == "before":
            power_goes()
        else:
            super().append(*entries)
            if WHEN == "torn":
                os.truncate(self.path, self.path.stat().st_size - 20)
            power_goes()


class DyingLine(TcpLine):
    """Loses its power in the middle of a paper."""

    _left, _began = int(WHEN) if STEP == "paper" else 0, False

    def write(self, data: bytes) -> int:
        """Hand some over."""
        self._began = self._began or _BAND in data
        if not self._began:
            return super().write(data)
        taken = super().write(data[: self._left])
        self._left -= taken
        if not self._left:
            power_goes()
        return taken


if STEP == "paper":
    hardware.printers.opening.TcpLine = DyingLine  # type: ignore[attr-defined]
else:
    kiosk.journal.journal.JournalFile = DyingFile  # type: ignore[attr-defined]
