"""The panel: which buttons are open for a press, and what their lamps say.

A lamp that is lit means that a press will be taken; blinking, that one is being served or was just
served; dark, that a press would give nothing.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from balai.clock import Clock
from hardware.ports import Lamp


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
    known: bool = False
    working: bool = False
    locked_until: float = 0.0
    dark_until: float = 0.0


class Panel:
    """All buttons of a kiosk. Safe to use from the pins' threads and the worker's at once."""

    def __init__(self, buttons: Mapping[int, PanelButton], clock: Clock, lockout_seconds: float) -> None:
        """``buttons`` by pin; ``lockout_seconds`` on ``clock``."""
        self._buttons = dict(buttons)
        self._clock = clock
        self._lockout = lockout_seconds
        self._open = False
        self._lock = threading.Lock()

    def press(self, pin: int) -> Verdict:
        """Someone pressed. A press that is taken must be ended by ``done`` or ``darken``."""
        with self._lock:
            button, now = self._buttons[pin], self._clock.monotonic()
            if button.working or now < button.locked_until:
                return Verdict.LOCKED
            if not self._gives(button, now):
                return Verdict.CLOSED
            button.working = True
            button.locked_until = now + self._lockout
            self._light(button, now)
            return Verdict.TAKEN

    def service(self, pin: int) -> str:
        """The service that a button stands for."""
        return self._buttons[pin].service

    def done(self, pin: int) -> None:
        """The press was served."""
        self.darken(pin, 0.0)

    def darken(self, pin: int, seconds: float) -> None:
        """The press could not be served: the lamp is dark for so long, then it may be tried again."""
        with self._lock:
            button, now = self._buttons[pin], self._clock.monotonic()
            button.working = False
            button.dark_until = now + seconds
            self._light(button, now)

    def set_open(self, is_open: bool) -> None:
        """Open or close the whole panel: closed while the hub or the printer is away."""
        with self._lock:
            self._open = is_open
        self.refresh()

    def set_services(self, services: set[str]) -> list[str]:
        """Say which services the hall has; returns those of buttons that it has not."""
        with self._lock:
            for button in self._buttons.values():
                button.known = button.service in services
            unknown = sorted({button.service for button in self._buttons.values() if not button.known})
        self.refresh()
        return unknown

    def refresh(self) -> None:
        """Let every lamp say how its button is now."""
        with self._lock:
            now = self._clock.monotonic()
            for button in self._buttons.values():
                self._light(button, now)

    def next_change(self) -> float | None:
        """When (monotonic) a lamp changes by time alone, or None."""
        with self._lock:
            now = self._clock.monotonic()
            ends = [t for b in self._buttons.values() for t in (b.locked_until, b.dark_until) if t > now]
            return min(ends, default=None)

    def _gives(self, button: PanelButton, now: float) -> bool:
        return self._open and button.known and now >= button.dark_until

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
