"""A panel without wires: gpiozero's mock pins, pressed by a program instead of a finger."""

from __future__ import annotations

import threading
from urllib.parse import SplitResult

from gpiozero.pins.mock import MockFactory

from hardware.panel.pins import Pins


class VirtualPanel(Pins):
    """Pins that nobody can touch but `press`; buttons and lamps on them are the real classes."""

    def __init__(self) -> None:
        super().__init__(MockFactory())
        self._finger = threading.Lock()

    def press(self, pin: int) -> None:
        """Drive the pin low and let it go again. Raises KeyError if no button is on it."""
        if pin not in self.buttons:
            raise KeyError(pin)
        # One finger: two presses of one pin at the same time would be one.
        with self._finger:
            contact = self.factory.pin(pin)
            contact.drive_low()
            contact.drive_high()


def open_virtual(_parts: SplitResult) -> VirtualPanel:
    """`virtual:`."""
    return VirtualPanel()
