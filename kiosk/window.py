"""The window to this kiosk's virtual parts, where it has any."""

from __future__ import annotations

from hardware.panel.pins import Pins
from hardware.ports import ReceiptPrinter
from hardware.virtual.panel import VirtualPanel
from hardware.virtual.printer import VirtualPrinterLink
from hardware.virtual.routes import show_panel, show_printer
from hardware.virtual.window import VirtualHardware
from kiosk.config import KioskConfig
from kiosk.flow.controller import Controller


def open_window(
    config: KioskConfig, pins: Pins, printer: ReceiptPrinter, controller: Controller
) -> VirtualHardware:
    """The HTTP server over the virtual parts, not yet started. Raises PartUnavailable."""
    window = VirtualHardware(port=config.virtual.port)
    if isinstance(pins, VirtualPanel):
        show_panel(window, pins)
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
        "buttons": [button.model_dump() for button in config.button],
        "extras": [extra.model_dump() for extra in config.extra],
    }
