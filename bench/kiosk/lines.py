"""Lines between a kiosk and its hub or printer that can be cut, hang or drip, and say when a thing passed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from enum import Enum

HOST = "127.0.0.1"
#: A line that drips lets a byte through in so many seconds.
DRIP_SECONDS = 0.2
_CHUNK, _LOOK_SECONDS = 65536, 0.05


class Mode(Enum):
    """What becomes of what is sent."""

    THROUGH = "through"
    #: Connections break, and none is taken.
    DOWN = "down"
    #: Connections are taken, and nothing comes back.
    HANGS = "hangs"
    #: What comes back comes byte by byte.
    DRIPS = "drips"


class Line:
    """A port that leads to another. `mode` may be changed at any time."""

    def __init__(self, port: int, mark: bytes = b"") -> None:
        """`mark` is what `passed` waits for on the way there."""
        self._to, self._mark = port, mark
        self._mode = Mode.THROUGH
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._seen: list[float] = []
        self._passed = threading.Event()
        self._ended = threading.Event()
        self._listening = socket.create_server((HOST, 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def mode(self) -> Mode:
        """What it does now."""
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        if mode is Mode.DOWN:
            self.cut()

    def cut(self) -> None:
        """Break all connections."""
        with self._lock:
            broken, self._open = self._open, set()
        for end in broken:
            _end(end)

    def watch(self) -> None:
        """From now on look for the mark."""
        self._passed.clear()
        self._seen = []

    def passed(self, seconds: float) -> float:
        """When (monotonic seconds) the mark first passed since `watch`. Raises TimeoutError."""
        if not self._passed.wait(seconds):
            raise TimeoutError("nothing was sent")
        return self._seen[0]

    @property
    def marks(self) -> list[float]:
        """When (monotonic seconds) each mark passed since `watch`."""
        return list(self._seen)

    def close(self) -> None:
        """End it."""
        self._ended.set()
        _end(self._listening)
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                came, _ = self._listening.accept()
            except OSError:
                return
            if self._mode is Mode.DOWN:
                came.close()
                continue
            threading.Thread(target=self._serve, args=(came,), daemon=True).start()

    def _serve(self, came: socket.socket) -> None:
        try:
            there = socket.create_connection((HOST, self._to))
        except OSError:
            came.close()
            return
        for end in (came, there):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        with self._lock:
            self._open |= {came, there}
        back = threading.Thread(target=self._pump, args=(there, came, False), daemon=True)
        back.start()
        self._pump(came, there, True)
        back.join()
        with self._lock:
            self._open -= {came, there}

    def _pump(self, source: socket.socket, sink: socket.socket, there: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                # The line adds no waiting of its own.
                source.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                if there and self._mark and (found := data.count(self._mark)):
                    self._seen += [time.monotonic()] * found
                    self._passed.set()
                self._send(sink, data, there=there)
        _end(source)
        _end(sink)

    def _send(self, sink: socket.socket, data: bytes, *, there: bool) -> None:
        while self._is(Mode.HANGS):
            # A cut ends it: the socket is closed then.
            sink.getpeername()
            self._ended.wait(_LOOK_SECONDS)
        while data and not there and self._is(Mode.DRIPS):
            sink.sendall(data[:1])
            data = data[1:]
            self._ended.wait(DRIP_SECONDS)
        sink.sendall(data)

    def _is(self, mode: Mode) -> bool:
        return self._mode is mode


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
