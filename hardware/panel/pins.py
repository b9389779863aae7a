"""The pins that a panel's buttons and lamps hang on: a gpiozero pin factory and what it carries."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from time import monotonic
from urllib.parse import SplitResult

import gpiozero
from gpiozero.pins import Factory

from balai.words.said import say
from hardware.panel.buttons import GpioButton, Wiring
from hardware.panel.header import Header
from hardware.panel.lamps import GpioLamp
from hardware.panel.lines import labels
from hardware.ports import PartUnavailable


class Pins:
    """One panel, with buttons that are all wired alike. Pins are numbered as the Broadcom chip does
    (GPIO17 is 17)."""

    def __init__(self, factory: Factory) -> None:
        self.factory, self.wiring = factory, Wiring()
        self.lamps: dict[int, GpioLamp] = {}
        self.buttons: dict[int, GpioButton] = {}

    def button(self, pin: int) -> GpioButton:
        """A button on `pin`. Raises PartUnavailable if the pin does not exist or is taken."""
        try:
            self.buttons[pin] = GpioButton(pin, self.factory, self.wiring)
        except Exception as error:  # what a library under the library raises has no name in common
            raise _unusable(pin, error) from error
        return self.buttons[pin]

    def lamp(self, pin: int) -> GpioLamp:
        """A lamp on `pin`. Raises PartUnavailable if the pin does not exist or is taken."""
        try:
            self.lamps[pin] = GpioLamp(pin, self.factory, lit=self.wiring.lit)
        except Exception as error:
            raise _unusable(pin, error) from error
        return self.lamps[pin]

    def close(self) -> None:
        """Darken all lamps and give all pins back; harmless to repeat."""
        for button in self.buttons.values():
            button.close()
        for lamp in self.lamps.values():
            lamp.close()
        self.factory.close()


def _unusable(pin: int, error: Exception) -> PartUnavailable:
    # Another program may give a line back, and rights may come; what the chip does not have never will.
    never = isinstance(error, gpiozero.PinInvalidPin) or getattr(error, "errno", None) == errno.EINVAL
    code = "no_such_pin" if never else "pin_unusable"
    return PartUnavailable(code, say("error.pin_unusable", pin=pin, error=error))


#: What the kernel calls the chip whose lines are the header's: on Raspberry Pi up to 3, on 4, and on 5. Its
#: number depends on the kernel.
_HEADERS = ("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1")
#: So long after its start a machine has found its chips: that of Raspberry Pi 5 lies behind a bus.
_ALL_FOUND_SECONDS = 60.0


def header_of(labels: Mapping[int, str]) -> int | None:
    """The number of the chip that the header's pins hang on, by the chips' labels; None: none is known."""
    return next((number for number, label in sorted(labels.items()) if label in _HEADERS), None)


def chip_of(labels: Mapping[int, str], up_seconds: float) -> int:
    """The number of the chip without one that is written: the header's, or the first where a machine that is
    up for so long has none. Raises OSError while a header may still be found."""
    number = header_of(labels)
    if number is None and up_seconds < _ALL_FOUND_SECONDS:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return number or 0


def open_gpio(parts: SplitResult) -> Pins:
    """`gpio:` or `gpio:0`: the machine's own pins, on that chip; without a number on that of the header, or
    the first. Raises PartUnavailable."""
    try:
        return Pins(Header(int(parts.path) if parts.path else chip_of(labels(), monotonic())))
    except (OSError, ValueError, gpiozero.GPIOZeroError) as error:
        raise PartUnavailable(
            "no_pins",
            say("error.pins_unusable", error=error),
        ) from error
