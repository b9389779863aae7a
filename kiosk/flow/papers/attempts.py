"""What the printer is asked in its own thread: never an exception, whatever a library below it raises."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from PIL.Image import Image

from hardware.ports import Certainty, Piece, PrinterFault, PrinterStatus, ReceiptPrinter, Strip
from hardware.printers.absence import absent
from hardware.printers.escpos_text import rows, rows_of
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


#: What a paper is for the printer: strips of a picture, each drawn when it is needed, or a slip of letters.
Drawn: TypeAlias = "Iterator[Strip] | tuple[Piece, ...]"


class Ahead:
    """A printer, and whether it was asked how it is before a paper may be printed. For the printer's thread
    alone."""

    def __init__(self, printer: ReceiptPrinter, draw: Callable[[Paper], Drawn]) -> None:
        self._printer, self._draw = printer, draw
        self._well_until = 0.0

    def look(self) -> PrinterStatus:
        """Ask how it is; what is printed next need not ask again."""
        status = asked(self._printer)
        self._well_until = time.monotonic() + FRESH_SECONDS if status.ok else 0.0
        return status

    def begin(self, head: Image) -> None:
        """Print what stands on top of a ticket whose number is not known yet, where the printer is surely
        well."""
        if time.monotonic() <= self._well_until:
            self._printer.begin(head)

    def leave(self) -> None:
        """There is no number: what was begun is cut off, where no slip goes on with it."""
        self._printer.leave()

    def print(self, paper: Paper) -> Attempt:
        """Print it."""
        look, self._well_until = time.monotonic() > self._well_until, 0.0
        try:
            made = self._draw(paper)
            if isinstance(made, tuple):
                return Attempt(self._printer.print_text(made, look=look), rows=rows(made))
            strips = _Counted(made, paper)
            return Attempt(self._printer.print_strips(strips, look=look), rows=strips.rows)
        except PrinterFault as fault:
            return Attempt(fault=fault)
        except Exception as error:
            log.exception("printing_failed", number=paper.number)
            # Nobody knows how far it came.
            return Attempt(fault=PrinterFault("failed", type(error).__name__, began=True))


class _Counted:
    """Strips on their way to the printer, and how many rows they had."""

    def __init__(self, strips: Iterator[Strip], paper: Paper) -> None:
        self._strips, self._paper, self.rows = strips, paper, 0

    def __iter__(self) -> Iterator[Strip]:
        return self

    def __next__(self) -> Strip:
        try:
            strip = next(self._strips)
        except StopIteration:
            raise
        except Exception:
            # The printer's driver takes it for a transfer that broke off, as it is one.
            log.exception("drawing_failed", number=self._paper.number)
            raise
        self.rows += rows_of(strip)
        return strip


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
