"""The hub's time while it is not heard: counted on from the last word of it, and whether that is certain."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from balai.clock import Clock, SystemClock

#: So long (seconds) a word of the hub's time counts against later ones by which it is earlier.
LATELY = 300.0
#: An answer that came within so long (real seconds) tells the time.
SURE_SECONDS = 1.0
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_of(clock: Clock) -> str:
    """This start of the machine, whose ticks `clock.monotonic` counts; of a clock for rehearsals, this
    start of the program."""
    if isinstance(clock, SystemClock) and _BOOT_ID.exists():
        return _BOOT_ID.read_text("ascii").strip()
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Heard:
    """When the hub was last heard: its time (aware UTC), and this machine's boot and ticks then."""

    at: datetime
    boot: str
    ticks: float

    @property
    def begun(self) -> datetime:
        """When by this word the boot's ticks began to count."""
        return self.at - timedelta(seconds=self.ticks)

    @property
    def data(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"at": self.at.isoformat(), "boot": self.boot, "ticks": self.ticks}


class HubTime:
    """A boot that ever heard the hub knows the time; another one guesses, and no time before the last.

    A word of the hub's time is late by as long as it travelled, which is seconds on a line that is ill. So
    of those of the last minutes the one counts by which it is latest; a hub whose clock was put back is
    followed after that. Any thread may use it: heartbeats and answers come in different ones.
    """

    def __init__(self, clock: Clock, boot: str, heard: Heard | None = None) -> None:
        self._clock, self.boot, self._heard = clock, boot, heard
        self._lock = threading.Lock()
        self._recent = [heard] if heard is not None and heard.boot == boot else []

    @property
    def ticks(self) -> float:
        """Seconds of this boot."""
        return self._clock.monotonic()

    @property
    def certain(self) -> bool:
        """Whether the time is the hub's."""
        return self._heard is not None and self._heard.boot == self.boot

    def hear(self, at: datetime, took: float | None = None) -> Heard | None:
        """The hub has said its time, in an answer that `took` so long (real seconds) to come; of what it says
        unasked nobody knows that (None). Returns the word that counts. A time that was long under way, or may
        have been, makes no time certain that was not."""
        if not self.certain and (took is None or took > SURE_SECONDS):
            return self._heard
        fresh = Heard(at.astimezone(UTC), self.boot, self.ticks)
        with self._lock:
            known = (one for one in self._recent if one.ticks > fresh.ticks - LATELY)
            self._recent = [*(one for one in known if one.begun > fresh.begun), fresh]
            self._heard = self._recent[0]
            return self._heard

    def now(self) -> datetime:
        """The time, aware UTC."""
        return self.at(self.boot, self.ticks) or self._guessed()

    def at(self, boot: str, ticks: float) -> datetime | None:
        """The time at some tick of a boot; None where that boot is over and never heard the hub since."""
        heard = self._heard
        if heard is None or heard.boot != boot:
            return None
        return heard.at + timedelta(seconds=ticks - heard.ticks)

    def since(self, at: datetime, boot: str, ticks: float) -> float:
        """How many seconds ago something was, as far as is known: kept at a time (aware) and a tick of a
        boot."""
        if boot == self.boot:
            return max(0.0, self.ticks - ticks)
        return max(0.0, (self.now() - at).total_seconds())

    def _guessed(self) -> datetime:
        now = self._clock.now()
        return max(now, self._heard.at) if self._heard else now
