"""The front made of buttons with lamps: which take a press, and what their lamps say.

A lamp that is lit means that a press will be taken; blinking, that one is being served or was just
served; dark, that a press would give nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceFault
from hardware.ports import Lamp
from kiosk.flow.ports import Choice

#: How long a button stays dark after the hub refused or did not answer (seconds of the clock).
DARK_SECONDS = 5.0

log = structlog.get_logger(__name__)


class Verdict(Enum):
    """What becomes of a press."""

    TAKEN = "taken"
    LOCKED = "locked"
    CLOSED = "closed"


@dataclass
class PanelButton:
    """One button. Times are the clock's monotonic seconds."""

    service: str
    lamp: Lamp | None
    working: bool = False
    locked_until: float = 0.0
    dark_until: float = 0.0


class Buttons:
    """All buttons of a kiosk, a `ports.Front`. Pins' threads and the worker's may use it at once."""

    def __init__(self, buttons: Mapping[int, PanelButton], clock: Clock, lockout_seconds: float) -> None:
        """`buttons` by pin; `lockout_seconds` on `clock`."""
        self._buttons = {str(pin): button for pin, button in buttons.items()}
        self._clock, self._lockout = clock, lockout_seconds
        self._offered: frozenset[str] = frozenset()
        self._choose: Callable[[Choice], None] = lambda _choice: None
        self._lock = threading.Lock()

    @property
    def services(self) -> frozenset[str]:
        """The services that the buttons stand for."""
        return frozenset(button.service for button in self._buttons.values())

    def on_choice(self, choose: Callable[[Choice], None]) -> None:
        """Hand every press that is taken to `choose`."""
        self._choose = choose

    def press(self, pin: int) -> Verdict:
        """Someone pressed; returns at once."""
        place = str(pin)
        verdict = self._take(place)
        choice = Choice(self._buttons[place].service, place)
        if verdict is Verdict.TAKEN:
            self._choose(choice)
        else:
            log.info("press_ignored", pin=pin, service=choice.service, why=verdict.value)
        return verdict

    def offer(self, services: frozenset[str]) -> None:
        """Open the buttons of these services, and let every lamp say how its button is now."""
        with self._lock:
            self._offered = services
            now = self._clock.monotonic()
            for button in self._buttons.values():
                self._light(button, now)

    def working(self, choice: Choice) -> None:
        """The lamp blinks since the press was taken."""

    def served(self, choice: Choice) -> None:
        """The press was served."""
        self._end(choice, 0.0)

    def refused(self, choice: Choice, _why: DeviceFault) -> None:
        """The lamp is dark for a while, then it may be tried again."""
        self._end(choice, DARK_SECONDS)

    def next_change(self) -> float | None:
        """When (monotonic) a lamp changes by time alone, or None."""
        with self._lock:
            now = self._clock.monotonic()
            ends = [t for b in self._buttons.values() for t in (b.locked_until, b.dark_until) if t > now]
            return min(ends, default=None)

    def _take(self, place: str) -> Verdict:
        with self._lock:
            button, now = self._buttons[place], self._clock.monotonic()
            if button.working or now < button.locked_until:
                return Verdict.LOCKED
            if not self._gives(button, now):
                return Verdict.CLOSED
            button.working = True
            button.locked_until = now + self._lockout
            self._light(button, now)
            return Verdict.TAKEN

    def _end(self, choice: Choice, dark_seconds: float) -> None:
        with self._lock:
            button, now = self._buttons[choice.place], self._clock.monotonic()
            button.working = False
            button.dark_until = now + dark_seconds
            self._light(button, now)

    def _gives(self, button: PanelButton, now: float) -> bool:
        return button.service in self._offered and now >= button.dark_until

    def _light(self, button: PanelButton, now: float) -> None:
        if button.lamp is None:
            return
        if button.working:
            button.lamp.blink()
        elif not self._gives(button, now):
            button.lamp.off()
        elif now < button.locked_until:
            button.lamp.blink()
        else:
            button.lamp.on()
