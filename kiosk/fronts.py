"""Opens what visitors choose at, as the device file says: buttons on a panel or a touch screen, a reader of
codes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import structlog

from balai.clock import Clock
from balai.protocol.requests import DeviceFault
from hardware.panel.buttons import Wiring
from hardware.panel.pins import Pins
from hardware.ports import PartUnavailable, Scanner
from hardware.registry import open_pins, open_scanner
from kiosk.config import KioskConfig, PanelSettings
from kiosk.flow.buttons import Buttons, ExtraButton, PanelButton
from kiosk.flow.gathering import Extra
from kiosk.flow.ports import Front
from kiosk.status import PINS_UNUSABLE

if TYPE_CHECKING:
    from hardware.virtual.window import VirtualHardware

T = TypeVar("T")
log = structlog.get_logger(__name__)


class Opened(NamedTuple):
    """A front. `begin` lets it be pressed, `stay` is what the main thread does until the program ends, `show`
    adds its virtual parts to their window. One that `tells_waits` shows how long people wait. Its `scanner`,
    where it has one, is read from `begin` on."""

    front: Front
    begin: Callable[[], None]
    stay: Callable[[Event], object]
    show: Callable[[VirtualHardware], None]
    tells_waits: bool = False
    scanner: Scanner | None = None


def open_front(parts: ExitStack, config: KioskConfig, clock: Clock, now: Callable[[], datetime]) -> Opened:
    """The front of a device file; `now` tells the hall's time. Raises PartUnavailable."""
    opened = _front(parts, config, clock, now)
    return _with_scanner(parts, opened, config.scanner.url) if config.scanner is not None else opened


def _with_scanner(parts: ExitStack, opened: Opened, url: str) -> Opened:
    scanner = open_scanner(url)
    parts.callback(scanner.close)

    def begin() -> None:
        opened.begin()
        scanner.on_scan(opened.front.scanned)

    def show(window: VirtualHardware) -> None:
        opened.show(window)
        # Only a rehearsal needs these.
        from hardware.virtual.scanner import VirtualScanner, show_scanner

        if isinstance(scanner, VirtualScanner):
            show_scanner(window, scanner)

    return opened._replace(begin=begin, show=show, scanner=scanner)


def _front(parts: ExitStack, config: KioskConfig, clock: Clock, now: Callable[[], datetime]) -> Opened:
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
    pins.wiring = Wiring(panel.active, panel.pull, panel.bounce_seconds, panel.lit)
    front = _buttons(config, panel, pins, clock)

    def begin() -> None:
        for pin, button in pins.buttons.items():
            button.on_press(partial(front.press, pin))
            button.on_release(partial(front.release, pin))

    def show(window: VirtualHardware) -> None:
        # Only a rehearsal needs these.
        from hardware.virtual.panel import VirtualPanel
        from hardware.virtual.routes import show_panel

        if isinstance(pins, VirtualPanel):
            show_panel(window, pins)

    return Opened(front, begin, Event.wait, show)


def _buttons(config: KioskConfig, panel: PanelSettings, pins: Pins, clock: Clock) -> Buttons:
    """A pin that cannot be had costs its own button or lamp. Raises PartUnavailable where no button is
    left: lasting where none of them may come."""
    lost: dict[int, PartUnavailable] = {}

    def had(what: Callable[[int], T], pin: int | None) -> T | None:
        if pin is None:
            return None
        try:
            return what(pin)
        except PartUnavailable as fault:
            log.error("pin_left_out", pin=pin, reason=str(fault))  # noqa: TRY400  # no fault of the program
            lost[pin] = fault
            return None

    buttons = {
        one.pin: PanelButton(one.service, had(pins.lamp, one.lamp))
        for one in config.button
        if had(pins.button, one.pin) is not None
    }
    extras = {
        one.pin: ExtraButton(Extra(one.kind), had(pins.lamp, one.lamp))
        for one in config.extra
        if had(pins.button, one.pin) is not None
    }
    if not buttons:
        raise min(lost.values(), key=lambda fault: fault.lasting)
    several = panel.several_seconds if panel.several else 0.0
    front = Buttons(
        buttons, clock, panel.lockout_seconds, extras=extras, several_seconds=several,
        hold_seconds=panel.priority_hold_seconds,
    )  # fmt: skip
    if lost:
        front.trouble = DeviceFault(code=PINS_UNUSABLE, about=", ".join(f"GPIO{pin}" for pin in lost))
    return front
