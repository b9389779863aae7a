"""What a kiosk's virtual hardware answers: its panel, its printer and the tickets it printed."""

from __future__ import annotations

import io
import re

from PIL import Image

from hardware.virtual.mechanism import PrintedTicket
from hardware.virtual.panel import VirtualPanel
from hardware.virtual.printer import VirtualPrinter
from hardware.virtual.window import NotThere, Reply, VirtualHardware, json_reply

#: A short tap of a finger. What a program does meanwhile it does as with a finger: nobody talks to it.
TAP_SECONDS = 0.02


def show_panel(server: VirtualHardware, panel: VirtualPanel) -> None:
    """`POST /press/<pin>`, which answers `at`, the moment of the press (monotonic seconds of the machine);
    and the lamps in `/state`: {"<pin>": "on"|"off"|"blink"}."""

    def press(match: re.Match[str]) -> Reply:
        pin = int(match[1])
        try:
            at = panel.press(pin, TAP_SECONDS)
        except KeyError:
            raise NotThere(f"no button on pin {pin}") from None
        return json_reply({"pressed": pin, "at": at})

    server.post(r"/press/(\d{1,4})", press)
    server.show("lamps", lambda: {str(pin): lamp.mode for pin, lamp in panel.lamps.items()})
    server.show("buttons", lambda: sorted(panel.buttons))


def show_printer(server: VirtualHardware, printer: VirtualPrinter) -> None:
    """`GET /ticket.png`, `/ticket.bin`, `/tickets/<n>.png`; `POST /paper/out` and `/paper/in`.

    `POST /paper/out/<rows>` lets the roll end after so many more rows of dots.
    """
    server.get(r"/ticket\.png", lambda _match: png_reply(_last(printer).picture))
    server.get(r"/ticket\.bin", lambda _match: Reply(_last(printer).data, "application/octet-stream"))
    server.get(r"/tickets/(\d{1,9})\.png", lambda match: png_reply(_numbered(printer, int(match[1])).picture))

    def out(match: re.Match[str]) -> Reply:
        printer.paper_out(int(match[1] or 0))
        return json_reply({"paper": "out"})

    def back(_match: re.Match[str]) -> Reply:
        printer.paper_in()
        return json_reply({"paper": "in"})

    server.post(r"/paper/out(?:/(\d{1,6}))?", out)
    server.post(r"/paper/in", back)
    server.show("printer", lambda: _printer_state(printer))


def png_reply(picture: Image.Image) -> Reply:
    """A picture as PNG."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return Reply(buffer.getvalue(), "image/png")


def _printer_state(printer: VirtualPrinter) -> dict[str, object]:
    paper = "in" if printer.has_paper else "out"
    return {"port": printer.port, "paper": paper, "printed": printer.count}


def _last(printer: VirtualPrinter) -> PrintedTicket:
    return _numbered(printer, printer.count)


def _numbered(printer: VirtualPrinter, number: int) -> PrintedTicket:
    ticket = printer.ticket(number)
    if ticket is None:
        raise NotThere(f"no ticket {number} to show; {printer.count} printed, the last 64 are kept")
    return ticket
