"""`balai kiosk --check`: what a kiosk needs on this machine, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from balai.clock import parse_clock
from balai.errors import BalaiError
from balai.program.claim import runs
from balai.program.finding import Finding
from balai.program.looking import in_use, libraries, looked_at, program_there, room
from balai.words.said import say
from hardware.hub.looking import way_to
from hardware.registry import open_pins, open_printer, scheme_of
from kiosk.config import KioskConfig, load_kiosk_config
from kiosk.paper.sample import SAMPLE
from kiosk.paper.ticket_layout import draw_ticket

#: What a printer's kind needs beyond what every kiosk has loaded by now.
_NEEDED = {"usb": ("usb.core",), "serial": ("serial",)}


def findings(config_path: Path, clock_spec: str) -> list[Finding]:
    """Everything that was looked at; where the settings do not read, they alone."""
    try:
        config, clock = load_kiosk_config(config_path), parse_clock(clock_spec)
    except BalaiError as faults:
        return [Finding("settings", False, say("doctor.settings_wrong", faults=faults))]
    busy, journal = runs("kiosk", config_path), config.journal.folder
    assert journal is not None  # once read, it is set
    return [
        Finding("settings", True, say("doctor.settings", file=config_path)),
        *looked_at(
            [
                ("libraries", partial(_libraries, config)),
                ("disk", partial(room, journal)),
                ("hub", partial(way_to, config.hub, "device", clock)),
                ("printer", partial(in_use, "printer", "balai kiosk") if busy else partial(_printer, config)),
                _front(config, busy=busy),
            ]
        ),
    ]


def _front(config: KioskConfig, *, busy: bool) -> tuple[str, Callable[[], Iterator[Finding]]]:
    """What visitors choose at."""
    part = "pins" if config.screen is None else "screen"
    if busy:
        return part, partial(in_use, part, "balai kiosk")
    return part, partial(_pins if config.screen is None else _screen, config)


def _screen(config: KioskConfig) -> Iterator[Finding]:
    from hardware.screen.screen import open_screen  # a kiosk with buttons has no library for pictures

    assert config.screen is not None
    with closing(open_screen(config.screen.mode, (config.screen.width, config.screen.height))) as screen:
        width, height = screen.surface.get_size()
        well = screen.seen or config.screen.mode == "virtual:"
    words = "doctor.screen" if well else "doctor.touch_screen_none"
    yield Finding("screen", well, say(words, width=width, height=height))


def _libraries(config: KioskConfig) -> Iterator[Finding]:
    needed = _NEEDED.get(scheme_of(config.printer.url), ())
    front = ("gpiozero",) if config.screen is None else ("pygame", "qrcode", "numpy", "soundfile")
    yield from libraries(["PIL", "escpos", *front, *needed])
    if config.screen is not None and config.screen.guide.engine.startswith("espeak-ng:"):
        yield from program_there("espeak-ng", "espeak-ng")
    draw_ticket(SAMPLE, config.printer.profile.width_dots)


def _printer(config: KioskConfig) -> Iterator[Finding]:
    printer = open_printer(config.printer.url, profile=config.printer.profile)
    try:
        status = printer.status()
    finally:
        printer.close()
    yield Finding("printer", status.ok, say("doctor.printer", detail=status.detail))


def _pins(config: KioskConfig) -> Iterator[Finding]:
    assert config.panel is not None  # since it was read
    pins = open_pins(config.panel.pins)
    buttons = {one.pin: one.lamp for one in config.button} | {one.pin: one.lamp for one in config.extra}
    try:
        for pin, lamp in buttons.items():
            pins.button(pin)
            if lamp is not None:
                pins.lamp(lamp)
    finally:
        pins.close()
    yield Finding("pins", True, say("doctor.pins", count=len(buttons)))
