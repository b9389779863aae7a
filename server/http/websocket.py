"""The WebSocket of one client (RFC 6455), on wsproto's reader of frames.

What a client sends is refused by the head of its frame, before anything of it is kept. What it is sent is
written by whoever has it, and never torn: an answer to a ping waits until a frame that was begun is whole.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from time import monotonic

from wsproto.frame_protocol import CloseReason, Frame, FrameDecoder, MessageDecoder, Opcode, ParseFailed

from server.live.direct import Remainder, text_frame
from server.live.packets import LARGEST_MESSAGE
from server.rates import Bucket

#: Frames a second that a client may send, and at once; ours answer a ping every five seconds.
_FRAMES, _FRAMES_AT_ONCE = 30, 300
_PIECE = 4096
#: What a client may give as the reason of its goodbye: those of RFC 6455, 7.4, and the registered ones.
_GIVEN = (*range(1000, 1004), *range(1007, 1015))
_FREE = range(3000, 5000)


class Frames(FrameDecoder):
    """Reads frames, and refuses by its head one that makes a message too large, is no text, or comes too soon
    after too many others."""

    def __init__(self) -> None:
        super().__init__(client=False)
        self._coming = Bucket(_FRAMES, _FRAMES_AT_ONCE)
        self._size = 0

    def parse_header(self) -> bool:
        """Whether a whole head has come. Raises ParseFailed, which says how to close."""
        if not super().parse_header():
            return False
        head = self.header
        if self._coming.take(monotonic()):
            raise ParseFailed("too many frames", CloseReason.POLICY_VIOLATION)
        if head is None or head.opcode is Opcode.BINARY:
            raise ParseFailed("no text", CloseReason.UNSUPPORTED_DATA)
        if not head.opcode.iscontrol():
            self._size = head.payload_len + (self._size if head.opcode is Opcode.CONTINUATION else 0)
            if self._size > LARGEST_MESSAGE:
                raise ParseFailed("too long a message", CloseReason.MESSAGE_TOO_BIG)
        return True


class WebSocket:
    """One open socket, as Engine.IO asks for it: `wait`, `send`, `close`, and `socket` for its time-out.

    One greenlet waits, another sends; anybody may `offer`, `close` and `cut`, which wait for nothing.
    """

    __slots__ = ("_begun", "_first", "_frames", "_messages", "_next", "_read", "_text", "closed", "socket")

    def __init__(self, sock: socket.socket, read: Callable[[int], bytes]) -> None:
        """`read` gives some bytes as they come, those first that came with the handshake."""
        self.socket = sock
        #: Whether it is over, or a goodbye was said.
        self.closed = False
        self._read = read
        self._frames, self._messages = Frames(), MessageDecoder()
        self._text = ""
        # Whether part of a frame is on its way, the rest of a control frame, and one that has to wait.
        self._begun, self._first, self._next = False, b"", b""

    def wait(self) -> str | None:
        """The next message; None where it is over."""
        try:
            while not self.closed:
                frame = self._frames.process_buffer()
                if frame is None:
                    self._fill()
                elif (text := self._taken(frame)) is not None:
                    return text
        except ParseFailed as fault:
            self.close(fault.code)
        except OSError:
            self.closed = True
        return None

    def send(self, message: str | Remainder) -> None:
        """Send a message, or what was left of a frame that `offer` began. Raises OSError where that cannot
        be done, which ends it."""
        if self.closed:
            raise ConnectionResetError
        self._begun = True
        frame = message if isinstance(message, Remainder) else text_frame(message)
        first, self._first = self._first, b""
        try:
            self.socket.sendall(first + frame)
            while self._next:
                control, self._next = self._next, b""
                self.socket.sendall(control)
        except OSError:
            self.cut()
            raise
        self._begun = False

    def offer(self, frame: bytes) -> int:
        """Write as much of a whole frame as the connection takes now, and say how much; 0 where it takes
        nothing or something else is being sent. Never waits. The rest is the next that is to be sent."""
        if self._begun or self._first or self.closed:
            return 0
        taken = self._written(frame)
        self._begun = 0 < taken < len(frame)
        return taken

    def close(self, code: int = CloseReason.NORMAL_CLOSURE) -> None:
        """Say goodbye, where that can be said at once; nothing is taken any more. Harmless to repeat."""
        if not self.closed:
            self.closed = True
            self._control(Opcode.CLOSE, code.to_bytes(2))

    def cut(self) -> None:
        """End the connection at once, whatever it waits for; harmless where it is gone."""
        self.closed = True
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def _fill(self) -> None:
        data = self._read(_PIECE)
        if data:
            self._frames.receive_bytes(data)
        else:
            self.closed = True

    def _taken(self, frame: Frame) -> str | None:
        """The message that ends with this frame, or a part of one."""
        if frame.opcode is Opcode.PING:
            self._control(Opcode.PONG, _bytes(frame))
        elif frame.opcode is Opcode.CLOSE:
            self.close(_reason(_bytes(frame)))
        elif frame.opcode is not Opcode.PONG:
            part = self._messages.process_frame(frame)
            self._text += str(part.payload)
            if part.message_finished:
                text, self._text = self._text, ""
                return text
        return None

    def _control(self, opcode: Opcode, payload: bytes) -> None:
        """Send a control frame without waiting. Where another frame is under way it goes after it, and takes
        the place of one that waits: only the last ping need be answered (RFC 6455, 5.5.3)."""
        frame = bytes((0x80 | opcode, len(payload))) + payload
        if self._begun or self._first:
            self._next = frame
        else:
            self._first = frame[self._written(frame) :]

    def _written(self, data: bytes) -> int:
        try:
            return os.write(self.socket.fileno(), data)
        except OSError:
            return 0


def _bytes(frame: Frame) -> bytes:
    assert isinstance(frame.payload, bytes)
    return frame.payload


def _reason(payload: bytes) -> int:
    """With what a goodbye is answered: its own code. Raises ParseFailed where it may not be given."""
    if not payload:
        return CloseReason.NORMAL_CLOSURE
    code = int.from_bytes(payload[:2])
    if len(payload) < 2 or (code not in _GIVEN and code not in _FREE):
        raise ParseFailed("no reason that may be given")
    try:
        payload[2:].decode()
    except UnicodeDecodeError as fault:
        raise ParseFailed("a reason that is no text", CloseReason.INVALID_FRAME_PAYLOAD_DATA) from fault
    return code
