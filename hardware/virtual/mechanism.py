"""What a receipt printer does with what it is sent: head, roll, knife and buffer, in the time it takes."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PIL import Image

from hardware.printers.escpos_decoder import Command, EscposDecoder, stack
from hardware.virtual.letters import Letters

KEPT_TICKETS = 64

_WELL = 0x12
#: The bits that a question is answered with, by what is wrong: offline, why, paper sensors.
_NO_PAPER = {1: 0x08, 2: 0x20, 4: 0x6C}
_COVER_OPEN = {1: 0x08, 2: 0x04}
_JAMMED = {1: 0x08, 2: 0x40}
_LOW = {4: 0x0C}
_ALL_DONE = b"\x00"
_MARKED = b"\x37\x22%s\x00"
#: Rows that are printed at a time, where printing takes time.
_STEP = 8


@dataclass(frozen=True)
class Traits:
    """What kind of printer it is: `mm_per_second` (None: as fast as it is sent) at `dots_per_mm`, a buffer of
    so many bytes, beyond which it takes nothing; whether it answers `DLE EOT`, `GS r` and `GS ( H`, and tells
    of itself unasked; how many dots its own letters have room for, and its code
    tables by their numbers."""

    mm_per_second: float | None = None
    dots_per_mm: float = 8.0
    buffer_bytes: int = 131072
    real_time: bool = True
    done: bool = True
    marks: bool = True
    unasked: bool = False
    width_dots: int = 576
    tables: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PrintedTicket:
    """One cut piece of paper: its number since the start (from 1), its picture and its bytes.

    The picture leaves out the blank feed between the head and the knife. `lines` and `codes` are what it
    printed in its own letters, and QR codes that it drew itself.
    """

    number: int
    picture: Image.Image
    data: bytes
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trouble:
    """What is wrong: the cover is open, the knife `jams` at the next cut or is `jammed`, or it is `stuck`: it
    takes and answers nothing. Paper that is `low` keeps it from nothing."""

    low: bool = False
    cover_open: bool = False
    jams: bool = False
    jammed: bool = False
    stuck: bool = False


class Mechanism:
    """Prints in a thread of its own. Any thread may use it."""

    def __init__(self, traits: Traits, answer: Callable[[bytes], None]) -> None:
        """`answer` sends bytes to whoever is connected."""
        self.traits, self._answer = traits, answer
        self._change = threading.Condition(threading.RLock())
        self._tickets: deque[PrintedTicket] = deque(maxlen=KEPT_TICKETS)
        self.count = 0
        #: Rows that were printed and real-time questions that came, since the start.
        self.rows_printed = self.questions = 0
        #: Bytes that were printed as signs: what broke off was taken for text.
        self.junk = b""
        self._rows_left: int | None = None
        self._trouble, self._ended = Trouble(), False
        self._switched_off()
        self._thread = threading.Thread(target=self._work, name="virtual-head", daemon=True)
        self._thread.start()

    @property
    def has_paper(self) -> bool:
        """Whether there is paper under the head."""
        return self._rows_left != 0

    def printed(self) -> list[PrintedTicket]:
        """The last tickets, oldest first (at most 64)."""
        with self._change:
            return list(self._tickets)

    def roll(self, rows: int | None) -> None:
        """Let so many rows of paper be left; None: a new roll."""
        with self._change:
            if not self.has_paper and rows is None:
                self._bands.clear()  # torn off with the old roll
            self._rows_left = rows
            self._changed()

    def trouble(self, **what: bool) -> None:
        """Let it have some of its troubles, or (False) have them no more."""
        with self._change:
            self._trouble = replace(self._trouble, **what)
            self._changed()

    def switch_off(self) -> None:
        """The power goes: buffer, parser and what stood in the head are gone."""
        with self._change:
            self._switched_off()
            self._change.notify_all()

    def close(self) -> None:
        """End its thread."""
        with self._change:
            self._ended = True
            self._change.notify_all()
        self._thread.join(timeout=2)

    def feed(self, data: bytes) -> None:
        """Bytes come in. Blocks while the buffer is full, for as long as the connection's thread may."""
        with self._change:
            for command in self._decoder.feed(data):
                if command.kind == "real_time":
                    self._tell(command.argument)
                else:
                    self._queue.append(command)
                    self._queued += len(command.data)
            self._change.notify_all()

    def has_room(self, seconds: float) -> bool:
        """Wait so long for room in the buffer; whether there is any."""
        with self._change:
            return self._change.wait_for(self._takes, seconds)

    def _takes(self) -> bool:
        return not self._trouble.stuck and self._queued < self.traits.buffer_bytes

    def _switched_off(self) -> None:
        self._decoder = EscposDecoder()
        self._queue: deque[Command] = deque()
        self._queued = 0
        self._bands: list[Image.Image] = []
        self._data = bytearray()
        self._letters = Letters(self.traits.width_dots, self.traits.tables)
        self._life = object()

    @property
    def buffered(self) -> tuple[str, ...]:
        """What kinds of commands stand in the buffer."""
        with self._change:
            return tuple(command.kind for command in self._queue)

    @property
    def waits_for_more(self) -> bool:
        """Whether a command has begun whose rest has not come."""
        with self._change:
            return self._decoder.waits

    def _tell(self, question: int) -> None:
        self.questions += 1
        if self.traits.real_time and not self._trouble.stuck:
            self._answer(bytes([self._status(question)]))

    def _status(self, question: int) -> int:
        trouble = self._trouble
        wrong = (
            (not self.has_paper, _NO_PAPER),
            (trouble.low, _LOW),
            (trouble.cover_open, _COVER_OPEN),
            (trouble.jammed, _JAMMED),
        )
        bits = _WELL
        for is_so, told in wrong:
            bits |= told.get(question, 0) if is_so else 0
        return bits

    def _changed(self) -> None:
        self._change.notify_all()
        if self.traits.unasked:
            offline, trouble = not self._prints(), self._trouble
            paper = (0x00 if self.has_paper else 0x0C) | (0x03 if trouble.low else 0x00)
            first = 0x10 | offline << 3 | trouble.cover_open << 5
            self._answer(bytes([first, trouble.jammed << 3, paper, 0x0F]))

    def _prints(self) -> bool:
        trouble = self._trouble
        return self.has_paper and not (trouble.cover_open or trouble.jammed or trouble.stuck)

    def _work(self) -> None:
        with self._change:
            while not self._ended:
                if self._queue and self._prints():
                    command = self._queue.popleft()
                    self._do(command)
                    self._queued -= len(command.data)
                    self._change.notify_all()
                else:
                    self._change.wait()

    def _do(self, command: Command) -> None:
        self._data += command.data
        if command.kind == "raster" and command.band is not None:
            self._print(command.band)
        elif command.kind == "when_done" and self.traits.done:
            self._answer(_ALL_DONE)
        elif command.kind == "mark" and self.traits.marks:
            self._answer(_MARKED % command.data[7:11])
        elif command.kind == "cut":
            self._cut()
        else:
            self._set(command)

    def _set(self, command: Command) -> None:
        """Signs, and how they are set. What broke off a picture is taken for them, too."""
        if command.kind == "text":
            self.junk += command.data.replace(b"\0", b"")
        band = self._letters.do(command)
        if band is not None:
            self._print(band)

    def _cut(self) -> None:
        if self._trouble.jams:
            self._trouble = replace(self._trouble, jams=False, jammed=True)
            self._queue.appendleft(Command("cut", b""))
            self._changed()
        elif self._bands:
            self.count += 1
            lines, codes = self._letters.take()
            printed = PrintedTicket(self.count, stack(self._bands), bytes(self._data), lines, codes)
            self._tickets.append(printed)
            self._bands, self._data = [], bytearray()

    def _print(self, band: Image.Image) -> None:
        """Row by row where that takes time; what finds no paper waits in front."""
        life, done = self._life, 0
        step = band.height if self.traits.mm_per_second is None else _STEP
        while done < band.height and life is self._life and not self._ended:
            rows = self._spend(min(step, band.height - done))
            if rows:
                self._bands.append(band.crop((0, done, band.width, done + rows)))
                done += rows
                self.rows_printed += rows
            if not self._prints() and done < band.height:
                rest = band.crop((0, done, band.width, band.height))
                self._queue.appendleft(Command("raster", b"", rest.height, rest))
                self._changed()
                return
            if self.traits.mm_per_second is not None:
                lasts = rows / self.traits.dots_per_mm / self.traits.mm_per_second
                self._change.wait_for(lambda: life is not self._life or self._ended, lasts)

    def _spend(self, rows: int) -> int:
        if self._rows_left is None:
            return rows
        fitting = min(rows, self._rows_left)
        self._rows_left -= fitting
        return fitting
