"""A kiosk that has no token yet: it prints the six digits by which it is let in, and again at each press."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress

import structlog
from PIL.Image import Image

from balai.program.shell import Shell
from balai.words.said import say
from hardware.device_file import KeptFiles
from hardware.hub.admission import let_in
from hardware.ports import HardwareFault, PartUnavailable
from hardware.registry import open_pins, open_printer
from kiosk.config import KioskConfig
from kiosk.paper.slips.admission import draw_code

log = structlog.get_logger(__name__)
#: Paper is not spent on a kiosk that stands there over night: afterwards each press prints.
_BY_ITSELF = 2


class Slips:
    """Prints the digits that hold now."""

    def __init__(
        self, config: KioskConfig, shell: Shell, screen: Callable[[Image], None] | None = None
    ) -> None:
        """`screen` shows a slip, where there is one."""
        self._config, self._shell, self._screen = config, shell, screen
        self._code, self._printed = "", 0

    def show(self, code: str) -> None:
        """Other digits hold, or none."""
        self._code = code
        told = say("cli.admission.code", code=_grouped(code)) if code else say("cli.admission.no_hub")
        self._shell.waits(told)
        if code and self._screen is not None:
            self._screen(self._slip())
        elif code and self._printed < _BY_ITSELF:
            self.print()

    def print(self) -> None:
        """Print them; a printer that cannot is passed over, since log and status tell them too."""
        if not self._code:
            return
        try:
            _printed(self._config, self._slip())
            self._printed += 1
        except HardwareFault as fault:
            log.warning("code_not_printed", code=fault.code)

    def _slip(self) -> Image:
        return draw_code(_grouped(self._code), self._config.printer.profile.width_dots)


def admitted(shell: Shell, config: KioskConfig, kept: KeptFiles) -> KioskConfig:
    """The settings with what the hub gave; unchanged where the kiosk is told to end first."""
    with ExitStack() as parts:
        slips = Slips(config, shell, _screen(parts, config))
        if config.panel is not None:
            pins = open_pins(config.panel.pins)
            parts.callback(pins.close)
            for button in config.button:
                # The code is told without them, too.
                with suppress(PartUnavailable):
                    pins.button(button.pin).on_press(slips.print)
        hub = let_in(config.hub, "kiosk", kept, slips.show, shell.rest)
    return config if hub is None else config.model_copy(update={"hub": hub})


def _screen(parts: ExitStack, config: KioskConfig) -> Callable[[Image], None] | None:
    """What shows a slip on a touch screen; None for a kiosk with buttons."""
    if config.screen is None:
        return None
    # A kiosk with buttons loads no library for pictures.
    from kiosk.screen.slip import opened

    return opened(parts, config.screen)


def _printed(config: KioskConfig, picture: Image) -> None:
    printer = open_printer(config.printer.url, profile=config.printer.profile)
    try:
        printer.print_image(picture)
    finally:
        printer.close()


def _grouped(code: str) -> str:
    return f"{code[:3]}-{code[3:]}"
