"""A receipt printer without paper: a TCP server that takes ESC/POS as a real one does, one program at a time.

The kiosk prints to it over a real connection with the real driver; only the paper is missing. As in a real
one, what was read so far outlives the connection, and everything behind it waits while the buffer is full.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from urllib.parse import SplitResult

from balai.words.said import say
from hardware.ports import PartUnavailable
from hardware.printers.escpos_printer import EscposPrinter, Patience
from hardware.printers.escpos_text import CODECS
from hardware.printers.lines import TcpLine
from hardware.printers.profiles import Profile
from hardware.virtual.mechanism import Mechanism, PrintedTicket, Traits

#: What a printer's network chip holds beside the printer's own buffer. With 4,096 the last of what was sent
#: waits for seconds once in a few tickets on Linux 6.18, where the reader has long made room.
_CHIP_BYTES = 2048
_ROOM_SECONDS = 0.1


class VirtualPrinter:
    """A printer on a loopback port, with a roll that can be taken out and put in."""

    def __init__(self, port: int = 0, traits: Traits | None = None) -> None:
        self.mechanism = Mechanism(traits or Traits(), self.answer)
        self._connection: socket.socket | None = None
        self._port = port
        self.plug_in()

    @property
    def port(self) -> int:
        """The TCP port, the same all the time."""
        return self._port

    @property
    def count(self) -> int:
        """Tickets printed since the start."""
        return self.mechanism.count

    def printed(self) -> list[PrintedTicket]:
        """The last tickets, oldest first (at most 64)."""
        return self.mechanism.printed()

    def ticket(self, number: int) -> PrintedTicket | None:
        """The ticket of that number, or None if it was never printed or is no longer kept."""
        return next((ticket for ticket in self.printed() if ticket.number == number), None)

    @property
    def has_paper(self) -> bool:
        """Whether there is paper under the head."""
        return self.mechanism.has_paper

    def paper_out(self, after_rows: int = 0) -> None:
        """Let the roll end now, or after that many more rows of dots (in the middle of a ticket)."""
        self.mechanism.roll(after_rows)

    def paper_in(self) -> None:
        """Put in a new roll; what stands in the buffer is printed on it."""
        self.mechanism.roll(None)

    def plug_in(self) -> None:
        """Switch it on, on the port it always had."""
        # A second program waits in line until the first has gone.
        self._listener = socket.create_server(("127.0.0.1", self._port), backlog=8)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _CHIP_BYTES)
        self._port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull the plug: it forgets all, connections break, none is taken until `plug_in`."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.mechanism.switch_off()
        self.hang_up()
        self._thread.join(timeout=2)

    def hang_up(self) -> None:
        """The connection breaks; the printer knows nothing of it."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop serving; harmless to repeat."""
        self.unplug()
        self.mechanism.close()

    def _serve(self) -> None:
        listener = self._listener
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._connection = connection
            with connection, contextlib.suppress(OSError):
                self._take(connection, listener)
            self._connection = None

    def _take(self, connection: socket.socket, listener: socket.socket) -> None:
        while listener.fileno() >= 0:
            if not self.mechanism.has_room(_ROOM_SECONDS):
                continue
            data = connection.recv(1024)
            if not data:
                return
            self.mechanism.feed(data)

    @property
    def connected(self) -> bool:
        """Whether a program is connected."""
        return self._connection is not None

    def answer(self, data: bytes) -> None:
        """Send bytes to whoever is connected."""
        connection = self._connection
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.send(data)


class VirtualPrinterLink(EscposPrinter):
    """The real driver, connected to a virtual printer that it owns."""

    def __init__(self, virtual: VirtualPrinter, profile: Profile, patience: Patience | None = None) -> None:
        super().__init__(TcpLine("127.0.0.1", virtual.port), profile, patience)
        self.virtual = virtual

    def close(self) -> None:
        """Give the connection back and stop the virtual printer."""
        super().close()
        self.virtual.close()


def _traits(profile: Profile) -> Traits:
    tables = {number: CODECS[name] for name, number in profile.tables.items() if name in CODECS}
    return Traits(dots_per_mm=profile.dots_per_mm, width_dots=profile.width_dots, tables=tables)


def open_virtual(parts: SplitResult, *, profile: Profile) -> VirtualPrinterLink:
    """`virtual:` or `virtual:9100`: a printer in this process, on that or any free loopback port."""
    try:
        virtual = VirtualPrinter(int(parts.path or 0), _traits(profile))
    except (OSError, ValueError, OverflowError) as error:
        raise PartUnavailable(
            "bad_url", say("error.printer_port", url=repr(parts.geturl()), error=error)
        ) from error
    return VirtualPrinterLink(virtual, profile)
