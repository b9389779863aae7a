"""How bytes reach a printer and come back: TCP, a serial line, a device file. None ever waits by itself.

USB has a module of its own, since its library is loaded only where it is asked for.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import stat
import struct
import termios
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

CONNECT_SECONDS = 2.0
#: So little is handed over at once that what is not printed yet is seen not to be.
_SEND_BUFFER = 4096
_READ = 4096


class LineBusy(OSError):
    """Another program holds the device."""


class NoDevice(OSError):
    """What is there is no device: a plain file, a folder."""


class Line(Protocol):
    """A way to one printer. Every method raises an OSError where the device is not there any more."""

    #: How people know it.
    where: str

    def open(self) -> None:
        """Connect, or connect anew. Raises LineBusy and NoDevice, too."""

    def close(self) -> None:
        """Let go of the device; never raises."""

    def write(self, data: bytes) -> int:
        """Hand over what the device takes now; how many bytes that were, 0 where it takes none."""

    def read(self) -> bytes:
        """What has come in; b"" where nothing has."""

    def unsent(self) -> int:
        """Bytes that were handed over and have not reached the device yet, as far as that is known."""

    def wait(self, seconds: float, *, writing: bool) -> None:
        """Wait until something comes in, or (`writing`) is taken again, so many real seconds at most."""


class _Described:
    """A line that the system knows by a file descriptor."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._fd: int | None = None

    @property
    def fd(self) -> int:
        if self._fd is None:
            raise OSError(errno.ENOTCONN, os.strerror(errno.ENOTCONN))
        return self._fd

    def close(self) -> None:
        descriptor, self._fd = self._fd, None
        if descriptor is not None:
            _quietly(lambda: os.close(descriptor))

    def write(self, data: bytes) -> int:
        try:
            return os.write(self.fd, data)
        except BlockingIOError:
            return 0

    def read(self) -> bytes:
        try:
            return os.read(self.fd, _READ)
        except BlockingIOError:
            return b""

    def unsent(self) -> int:
        try:
            return int(struct.unpack("i", fcntl.ioctl(self.fd, termios.TIOCOUTQ, b"\0\0\0\0"))[0])
        except OSError as error:
            if error.errno in {errno.ENOTTY, errno.EINVAL}:
                return 0  # a device that does not say
            raise

    def wait(self, seconds: float, *, writing: bool) -> None:
        poll = select.poll()
        poll.register(self.fd, select.POLLIN | (select.POLLOUT if writing else 0))
        poll.poll(seconds * 1000)


class TcpLine(_Described):
    """A printer with a raw TCP port (9100)."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port}")
        self._address = (host, port)
        self._socket: socket.socket | None = None

    def open(self) -> None:
        """Connect, or connect anew."""
        self.close()
        connection = socket.create_connection(self._address, timeout=CONNECT_SECONDS)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        connection.setblocking(False)
        self._socket, self._fd = connection, connection.fileno()
        self._acknowledge()

    def _acknowledge(self) -> None:
        """Acknowledge what comes at once, as long as nothing changes that: a printer sends the second of two
        short answers only then, and the kernel would let it wait 40 ms for each."""
        if self._socket is not None and hasattr(socket, "TCP_QUICKACK"):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def close(self) -> None:
        """Let go of the connection; what the printer has not taken is thrown away, the rest stays its own."""
        connection = self._socket
        if connection is not None:
            _quietly(self._throw_away)
            _quietly(connection.close)
        self._socket = self._fd = None

    def _throw_away(self) -> None:
        if self._socket is not None and self.unsent():
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def read(self) -> bytes:
        """What has come in. Raises ConnectionResetError where the printer closed the connection."""
        try:
            data = os.read(self.fd, _READ)
        except BlockingIOError:
            return b""
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "the printer closed the connection")
        self._acknowledge()
        return data


class SerialLine(_Described):
    """A printer on a serial line; `options` are pyserial's."""

    def __init__(self, path: str, baud: int, **options: Any) -> None:
        super().__init__(path)
        self._path, self._baud, self._options = path, baud, options
        self._port: Any = None

    def open(self) -> None:
        """Take the line for this program alone."""
        from serial import Serial, SerialException  # only who has such a line loads its library

        self.close()
        try:
            self._port = Serial(
                self._path, self._baud, timeout=0, write_timeout=0, exclusive=True, **self._options
            )
        except SerialException as fault:
            if "lock" in str(fault) or fault.errno in {errno.EBUSY, errno.EAGAIN}:
                raise LineBusy(errno.EBUSY, os.strerror(errno.EBUSY)) from fault
            raise
        self._fd = self._port.fd

    def close(self) -> None:
        """Give the line back; what was not sent is thrown away, which else would hold up closing it."""
        port, self._port, self._fd = self._port, None, None
        if port is not None:
            _quietly(port.reset_output_buffer)
            _quietly(port.close)


class FileLine(_Described):
    """A device file of the kernel's own printer driver, or a pipe."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._path = Path(path)

    def open(self) -> None:
        """Open the device, never a plain file, which would take every ticket and print none."""
        self.close()
        mode = self._path.stat().st_mode
        if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
            raise NoDevice(errno.ENODEV, os.strerror(errno.ENODEV))
        way = os.O_WRONLY if stat.S_ISFIFO(mode) else os.O_RDWR
        try:
            self._fd = os.open(self._path, way | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as fault:
            if fault.errno == errno.EBUSY:
                raise LineBusy(errno.EBUSY, os.strerror(errno.EBUSY)) from fault
            raise
        self._reads = way == os.O_RDWR

    def read(self) -> bytes:
        """What the device says, where it says anything."""
        return super().read() if self._reads else b""


def _quietly(work: Callable[[], object]) -> None:
    try:
        work()
    except (OSError, ValueError, termios.error):
        return
