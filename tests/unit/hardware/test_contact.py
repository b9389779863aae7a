from __future__ import annotations

import pytest
from gpiozero.pins.mock import MockFactory
from hypothesis import given
from hypothesis import strategies as st

from hardware.panel.buttons import GpioButton, Level, Pull, Wiring
from hardware.panel.contact import BOUNCE_SECONDS, Contact


class Seconds:
    """Real seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


BOUNCE = st.lists(st.floats(0.0001, 0.004), max_size=12)


@given(st.lists(st.tuples(BOUNCE, st.floats(0.025, 3.0), BOUNCE, st.floats(0.08, 5.0)), max_size=8))
def test_however_a_contact_bounces_each_tap_from_25_ms_on_is_one_press(
    taps: list[tuple[list[float], float, list[float], float]],
) -> None:
    seconds = Seconds()
    contact, presses = Contact(BOUNCE_SECONDS, seconds), 0
    for closing, held, opening, rest in taps:
        presses += contact.close()
        for gap in closing:
            seconds.now += gap
            contact.open()
            seconds.now += gap
            presses += contact.close()
        seconds.now += held
        contact.open()
        for gap in opening:
            seconds.now += gap
            presses += contact.close()
            seconds.now += gap
            contact.open()
        seconds.now += rest
    assert presses == len(taps)


@pytest.mark.parametrize("pull", ["up", "down", "none"])
@pytest.mark.parametrize("active", ["low", "high"])
def test_a_bouncing_pin_of_any_wiring_is_pressed_once_for_each_tap(active: Level, pull: Pull) -> None:
    factory = MockFactory()
    button = GpioButton(17, factory, Wiring(active, pull, bounce=0.02))
    seconds, presses = Seconds(), list[str]()
    button._contact = Contact(0.02, seconds)
    button.on_press(lambda: presses.append("pressed"))
    pin = factory.pin(17)
    close, open_ = (pin.drive_low, pin.drive_high) if active == "low" else (pin.drive_high, pin.drive_low)
    open_()
    seconds.now += 1.0
    for _ in range(2):
        for level in (close, open_, close, open_, close):
            level()
            seconds.now += 0.001
        seconds.now += 0.025
        for level in (open_, close, open_):
            level()
            seconds.now += 0.002
        seconds.now += 0.5
    button.close()
    factory.close()
    assert presses == ["pressed", "pressed"]
