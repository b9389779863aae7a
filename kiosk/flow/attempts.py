"""What the printer is asked in its own thread: never an exception, whatever a library below it raises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from PIL.Image import Image

from hardware.ports import Certainty, Piece, PrinterFault, PrinterStatus, ReceiptPrinter
from hardware.printers.absence import absent
from hardware.printers.escpos_text import rows
from kiosk.paper.papers import Paper

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What became of printing a paper of so many `rows`: how certain it is that it is out, or the fault."""

    certainty: Certainty | None = None
    fault: PrinterFault | None = None
    rows: int = 0


#: What a paper is for the printer: a picture, or a slip of its own letters.
Drawn: TypeAlias = "Image | tuple[Piece, ...]"


def printed(printer: ReceiptPrinter, draw: Callable[[Paper], Drawn], paper: Paper, *, look: bool) -> Attempt:
    """Draw a paper and print it; `look` whether the printer is to be asked first how it is."""
    try:
        drawn = draw(paper)
        if isinstance(drawn, tuple):
            return Attempt(printer.print_text(drawn, look=look), rows=rows(drawn))
        return Attempt(printer.print_image(drawn, look=look), rows=drawn.height)
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
