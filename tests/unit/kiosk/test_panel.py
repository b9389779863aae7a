"""A panel whose wires are not all well."""

from __future__ import annotations

import gpiozero
import pytest

from balai.clock import ManualClock
from hardware.ports import PartUnavailable
from hardware.virtual.panel import VirtualPanel
from kiosk.config import KioskConfig, PanelSettings
from kiosk.fronts import _buttons
from tests.support.kiosk_fakes import START

PANEL = PanelSettings(pins="virtual:")


def _config(*pins: tuple[int, int, str]) -> KioskConfig:
    return KioskConfig.model_validate({
        "hub": {"url": "http://127.0.0.1:9", "token": "token"}, "printer": {"url": "virtual:"},
        "panel": {"pins": "virtual:"},
        "button": [{"pin": pin, "lamp": lamp, "service": service} for pin, lamp, service in pins],
    })  # fmt: skip


def test_a_pin_that_is_taken_costs_its_own_button_or_lamp_and_is_named() -> None:
    pins = VirtualPanel()
    taken = [gpiozero.LED(pin, pin_factory=pins.factory) for pin in (2, 16)]
    config = _config((2, 15, "akta"), (3, 16, "ktp"), (4, 17, "kk"))
    front = _buttons(config, PANEL, pins, ManualClock(START))
    assert front.services == {"ktp", "kk"}
    assert front.trouble is not None
    assert (front.trouble.code, front.trouble.about) == ("pins_unusable", "GPIO2, GPIO16")
    for led in taken:
        led.close()
    pins.close()


def test_a_panel_without_any_button_says_why() -> None:
    pins = VirtualPanel()
    taken = gpiozero.LED(2, pin_factory=pins.factory)
    with pytest.raises(PartUnavailable, match="2"):
        _buttons(_config((2, 15, "akta")), PANEL, pins, ManualClock(START))
    taken.close()
    pins.close()
