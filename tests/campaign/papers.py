"""Papers as they lie in the tray of a kiosk's printer, each read from its dots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from PIL import Image

from demo.driving.tickets import read_number
from hardware.virtual.printer import VirtualPrinter
from kiosk.paper.sample import SAMPLE
from kiosk.paper.sheet import layout_for
from kiosk.paper.ticket_layout import draw_ticket


@dataclass
class Paper:
    """A paper with a number: of which kiosk, whether it says that it is a `copy`; when its button was pressed
    (seconds of whoever presses), where that is known, and when it was out."""

    number: str
    kiosk: str
    copy: bool = False
    pressed: float | None = None
    out: float = 0.0


class Tray:
    """What a printer cut off so far; of that so much `without_number`: slips, and papers that broke off."""

    def __init__(self, kiosk: str, printer: VirtualPrinter) -> None:
        self._kiosk, self._printer, self._seen = kiosk, printer, 0
        self.papers: list[Paper] = []
        self.without_number = 0

    def take(self, now: float) -> list[Paper]:
        """What came out since the last time."""
        found = []
        for ticket in self._printer.printed():
            if ticket.number > self._seen:
                self._seen = ticket.number
                try:
                    number = read_number(ticket.picture)
                except AssertionError:
                    self.without_number += 1
                else:
                    found.append(Paper(number, self._kiosk, is_copy(ticket.picture), None, now))
        self.papers += found
        return found


def is_copy(picture: Image.Image) -> bool:
    """Whether a ticket says that it is a copy, dot for dot."""
    return _mark_of_a_copy(picture.width) in picture.tobytes()


@cache
def _mark_of_a_copy(width: int) -> bytes:
    """The rows that only a copy has."""
    usual, copy = (draw_ticket(replace(SAMPLE, ahead=None, copy=is_copy), width) for is_copy in (False, True))
    row, rows = -(-width // 8), layout_for(width).value.size
    first = next(
        at for at in range(usual.height) if usual.tobytes()[: at * row] != copy.tobytes()[: at * row]
    )
    return copy.tobytes()[(first - 1) * row : (first + rows - 1) * row]
