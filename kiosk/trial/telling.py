"""How a trial talks while it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from balai.errors import BalaiError
from balai.program.claim import runs
from balai.words.said import Said, say

#: Says a line to whoever stands there.
Tell = Callable[["Said | str"], None]
#: Waits real seconds.
Wait = Callable[[float], object]


class KioskRuns(BalaiError):
    """The parts are in the hands of the kiosk."""

    code = "kiosk_runs"


def check_free(config_path: Path) -> None:
    """Raises KioskRuns while the kiosk of a device file works."""
    if runs("kiosk", config_path):
        raise KioskRuns(say("trial.kiosk_runs"))


def until(done: Callable[[], bool], seconds: float, wait: Wait, step: float = 0.1) -> bool:
    """Wait until `done`, so many real seconds at most; whether it is."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        wait(step)
    return done()
