"""A panel without wires: gpiozero's mock pins, pressed by a program instead of a finger."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult

from gpiozero.pins.mock import MockFactory

from hardware.panel.buttons import GpioButton
from hardware.panel.pins import Pins


class VirtualPanel(Pins):
    """Pins that nobody can touch but `press`; buttons and lamps on them are the real classes."""

    def __init__(self) -> None:
        super().__init__(MockFactory())
        self._finger, self._never = threading.Lock(), threading.Event()

    def button(self, pin: int) -> GpioButton:
        """A button on `pin`, which nobody presses. Raises PartUnavailable if the pin does not exist or is
        taken."""
        button = super().button(pin)
        self._levels(pin)[1]()
        return button

    def _levels(self, pin: int) -> tuple[Callable[[], object], Callable[[], object]]:
        """What presses a button and what lets it go."""
        contact = self.factory.pin(pin)
        both = contact.drive_low, contact.drive_high
        return both if self.wiring.active == "low" else both[::-1]

    def press(self, pin: int, hold: float = 0.0) -> float:
        """Drive the pin to the level of a pressed button and let it go again after so many seconds; the
        moment of the press (monotonic seconds of the machine). Raises KeyError if no button is on it."""
        if pin not in self.buttons:
            raise KeyError(pin)
        # One finger: two presses of one pin at the same time would be one.
        with self._finger:
            press, let_go = self._levels(pin)
            at = time.monotonic()
            press()
            if hold:
                self._never.wait(hold)
            let_go()
            return at


def open_virtual(_parts: SplitResult) -> VirtualPanel:
    """`virtual:`."""
    return VirtualPanel()
