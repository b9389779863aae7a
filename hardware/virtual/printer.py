"""A receipt printer without paper: a TCP server that reads ESC/POS as a real one does.

The kiosk prints to it over a real connection with the real driver; only the paper is missing.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import deque
from dataclasses import dataclass
from urllib.parse import SplitResult

from PIL import Image

from balai.words.said import say
from hardware.ports import PartUnavailable
from hardware.printers.escpos_decoder import Command, EscposDecoder, stack
from hardware.printers.escpos_printer import EscposPrinter, network_driver

KEPT_TICKETS = 64

_WELL = 0x12
_ALL_DONE = b"\x00"
#: The bits of "offline", "stopped because paper ended" and "no paper at both sensors", by question.
_NO_PAPER = {1: 0x08, 2: 0x20, 4: 0x6C}


@dataclass(frozen=True)
class PrintedTicket:
    """One cut piece of paper: its number since the start (from 1), its picture and its bytes.

    The picture leaves out the blank feed between the head and the knife.
    """

    number: int
    picture: Image.Image
    data: bytes


class VirtualPrinter:
    """A printer on a loopback port, with a roll that can be taken out and put in."""

    def __init__(self, port: int = 0) -> None:
        self._lock = threading.RLock()
        self._tickets: deque[PrintedTicket] = deque(maxlen=KEPT_TICKETS)
        self._count = 0
        self._rows_left: int | None = None
        self._jobs: set[_Job] = set()
        self._port = port
        self.plug_in()

    @property
    def port(self) -> int:
        """The TCP port, the same all the time."""
        return self._port

    @property
    def count(self) -> int:
        """Tickets printed since the start."""
        return self._count

    def printed(self) -> list[PrintedTicket]:
        """The last tickets, oldest first (at most 64)."""
        with self._lock:
            return list(self._tickets)

    def ticket(self, number: int) -> PrintedTicket | None:
        """The ticket of that number, or None if it was never printed or is no longer kept."""
        return next((ticket for ticket in self.printed() if ticket.number == number), None)

    @property
    def has_paper(self) -> bool:
        """Whether there is paper under the head."""
        return self._rows_left != 0

    def paper_out(self, after_rows: int = 0) -> None:
        """Let the roll end now, or after that many more rows of dots (in the middle of a ticket)."""
        with self._lock:
            self._rows_left = after_rows

    def paper_in(self) -> None:
        """Put in a new roll; what stands in the buffer is printed on it."""
        with self._lock:
            was_out = not self.has_paper
            self._rows_left = None
            for job in list(self._jobs) if was_out else []:
                job.new_roll()

    def plug_in(self) -> None:
        """Switch it on, on the port it always had."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="virtual-printer", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Pull the plug: connections break and none is taken until `plug_in`; harmless to repeat."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for job in self._jobs:
                job.hang_up()
        self._thread.join(timeout=2)

    def close(self) -> None:
        """Stop serving; harmless to repeat."""
        self.unplug()

    def _accept(self) -> None:
        listener = self._listener
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            job = _Job(self, connection)
            with self._lock:
                self._jobs.add(job)
            threading.Thread(target=self._serve, args=(job,), name="printer-line", daemon=True).start()

    def _serve(self, job: _Job) -> None:
        with job.connection, contextlib.suppress(OSError):
            while data := job.connection.recv(65536):
                with self._lock:
                    job.take(data)
        with self._lock:
            self._jobs.discard(job)

    def spend(self, rows: int) -> int:
        """Move the paper on under the lock: how many of `rows` still fit on the roll."""
        if self._rows_left is None:
            return rows
        fitting = min(rows, self._rows_left)
        self._rows_left -= fitting
        return fitting

    def keep(self, bands: list[Image.Image], data: bytes) -> None:
        """Cut under the lock: keep what was printed as a ticket."""
        self._count += 1
        self._tickets.append(PrintedTicket(self._count, stack(bands), data))

    def answer(self, question: int) -> bytes:
        """The byte that answers `DLE EOT question`."""
        return bytes([_WELL if self.has_paper else _WELL | _NO_PAPER.get(question, 0)])


class _Job:
    """What came over one connection: a buffer that waits while there is no paper."""

    def __init__(self, printer: VirtualPrinter, connection: socket.socket) -> None:
        self.connection = connection
        self._printer = printer
        self._decoder = EscposDecoder()
        self._backlog: deque[Command] = deque()
        self._bands: list[Image.Image] = []
        self._data = bytearray()

    def hang_up(self) -> None:
        """Break the connection; its thread ends by itself."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def take(self, data: bytes) -> None:
        """Bytes came in: answer real-time questions now, do the rest in order."""
        for command in self._decoder.feed(data):
            if command.kind == "real_time":
                self.connection.sendall(self._printer.answer(command.argument))
            else:
                self._backlog.append(command)
        self._work()

    def new_roll(self) -> None:
        """Go on after the paper ended; what was printed on the old roll was torn off with it."""
        self._bands.clear()
        with contextlib.suppress(OSError):
            self._work()

    def _work(self) -> None:
        while self._backlog and self._printer.has_paper:
            self._do(self._backlog.popleft())

    def _do(self, command: Command) -> None:
        self._data += command.data
        if command.kind == "raster" and command.band is not None:
            self._print(command.band)
        elif command.kind == "when_done":
            self.connection.sendall(_ALL_DONE)
        elif command.kind == "cut" and self._bands:
            self._printer.keep(self._bands, bytes(self._data))
            self._bands, self._data = [], bytearray()

    def _print(self, band: Image.Image) -> None:
        fitting = self._printer.spend(band.height)
        if fitting:
            self._bands.append(band.crop((0, 0, band.width, fitting)))
        if fitting < band.height:
            rest = band.crop((0, fitting, band.width, band.height))
            self._backlog.appendleft(Command("raster", b"", rest.height, rest))


class VirtualPrinterLink(EscposPrinter):
    """The real driver, connected to a virtual printer that it owns."""

    def __init__(self, virtual: VirtualPrinter, width_dots: int) -> None:
        super().__init__(network_driver("127.0.0.1", virtual.port, width_dots))
        self.virtual = virtual

    def close(self) -> None:
        """Give the connection back and stop the virtual printer."""
        super().close()
        self.virtual.close()


def open_virtual(parts: SplitResult, *, width_dots: int) -> VirtualPrinterLink:
    """`virtual:` or `virtual:9100`: a printer in this process, on that or any free loopback port."""
    try:
        virtual = VirtualPrinter(int(parts.path or 0))
    except (OSError, ValueError, OverflowError) as error:
        raise PartUnavailable(
            "bad_url", say("error.printer_port", url=repr(parts.geturl()), error=error)
        ) from error
    return VirtualPrinterLink(virtual, width_dots)
