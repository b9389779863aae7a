"""Ticket printers that speak ESC/POS, over the network, USB, a serial line or a device file."""

from __future__ import annotations

import threading
from time import monotonic
from urllib.parse import SplitResult, parse_qs

from escpos.printer import File, Network, Serial, Usb
from PIL.Image import Image

from balai.words.said import say
from hardware.ports import PartUnavailable, PrinterFault, PrinterStatus
from hardware.printers.escpos_drivers import (
    DRIVER_ERRORS,
    Driver,
    FileDriver,
    NetworkDriver,
    SerialDriver,
    UsbDriver,
)
from hardware.printers.escpos_status import (
    ASK_OFFLINE,
    ASK_PAPER,
    ASK_PRINTER,
    ASK_WHEN_DONE,
    StatusBytes,
    done_answer,
    fault_code,
    read_status,
    real_time_answer,
)

#: Real time. A printer answers a real-time question within milliseconds, even while it prints.
ANSWER_SECONDS = 1.0
#: A ticket takes about a second to print; a printer that is well so long after has printed it.
DONE_SECONDS = 6.0
CLOSE_SECONDS = 0.3


class EscposPrinter:
    """A ReceiptPrinter on one ESC/POS device.

    It connects at the first use and again whenever the connection was lost. A ticket counts as
    printed when the printer, asked behind the ticket's data, says so; a printer that has never
    answered any question is trusted, since nothing can be known of it.
    """

    def __init__(
        self, driver: Driver, *, answer_seconds: float = ANSWER_SECONDS, done_seconds: float = DONE_SECONDS
    ) -> None:
        self._driver = driver
        self._answer_seconds = answer_seconds
        self._done_seconds = done_seconds
        self._lock = threading.Lock()
        self._open = False
        self._talks = False
        self._says_done = True
        self._done = False

    def status(self) -> PrinterStatus:
        """Ask the printer how it is; never raises."""
        with self._lock:
            return self._look()

    def print_image(self, image: Image) -> None:
        """Print a picture and cut. Raises PrinterFault; then nothing, or only a part, came out."""
        with self._lock:
            status = self._look()
            if not status.ok:
                raise PrinterFault(fault_code(status), status.detail)
            try:
                self._driver.send(image)
                self._await_done()
            except DRIVER_ERRORS as error:
                self._drop()
                raise PrinterFault(
                    "interrupted",
                    say("printer.broke", where=self._driver.where, reason=_reason(error)),
                ) from error
            if not self._driver.can_answer:
                self._drop()  # a device file is opened anew for each ticket, so that a replug is found

    def close(self) -> None:
        """Give the connection back; a ticket that is being printed may be cut short."""
        # The program ends: a printer that is stuck shall not hold it up.
        waited = self._lock.acquire(timeout=CLOSE_SECONDS)
        self._drop()
        if waited:
            self._lock.release()

    def _drop(self) -> None:
        self._driver.close()
        self._open = False

    def _look(self) -> PrinterStatus:
        # Twice, because a connection left over from before the printer was switched off fails once.
        was_open = self._open
        status = self._look_once()
        if was_open and not self._open:
            status = self._look_once()
        return status

    def _look_once(self) -> PrinterStatus:
        try:
            if not self._open:
                self._driver.open()
                self._open = True
            bits = self._ask_all()
        except DRIVER_ERRORS as error:
            self._drop()
            return self._absent(say("printer.unreachable", where=self._driver.where, reason=_reason(error)))
        if bits is not None:
            self._talks = True
            return read_status(bits, self._driver.where)
        if self._talks:
            self._drop()
            return self._absent(say("printer.no_answer", where=self._driver.where))
        return PrinterStatus(
            ok=True,
            paper="unknown",
            cover="unknown",
            offline=False,
            detail=say("printer.mute", where=self._driver.where),
        )

    def _absent(self, detail: str) -> PrinterStatus:
        return PrinterStatus(
            ok=False,
            paper="unknown",
            cover="unknown",
            offline=True,
            detail=detail,
        )

    def _ask_all(self) -> StatusBytes | None:
        answers: list[int] = []
        for question in (ASK_PRINTER, ASK_OFFLINE, ASK_PAPER):
            answer = self._ask(question)
            if answer is None:
                return None
            answers.append(answer)
        return StatusBytes(*answers)

    def _ask(self, question: bytes) -> int | None:
        deadline = monotonic() + self._answer_seconds
        reply = self._hear(question, self._answer_seconds)
        while reply and real_time_answer(reply) is None and monotonic() < deadline:
            reply = self._hear(b"", max(0.05, deadline - monotonic()))
        return real_time_answer(reply)

    def _hear(self, question: bytes, seconds: float) -> bytes:
        # "Done" may come in front of, behind or together with the answer to another question.
        reply = self._driver.ask(question, seconds)
        self._done = self._done or done_answer(reply) is not None
        return reply

    def _await_done(self) -> None:
        """Wait until the printer says that all before is printed; raises PrinterFault if it stops."""
        if not self._talks or not self._says_done:
            return
        self._done = False
        deadline = monotonic() + self._done_seconds
        self._hear(ASK_WHEN_DONE, self._answer_seconds)
        while not self._done:
            bits = self._ask_all()
            status = None if bits is None else read_status(bits, self._driver.where)
            if status is None or not status.ok:
                self._drop()
                raise self._stopped(status)
            if monotonic() > deadline:
                # Some printers do not know the question; this one has been well all the time.
                self._says_done = False
                return
            self._hear(b"", self._answer_seconds)

    def _stopped(self, status: PrinterStatus | None) -> PrinterFault:
        if status is not None:
            return PrinterFault(fault_code(status), status.detail)
        return PrinterFault("interrupted", say("printer.silent", where=self._driver.where))


