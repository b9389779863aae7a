"""`balai kiosk test buttons` and `lamps`: each wire of the panel, one by one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from balai.words.said import say
from hardware.panel.pins import Pins
from hardware.ports import PartUnavailable
from hardware.registry import open_pins
from kiosk.config import KioskConfig
from kiosk.trial.telling import Tell, Wait, until


def wired(config: KioskConfig) -> Iterator[tuple[int, int | None, str]]:
    """Each button by its pin, with the pin of its lamp and what it is for."""
    yield from ((button.pin, button.lamp, button.service) for button in config.button)
    yield from ((extra.pin, extra.lamp, extra.kind) for extra in config.extra)


def try_buttons(config: KioskConfig, tell: Tell, seconds: float, wait: Wait) -> bool:
    """Have every button pressed once, within so many real seconds; whether all were. Raises
    PartUnavailable."""
    if config.panel is None:
        tell(say("trial.no_panel"))
        return False
    names = {pin: name for pin, _, name in wired(config)}
    with closing(open_pins(config.panel.pins)) as pins:
        pressed = _watched(pins, names, tell)
        tell(say("trial.buttons_do", count=len(pressed), seconds=round(seconds)))
        until(lambda: all(event.is_set() for event in pressed.values()), seconds, wait)
    missing = [pin for pin in names if pin not in pressed or not pressed[pin].is_set()]
    for pin in missing:
        tell(say("trial.button_missing", pin=pin, name=names[pin]))
    if not missing:
        tell(say("trial.buttons_well"))
    return not missing


def _watched(pins: Pins, names: dict[int, str], tell: Tell) -> dict[int, threading.Event]:
    """The buttons that can be had; each tells when it is pressed."""
    pressed: dict[int, threading.Event] = {}
    for pin, name in names.items():
        try:
            button = pins.button(pin)
        except PartUnavailable as fault:
            tell(str(fault))
            continue
        pressed[pin] = threading.Event()
        button.on_press(partial(_pressed, pressed[pin], pin, name, tell))
    return pressed


def _pressed(event: threading.Event, pin: int, name: str, tell: Tell) -> None:
    tell(say("trial.button_pressed", pin=pin, name=name))
    event.set()


def try_lamps(config: KioskConfig, tell: Tell, seconds: float, wait: Wait) -> bool:
    """Light each lamp by itself for so many real seconds, then let it blink; whether all pins can be had."""
    lamps = [(lamp, name) for _, lamp, name in wired(config) if lamp is not None]
    if config.panel is None or not lamps:
        tell(say("trial.no_lamps"))
        return False
    whole = True
    with closing(open_pins(config.panel.pins)) as pins:
        tell(say("trial.lamps_do"))
        for pin, name in lamps:
            try:
                lamp = pins.lamp(pin)
            except PartUnavailable as fault:
                tell(str(fault))
                whole = False
                continue
            for mode, show in (("on", lamp.on), ("blink", lamp.blink), ("off", lamp.off)):
                tell(say(f"trial.lamp_{mode}", pin=pin, name=name))
                show()
                wait(seconds)
    tell(say("trial.lamps_wrong"))
    return whole
