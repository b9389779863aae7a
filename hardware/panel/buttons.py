"""Push buttons on GPIO pins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import gpiozero
from gpiozero.pins import Factory

from hardware.panel.contact import BOUNCE_SECONDS, Contact

Level = Literal["low", "high"]
Pull = Literal["up", "down", "none"]
_PULLS = {"up": True, "down": False, "none": None}


@dataclass(frozen=True)
class Wiring:
    """How the buttons of a panel are wired: the level of a pin while its button is pressed, which way its own
    resistor pulls it, and how long (seconds) a contact has to rest between two presses."""

    active: Level = "low"
    pull: Pull = "up"
    bounce: float = BOUNCE_SECONDS
    #: The level of a lamp's pin while it is lit.
    lit: Level = "high"

    @property
    def inverted(self) -> bool:
        """Whether a pin is pulled to the level of a pressed button: a contact that opens when pressed."""
        return (self.pull, self.active) in {("up", "high"), ("down", "low")}


class GpioButton:
    """A `ports.Button`: a contact on a pin. Whoever listens is called from a thread of the pin factory's."""

    def __init__(self, pin: int, factory: Factory, wiring: Wiring) -> None:
        pull = _PULLS[wiring.pull]
        active = wiring.active == "high" if pull is None else None
        # The library's own filter would swallow a tap that is shorter than the bounce.
        self._button = gpiozero.Button(
            pin, pull_up=pull, active_state=active, bounce_time=None, pin_factory=factory
        )
        self._contact = Contact(wiring.bounce)
        self._pressed: Callable[[], object] = lambda: None
        self._released: Callable[[], object] = lambda: None
        closes, opens = self._closes, self._opens
        self._button.when_pressed, self._button.when_released = (
            (opens, closes) if wiring.inverted else (closes, opens)
        )

    def on_press(self, callback: Callable[[], object]) -> None:
        """Call `callback` at each press."""
        self._pressed = callback

    def on_release(self, callback: Callable[[], object]) -> None:
        """Call `callback` whenever the contact opens, bounce included."""
        self._released = callback

    def close(self) -> None:
        """Give the pin back."""
        if not self._button.closed:
            self._button.when_pressed = self._button.when_released = None
        self._button.close()

    def _closes(self) -> None:
        if self._contact.close():
            self._pressed()

    def _opens(self) -> None:
        self._contact.open()
        self._released()
