"""The window to this kiosk's virtual parts, where it has any."""

from __future__ import annotations

from collections.abc import Callable

from hardware.ports import ReceiptPrinter
from hardware.virtual.printer import VirtualPrinterLink
from hardware.virtual.routes import show_printer
from hardware.virtual.window import VirtualHardware
from kiosk.config import KioskConfig
from kiosk.flow.controller import Controller


def open_window(
    config: KioskConfig,
    show_front: Callable[[VirtualHardware], None],
    printer: ReceiptPrinter,
    controller: Controller,
) -> VirtualHardware:
    """The HTTP server over the virtual parts, not yet started; `show_front` adds those of the front. Raises
    PartUnavailable."""
    window = VirtualHardware(port=config.virtual.port)
    show_front(window)
    if isinstance(printer, VirtualPrinterLink):
        show_printer(window, printer.virtual)
    window.show("kiosk", lambda: _kiosk(config, controller))
    return window


def _kiosk(config: KioskConfig, controller: Controller) -> dict[str, object]:
    status = controller.status()
    return {
        "state": status.state,
        "detail": status.detail,
        "counts": status.counts,
        "pending": controller.pending_numbers,
        "printing": controller.number_at_printer,
        "buttons": [button.model_dump() for button in config.button],
        "extras": [extra.model_dump() for extra in config.extra],
    }
