"""Lamps on GPIO pins."""

from __future__ import annotations

from typing import Literal

import gpiozero
from gpiozero.pins import Factory

LampMode = Literal["on", "off", "blink"]

#: One flash a second: well below the three a second that can harm (WCAG 2.3.1).
BLINK_SECONDS = 0.5


class GpioLamp:
    """A `ports.Lamp`. A repeated order changes nothing."""

    def __init__(self, pin: int, factory: Factory, lit: Literal["low", "high"] = "high") -> None:
        """`lit` is the level of its pin while it is."""
        self._led = gpiozero.LED(pin, active_high=lit == "high", pin_factory=factory)
        self._mode: LampMode = "off"

    @property
    def mode(self) -> LampMode:
        """What the lamp was last told."""
        return self._mode

    def on(self) -> None:
        """Light it."""
        if self._mode != "on":
            self._mode = "on"
            self._led.on()

    def off(self) -> None:
        """Darken it."""
        if self._mode != "off":
            self._mode = "off"
            self._led.off()

    def blink(self) -> None:
        """Blink once a second."""
        if self._mode != "blink":
            self._mode = "blink"
            self._led.blink(on_time=BLINK_SECONDS, off_time=BLINK_SECONDS)

    def close(self) -> None:
        """Darken it and give the pin back."""
        self._mode = "off"
        self._led.close()
