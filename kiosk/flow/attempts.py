"""What the printer is asked in its own thread: never an exception, whatever a library below it raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from PIL.Image import Image

from hardware.ports import Certainty, PrinterFault, PrinterStatus, ReceiptPrinter
from hardware.printers.absence import absent
from kiosk.paper.notice import Notice
from kiosk.paper.ticket_layout import Ticket
from kiosk.paper.voucher import Voucher

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What became of printing a paper of so many `rows`: how certain it is that it is out, or the fault."""

    certainty: Certainty | None = None
    fault: PrinterFault | None = None
    rows: int = 0


def printed(
    printer: ReceiptPrinter,
    draw: Callable[[Ticket | Voucher | Notice], Image],
    paper: Ticket | Voucher | Notice,
    *,
    look: bool,
) -> Attempt:
    """Draw a paper and print it; `look` whether the printer is to be asked first how it is."""
    try:
        image = draw(paper)
        return Attempt(printer.print_image(image, look=look), rows=image.height)
    except PrinterFault as fault:
        return Attempt(fault=fault)
    except Exception as error:
        log.exception("printing_failed", number=paper.number)
        # Nobody knows how far it came.
        return Attempt(fault=PrinterFault("failed", type(error).__name__, began=True))


def asked(printer: ReceiptPrinter) -> PrinterStatus:
    """How the printer is."""
    try:
        return printer.status()
    except Exception as error:
        log.exception("printer_status_failed")
        return absent(type(error).__name__)


def after(fault: PrinterFault) -> PrinterStatus:
    """What is known of a printer that has just failed."""
    return PrinterStatus(
        ok=False,
        paper="out" if fault.code == "paper_out" else "unknown",
        cover="open" if fault.code == "cover_open" else "unknown",
        offline=True,
        detail=fault.detail,
    )
