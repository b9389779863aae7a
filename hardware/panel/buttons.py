"""Push buttons on GPIO pins."""

from __future__ import annotations

from collections.abc import Callable

import gpiozero
from gpiozero.pins import Factory

#: A contact bounces for some milliseconds; a person cannot press twice within this time.
BOUNCE_SECONDS = 0.03


class GpioButton:
    """A `ports.Button`: a contact between a pin and ground, held up by the pin's own resistor."""

    def __init__(self, pin: int, factory: Factory) -> None:
        self._button = gpiozero.Button(pin, pull_up=True, bounce_time=BOUNCE_SECONDS, pin_factory=factory)

    def on_press(self, callback: Callable[[], object]) -> None:
        """Call `callback` at each press, from a thread of the pin factory's."""
        self._button.when_pressed = callback

    def close(self) -> None:
        """Give the pin back."""
        if self._button.when_pressed is not None:
            self._button.when_pressed = None
        self._button.close()