def _reason(error: BaseException) -> str:
    # python-escpos wraps what the system said; the system's own words are the shortest and clearest.
    inner = error.__context__ if isinstance(error.__context__, OSError) else error
    words = getattr(inner, "strerror", None) or str(inner)
    return words.strip().splitlines()[-1] if words.strip() else type(error).__name__


def open_tcp(parts: SplitResult, *, width_dots: int) -> EscposPrinter:
    """`tcp://host[:9100]`."""
    if not parts.hostname:
        raise PartUnavailable("bad_url", say("error.printer_tcp"))
    try:
        port = parts.port or 9100
    except ValueError as error:
        raise PartUnavailable(
            "bad_url", say("error.printer_url", url=repr(parts.geturl()), error=error)
        ) from error
    return EscposPrinter(network_driver(parts.hostname, port, width_dots))


def network_driver(host: str, port: int, width_dots: int) -> NetworkDriver:
    """The way to a printer with a raw TCP port."""
    return NetworkDriver(Network(host, port), f"{host}:{port}", width_dots)


def open_usb(parts: SplitResult, *, width_dots: int) -> EscposPrinter:
    """`usb://04b8:0202[?out=0x01&in=0x82]`: vendor and product in hexadecimal, end points if unusual."""
    vendor, product = _hexadecimal(parts)
    escpos = Usb(
        vendor,
        product,
        in_ep=_number(parts, "in", 0x82),
        out_ep=_number(parts, "out", 0x01),
    )
    return EscposPrinter(UsbDriver(escpos, f"USB {vendor:04x}:{product:04x}", width_dots))


def open_serial(parts: SplitResult, *, width_dots: int) -> EscposPrinter:
    """`serial:///dev/ttyUSB0[?baud=9600]`."""
    if not parts.path:
        raise PartUnavailable("bad_url", say("error.printer_serial"))
    baud = _number(parts, "baud", 9600)
    return EscposPrinter(SerialDriver(Serial(parts.path, baudrate=baud), parts.path, width_dots))


def open_file(parts: SplitResult, *, width_dots: int) -> EscposPrinter:
    """`file:///dev/usb/lp0`: a device that can only be written to."""
    if not parts.path:
        raise PartUnavailable("bad_url", say("error.printer_file"))
    return EscposPrinter(FileDriver(File(parts.path), parts.path, width_dots))


def _hexadecimal(parts: SplitResult) -> tuple[int, int]:
    vendor, _, product = parts.netloc.partition(":")
    try:
        return int(vendor, 16), int(product, 16)
    except ValueError:
        raise PartUnavailable(
            "bad_url",
            say("error.printer_usb", url=repr(parts.geturl())),
        ) from None


def _number(parts: SplitResult, name: str, default: int) -> int:
    values = parse_qs(parts.query).get(name)
    try:
        return int(values[0], 0) if values else default
    except ValueError:
        raise PartUnavailable("bad_url", say("error.printer_number", name=name, value=repr(values))) from None
