"""The least of WebSocket and Socket.IO that a listening client needs, on raw sockets."""

from __future__ import annotations

import base64
import json
import os
import socket
from collections.abc import Iterator

GIVE_UP_SECONDS = 30.0
HUB_PATH = "/socket.io/?EIO=4&transport=websocket"
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Listener:
    """One WebSocket client. `heard` counts all frames, `marked` those with the marker since `arm`."""

    def __init__(self, host: str, port: int, path: str, cookie: str = "") -> None:
        """Connect and ask for the upgrade; `upgraded` must follow."""
        self.socket = socket.create_connection((host, port), timeout=GIVE_UP_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = 0
        self.waits = False
        self._buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"{f'Cookie: {cookie}' if cookie else 'X-Cookie: none'}\r\n\r\n".encode()
        )

    def upgraded(self) -> None:
        """Wait for the answer to the upgrade. Raises ConnectionError for another one."""
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(f"no upgrade: {head[:200]!r}")

    def enter(self, token: str) -> None:
        """Join the hall's namespace as the device with this token, or with the cookie where there is
        none; `entered` must follow."""
        self.until(b"0{")
        # A page asks for the hall's catalogue by itself.
        told: dict[str, object] = {"token": token} if token else {"catalogue": True}
        self.send("40/hall," + json.dumps({**told, "protocol": 1, "last": None, "together": True}))

    def entered(self) -> None:
        """Wait for the snapshot that the hub sends first."""
        self.until(b'42/hall,["snapshot"')

    def ready(self) -> None:
        """From here on read only what has arrived."""
        self.socket.settimeout(None)

    def until(self, start: bytes) -> None:
        """Read frames up to one that begins so. Raises ConnectionError when refused."""
        while True:
            for payload in self._frames():
                if payload.startswith(b"44/hall"):
                    raise ConnectionError(f"refused: {payload[:200]!r}")
                if payload.startswith(start):
                    return
            self._fill()

    def receive(self, marker: bytes) -> bool:
        """Read what has arrived; whether the awaited frame with the marker was in it."""
        self._fill()
        found = False
        for payload in self._frames():
            self.heard += 1
            if self.waits and marker in payload:
                self.waits, found = False, True
        return found

    def send(self, text: str) -> None:
        """Send a text, masked with zeros as is allowed and cheap."""
        data = text.encode()
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self.socket.sendall(b"\x81" + size + b"\0\0\0\0" + data)

    def _fill(self) -> None:
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed a listener's connection")
        self._buffer = self._buffer + data if self._buffer else data

    def _frames(self) -> Iterator[bytes]:
        """The whole frames in the buffer, pings answered and left out."""
        buffer, at = self._buffer, 0
        while (frame := _whole_frame(buffer, at)) is not None:
            kind, start, at = frame
            # The buffer is kept right even where the caller stops in between.
            self._buffer = buffer[at:]
            payload = buffer[start:at]
            if kind == _CLOSE:
                raise ConnectionError("the server closed a listener")
            if kind == _PING:
                self.socket.sendall(b"\x8a\x80\0\0\0\0")
            elif kind == _TEXT and payload == b"2":
                self.send("3")
                self.heard += 1
            elif kind == _TEXT:
                yield payload


def _whole_frame(buffer: bytes, at: int) -> tuple[int, int, int] | None:
    """Opcode, start and end of the payload of the frame at `at`, or None while it is incomplete."""
    if len(buffer) < at + 2:
        return None
    length, start = buffer[at + 1] & 0x7F, at + 2
    if length >= 126:
        width = 2 if length == 126 else 8
        start += width
        if len(buffer) < start:
            return None
        length = int.from_bytes(buffer[at + 2 : start], "big")
    end = start + length
    return (buffer[at] & 0x0F, start, end) if len(buffer) >= end else None
