"""Opens what visitors choose at, as the device file says: buttons on a panel, or a touch screen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from balai.clock import Clock
from hardware.panel.pins import Pins
from hardware.registry import open_pins
from kiosk.config import KioskConfig, PanelSettings
from kiosk.flow.buttons import Buttons, ExtraButton, PanelButton
from kiosk.flow.gathering import Extra
from kiosk.flow.ports import Front

if TYPE_CHECKING:
    from hardware.virtual.window import VirtualHardware


class Opened(NamedTuple):
    """A front. `begin` lets it be pressed, `stay` is what the main thread does until the program ends, `show`
    adds its virtual parts to their window. One that `tells_waits` shows how long people wait."""

    front: Front
    begin: Callable[[], None]
    stay: Callable[[Event], object]
    show: Callable[[VirtualHardware], None]
    tells_waits: bool = False


def open_front(parts: ExitStack, config: KioskConfig, clock: Clock, now: Callable[[], datetime]) -> Opened:
    """The front of a device file; `now` tells the hall's time. Raises PartUnavailable."""
    if config.screen is None:
        assert config.panel is not None  # since it was read
        return _panel(parts, config, config.panel, clock)
    # A kiosk with buttons loads no library for pictures.
    from kiosk.screen.front import open_front as open_screen_front

    front = open_screen_front(parts, config.screen, clock, now)
    return Opened(front, lambda: None, front.run, front.show_on, tells_waits=True)


def _panel(parts: ExitStack, config: KioskConfig, panel: PanelSettings, clock: Clock) -> Opened:
    pins = open_pins(panel.pins)
    parts.callback(pins.close)
    front = _buttons(config, panel, pins, clock)

    def begin() -> None:
        for pin, button in pins.buttons.items():
            button.on_press(partial(front.press, pin))

    def show(window: VirtualHardware) -> None:
        # Only a rehearsal needs these.
        from hardware.virtual.panel import VirtualPanel
        from hardware.virtual.routes import show_panel

        if isinstance(pins, VirtualPanel):
            show_panel(window, pins)

    return Opened(front, begin, Event.wait, show)


def _buttons(config: KioskConfig, panel: PanelSettings, pins: Pins, clock: Clock) -> Buttons:
    buttons = {}
    for button in config.button:
        pins.button(button.pin)
        lamp = None if button.lamp is None else pins.lamp(button.lamp)
        buttons[button.pin] = PanelButton(button.service, lamp)
    extras = {}
    for extra in config.extra:
        pins.button(extra.pin)
        lamp = None if extra.lamp is None else pins.lamp(extra.lamp)
        extras[extra.pin] = ExtraButton(Extra(extra.kind), lamp)
    several = panel.several_seconds if panel.several else 0.0
    return Buttons(buttons, clock, panel.lockout_seconds, extras=extras, several_seconds=several)
