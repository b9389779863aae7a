"""How bytes reach a printer and how it answers: python-escpos' drivers under one small face."""

from __future__ import annotations

import socket
from typing import Any

from escpos.escpos import Escpos
from escpos.exceptions import Error as EscposError
from PIL.Image import Image

#: Everything that python-escpos, pyusb (USBError is an OSError, a missing libusb a ValueError),
#: pyserial (SerialException is an OSError) and sockets raise when a printer is not there.
DRIVER_ERRORS = (EscposError, OSError, AssertionError, ValueError, RuntimeError, NotImplementedError)

#: A slow printer takes a ticket's bytes in bits; this only ends a wait for one that takes none at all.
_SEND_SECONDS = 8.0
_CONNECT_SECONDS = 2.0


class Driver:
    """One way to a printer; a subclass knows how its python-escpos device waits and reads.

    Its methods raise DRIVER_ERRORS.
    """

    can_answer = True

    def __init__(self, escpos: Escpos, where: str, width_dots: int) -> None:
        self.where = where
        self._escpos: Any = escpos
        # Without a width of paper the library writes a warning to stdout with every picture.
        media = {"dpi": 203, "width": {"pixels": width_dots, "mm": round(width_dots / 8)}}
        self._escpos.profile.profile_data = {**self._escpos.profile.profile_data, "media": media}

    def open(self) -> None:
        """Connect, or connect anew."""
        self._escpos.open()

    def close(self) -> None:
        """Let go of the device; never raises."""
        try:
            self._escpos.close()
        except DRIVER_ERRORS:
            # A device that is gone cannot be closed in order; what matters is that it is opened anew.
            self._escpos.device = False

    def send(self, image: Image) -> None:
        """Send one picture as raster bands, feed and cut."""
        self._patience(_SEND_SECONDS)
        self._escpos.hw("INIT")
        self._escpos.image(image, impl="bitImageRaster")
        self._escpos.cut()

    def ask(self, command: bytes, seconds: float) -> bytes:
        """Send a status command (or nothing) and give what comes back within that time, else b""."""
        self._patience(seconds)
        return bytes(self._escpos.query_status(command))

    def _patience(self, seconds: float) -> None:
        """Set how long a read or write may wait."""
        raise NotImplementedError


class NetworkDriver(Driver):
    """A printer with a raw TCP port (9100)."""

    def open(self) -> None:
        """Connect, or connect anew."""
        # Not by the library's own open: it leaves the socket of a failed attempt to the collector.
        address = (self._escpos.host, self._escpos.port)
        connection = socket.create_connection(address, timeout=_CONNECT_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._escpos.device = connection

    def ask(self, command: bytes, seconds: float) -> bytes:
        """As Driver.ask; a connection that the printer has closed raises ConnectionError."""
        try:
            reply = super().ask(command, seconds)
        except TimeoutError:
            return b""
        if not reply:
            raise ConnectionResetError("the printer closed the connection")
        return reply

    def _patience(self, seconds: float) -> None:
        self._escpos.device.settimeout(seconds)


class SerialDriver(Driver):
    """A printer on a serial line."""

    def ask(self, command: bytes, seconds: float) -> bytes:
        """As Driver.ask; the library's own read waits for sixteen bytes, and printers send one."""
        self._patience(seconds)
        line = self._escpos.device
        line.write(command)
        return bytes(line.read(1) + line.read(line.in_waiting))

    def _patience(self, seconds: float) -> None:
        self._escpos.device.timeout = seconds
        self._escpos.device.write_timeout = max(seconds, _SEND_SECONDS)


class UsbDriver(Driver):
    """A printer on USB, driven without the kernel's printer driver."""

    def ask(self, command: bytes, seconds: float) -> bytes:
        """As Driver.ask."""
        try:
            return super().ask(command, seconds)
        except OSError as error:
            # pyusb's USBTimeoutError carries ETIMEDOUT (110; 60 and 10060 on other systems).
            if getattr(error, "errno", None) in {60, 110, 10060}:
                return b""
            raise

    def _patience(self, seconds: float) -> None:
        self._escpos.timeout = round(seconds * 1000)


class FileDriver(Driver):
    """A device file that can only be written to, so that its printer's state stays unknown."""

    can_answer = False

    def ask(self, command: bytes, seconds: float) -> bytes:
        """Always b""."""
        return b""

    def _patience(self, seconds: float) -> None:
        """A file knows no time limit."""
