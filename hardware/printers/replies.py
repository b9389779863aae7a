"""What a printer sends back, told apart: an answer belongs to the question that it answers.

Source: Epson's ESC/POS command reference. `DLE EOT n` is answered by one byte, `GS r` by one, `GS ( H` by the
id that it was given, and a printer may tell of itself unasked (`GS a`, four bytes). Bits 0, 1, 4 and 7 of the
first byte say which it is. Answers of one kind come in the order of their questions.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

ReplyKind = Literal["real_time", "done", "marked", "unasked"]

_FLOW = frozenset(b"\x11\x13")
_MARKED = b"\x37\x22"
_MARKED_LENGTH, _UNASKED_LENGTH = 7, 4


@dataclass(frozen=True)
class Reply:
    """One message of a printer."""

    kind: ReplyKind
    data: bytes


class ReplyReader:
    """Cuts what comes from a printer into messages; a message that is not complete waits for its rest."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Reply]:
        """The messages that `data` completes, in order."""
        self._pending += data
        found: list[Reply] = []
        while self._pending:
            length, kind = _next(self._pending)
            if length == 0:
                break
            if kind is not None:
                found.append(Reply(kind, self._pending[:length]))
            self._pending = self._pending[length:]
        return found


def _next(data: bytes) -> tuple[int, ReplyKind | None]:
    """How many bytes the first message has (0: not all of them are there) and what it is."""
    first = data[0]
    if data[:2] == _MARKED[: len(data)]:
        return (_MARKED_LENGTH, "marked") if len(data) >= _MARKED_LENGTH else (0, None)
    if first in _FLOW:
        return 1, None
    if first & 0x93 == 0x12:
        return 1, "real_time"
    if first & 0x93 == 0x10:
        return _unasked(data)
    return 1, "done" if first & 0x90 == 0x00 else None


def _unasked(data: bytes) -> tuple[int, ReplyKind | None]:
    rest = data[1:_UNASKED_LENGTH]
    if any(byte & 0x90 for byte in rest):
        return 1, None  # its rest never came
    return (_UNASKED_LENGTH, "unasked") if len(data) >= _UNASKED_LENGTH else (0, None)


@dataclass
class Questions:
    """The questions that a connection still owes an answer, in order. An answer that comes late is that of
    the question that it was given to, whoever waits for another one by now."""

    _open: deque[int] = field(default_factory=deque)
    _round: dict[int, int] = field(default_factory=dict)
    _done_asked: int = 0
    _done_answered: int = 0
    _marks: set[bytes] = field(default_factory=set)
    #: What the printer said of itself unasked, the latest.
    unasked: bytes = b""

    def begin(self, numbers: tuple[int, ...]) -> None:
        """These real-time questions are being asked; answers of rounds before are of no use any more."""
        self._open = deque(-abs(number) for number in self._open)
        self._open.extend(numbers)
        self._round = {}

    def answers(self) -> dict[int, int]:
        """The answers of the latest round so far, by question."""
        return self._round

    def ask_done(self) -> int:
        """`GS r` is being asked: the number by which `is_done` knows its answer."""
        self._done_asked += 1
        return self._done_asked

    def is_done(self, number: int, mark: bytes) -> bool:
        """Whether that question was answered, or the printer has sent back the mark of four bytes."""
        return self._done_answered >= number or mark in self._marks

    def is_marked(self, mark: bytes) -> bool:
        """Whether the printer has sent back this very mark."""
        return mark in self._marks

    def heard(self, reply: Reply) -> None:
        """Give an answer to its question; what answers none is not believed."""
        if reply.kind == "real_time" and self._open:
            number = self._open.popleft()
            if number > 0:
                self._round[number] = reply.data[0]
        elif reply.kind == "done" and self._done_answered < self._done_asked:
            self._done_answered += 1
        elif reply.kind == "marked":
            self._marks.add(reply.data[2:6])
        elif reply.kind == "unasked":
            self.unasked = reply.data
