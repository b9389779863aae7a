"""What the printer is asked in its own thread: never an exception, whatever a library below it raises."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from PIL.Image import Image

from hardware.ports import Certainty, Piece, PrinterFault, PrinterStatus, ReceiptPrinter
from hardware.printers.absence import absent
from hardware.printers.escpos_text import rows
from kiosk.paper.papers import Paper

#: How long what a printer said counts for what is printed next (real seconds).
FRESH_SECONDS = 1.5
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What became of printing a paper of so many `rows`: how certain it is that it is out, or the fault."""

    certainty: Certainty | None = None
    fault: PrinterFault | None = None
    rows: int = 0


#: What a paper is for the printer: a picture, or a slip of its own letters.
Drawn: TypeAlias = "Image | tuple[Piece, ...]"


class Ahead:
    """A printer, and what can be done for a paper before it may be printed. For the printer's thread
    alone."""

    def __init__(self, printer: ReceiptPrinter, draw: Callable[[Paper], Drawn]) -> None:
        self._printer, self._draw = printer, draw
        self._well_until = 0.0
        self._drawn: tuple[Paper, Drawn] | None = None

    def look(self) -> PrinterStatus:
        """Ask how it is; what is printed next need not ask again."""
        status = asked(self._printer)
        self._well_until = time.monotonic() + FRESH_SECONDS if status.ok else 0.0
        return status

    def draw(self, paper: Paper) -> None:
        """Draw what is to be printed next."""
        try:
            self._drawn = paper, self._draw(paper)
        except Exception:
            log.exception("drawing_failed", number=paper.number)  # told again when it is printed

    def print(self, paper: Paper) -> Attempt:
        """Print it."""
        look, self._well_until = time.monotonic() > self._well_until, 0.0
        drawn, self._drawn = self._drawn, None
        try:
            made = drawn[1] if drawn is not None and drawn[0] == paper else self._draw(paper)
            if isinstance(made, tuple):
                return Attempt(self._printer.print_text(made, look=look), rows=rows(made))
            return Attempt(self._printer.print_image(made, look=look), rows=made.height)
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
