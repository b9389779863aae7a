"""A ticket printer that speaks ESC/POS. A success is never concluded from silence."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from time import monotonic
from typing import NamedTuple

import structlog
from PIL.Image import Image

from balai.words.said import say
from hardware.ports import Certainty, CodeBlock, Piece, PrinterFault, PrinterStatus, Strip
from hardware.printers.absence import absent, reason_of, unreachable
from hardware.printers.escpos_encoder import (
    ASK_DONE,
    bands,
    end,
    questions_behind,
    reset,
    settle,
)
from hardware.printers.escpos_status import (
    ASK_ALL,
    QUESTIONS,
    StatusBytes,
    fault_code,
    read_status,
    read_unasked,
)
from hardware.printers.escpos_text import code, rows, rows_of, text
from hardware.printers.lines import Line
from hardware.printers.profiles import Profile
from hardware.printers.replies import Questions, ReplyReader

_MARKS = 10**4
#: Of so many looks at a printer that says nothing one is a question.
_ASK_AGAIN = 12
log = structlog.get_logger(__name__)
#: The longest wait at a time (real seconds): the program may end meanwhile.
_SLICE = 0.1


@dataclass(frozen=True)
class Patience:
    """How long a printer is waited for, in real seconds. Progress is timed, never a whole ticket."""

    #: For answers to real-time questions, which come within milliseconds, also while it prints.
    answer: float = 1.0
    #: For a device that takes nothing at all.
    stall: float = 8.0
    #: For the word that all is printed, beside the time that a slow printer needs for the paper.
    done: float = 2.0
    #: Half of what its model prints at most, where that is known; no printer is slower than this.
    slowest_mm_per_second: float = 20.0
    #: For what an older question may still be answered, after a transfer that broke off.
    late: float = 2.0


class EscposPrinter:
    """A ReceiptPrinter on one ESC/POS device.

    It connects at the first use and again whenever the connection was lost. A ticket is certain when the
    printer, asked behind the ticket's data, says so; else it is not known whether it came out.
    """

    def __init__(self, line: Line, profile: Profile, patience: Patience | None = None) -> None:
        self._line, self._profile, self._patience = line, profile, patience or Patience()
        self._lock, self._ending = threading.Lock(), threading.Event()
        self._marks = count()
        self._open = False
        self._reader, self._questions = ReplyReader(), Questions()
        self._talks, self._silences = profile.talks, 0
        #: Tickets since the last that it confirmed; whether it may still answer a question of before.
        self._misses, self._owes = 0, False
        #: Whether it may wait for the rest of something; whether a part of a ticket is out.
        self._dirty, self._torn = True, False
        #: The first strip of a picture, which is out before the others are known.
        self._begun: Image | None = None

    def status(self) -> PrinterStatus:
        """Ask the printer how it is; never raises."""
        with self._lock:
            return self._look()

    def print_image(self, image: Image, *, look: bool = True) -> Certainty:
        """Print a picture and cut, after asking the printer how it is (`look`). Raises PrinterFault."""
        return self.print_strips((image,), look=look)

    def print_strips(self, strips: Iterable[Strip], *, look: bool = True) -> Certainty:
        """Print a picture in strips, from the top, and cut. Raises PrinterFault."""
        return self._print_out(lambda: (_Part(strip, rows_of(strip), self._made(strip)) for strip in strips),
                               look=look)  # fmt: skip

    def begin(self, strip: Image) -> None:
        """Print the first strip of a picture whose others are not known yet; never raises."""
        with self._lock:
            if not self._open or self._begun is not None or self._owes:
                return
            sent = _Sent()
            try:
                before = reset(self._profile)
                for band in bands(strip):
                    self._send(before + band, sent)
                    before = b""
                self._begun = strip
            except Exception:
                log.exception("head_broke_off", where=self._line.where)
                self._break_off(torn=sent.began)

    def leave(self) -> None:
        """Cut off what was begun, if anything was; never raises."""
        with self._lock:
            begun, self._begun = self._begun, None
            if begun is None:
                return
            try:
                self._send(end(self._profile), _Sent())
            except Exception:
                log.exception("head_broke_off", where=self._line.where)
                self._break_off(torn=True)

    def _made(self, strip: Strip) -> Iterable[bytes]:
        return (code(strip, self._profile),) if isinstance(strip, CodeBlock) else bands(strip)

    def print_text(self, pieces: Sequence[Piece], *, look: bool = True) -> Certainty:
        """Print a slip of the printer's own letters and cut. Raises PrinterFault."""
        return self._print_out(
            lambda: (_Part(None, rows(pieces), (text(pieces, self._profile),)),), look=look
        )

    def _print_out(self, made: Callable[[], Iterable[_Part]], *, look: bool) -> Certainty:
        """Print what is made to be printed."""
        with self._lock:
            status = self._look() if (look and self._talks) or not self._open else None
            if status is not None and not status.ok:
                raise PrinterFault(fault_code(status), status.detail)
            sent = _Sent()
            try:
                if self._owes and self._hears:
                    self._hear_out()
                return self._print(made(), sent)
            except PrinterFault:
                self._break_off(torn=sent.began or sent.hangs)
                raise
            except Exception as error:
                began = sent.began
                self._break_off(torn=began or sent.hangs)
                words = say("printer.broke", where=self._line.where, reason=reason_of(error))
                raise PrinterFault("interrupted", words, began=began) from error

    def broke_off(self) -> None:
        """A part of a paper may hang out of it: that is cut off before the next."""
        with self._lock:
            self._torn = True

    def close(self) -> None:
        """Give the connection back; a ticket that is being printed is cut short."""
        self._ending.set()
        if self._lock.acquire(timeout=5 * _SLICE):
            if self._begun is not None:
                with suppress(OSError):
                    self._line.write(end(self._profile))
            self._drop()
            self._lock.release()

    @property
    def _hears(self) -> bool:
        return self._talks and self._profile.confirms != "never"

    def _print(self, content: Iterable[_Part], sent: _Sent) -> Certainty:
        mark = b"%04d" % (next(self._marks) % _MARKS)
        number = self._questions.ask_done() if self._profile.confirms != "never" else 0
        before, high = reset(self._profile), 0
        begun, self._begun = self._begun, None
        sent.hangs = begun is not None
        for part in content:
            high += part.rows
            if begun is not None and part.strip is begun:
                before, begun = b"", None
                continue
            if begun is not None:  # of another paper
                before, begun = end(self._profile) + before, None
            for piece in part.pieces:
                self._send(before + piece, sent)
                before = b""
        self._send(end(self._profile) + questions_behind(self._profile, mark), sent)
        return self._confirmed(number, mark, high, sent)

    def _connect(self) -> None:
        """Open the line. What broke off before, or may have before this program began, is ended first: a
        printer takes all that comes, questions too, for the rest of it."""
        self._line.open()
        self._open, self._reader, self._questions = True, ReplyReader(), Questions()
        if self._dirty:
            self._send(settle(self._profile, torn=self._torn), _Sent())
            self._dirty = self._torn = False

    def _hear_out(self) -> None:
        """Let the printer answer what was asked behind an older ticket, so that none of that is taken for an
        answer to a new question."""
        self._questions = Questions()
        number = self._questions.ask_done()
        self._send(ASK_DONE, _Sent())
        answered = self._until(lambda: self._questions.is_done(number, b""), self._patience.stall)
        self._until(lambda: False, self._patience.late)
        self._questions, self._owes = Questions(), not answered

    def _send(self, data: bytes, sent: _Sent) -> None:
        """Hand everything over. Raises TimeoutError where nothing moves any more, however slow it is."""
        view, moved, waiting = memoryview(data), monotonic(), -1
        while view:
            taken = self._line.write(bytes(view[:4096]))
            view = view[taken:]
            sent.written += taken
            sent.unsent = left = self._line.unsent()
            if taken or left != waiting:
                moved, waiting = monotonic(), left
            elif monotonic() - moved > self._patience.stall:
                raise TimeoutError(errno.ETIMEDOUT, say("printer.takes_nothing"))
            self._rest(0.0 if taken else _SLICE, writing=True)
            self._check_unasked()

    def _confirmed(self, number: int, mark: bytes, rows: int, sent: _Sent) -> Certainty:
        """Wait for the word that all is printed. Raises PrinterFault where the printer stops."""
        longest = self._longest(rows)
        asked = moved = monotonic()
        waiting, well = self._line.unsent(), False
        while not self._questions.is_done(number, mark):
            sent.unsent, now = self._line.unsent(), monotonic()
            if sent.unsent < waiting:  # of what is asked meanwhile it never comes to less
                moved, waiting = now, sent.unsent
            if sent.unsent and now - moved > self._patience.stall:
                raise TimeoutError(errno.ETIMEDOUT, say("printer.takes_nothing"))
            if not sent.unsent and (not self._talks or now - moved > longest):
                return self._unconfirmed(well=well)
            if self._talks and now - asked >= self._patience.answer / 2:
                well = self._is_well()
                self._ask()
                asked = now
            self._rest(_SLICE, writing=False)
            self._check_unasked()
        if number and self._owes and not self._questions.is_marked(mark):
            return "unknown"
        self._misses = 0
        return "yes"

    def _longest(self, rows: int) -> float:
        """How long the slowest printer needs for what it has been given; less for one that never said."""
        if self._misses:
            return self._patience.done
        slowest = max(self._patience.slowest_mm_per_second, self._profile.mm_per_second / 2)
        return self._patience.done + rows / self._profile.dots_per_mm / slowest

    def _unconfirmed(self, *, well: bool) -> Certainty:
        """Everything was taken and nothing said that it is printed. Raises PrinterFault where a printer that
        talks has not even said that it is `well` since."""
        if self._talks and not well:
            raise PrinterFault("interrupted", say("printer.no_answer", where=self._line.where), began=True)
        if self._hears:
            self._misses += 1
            self._owes = self._misses == 1
        return "unknown"

    def _is_well(self) -> bool:
        """Whether the latest questions are all answered. Raises PrinterFault where it does not print."""
        answers = self._questions.answers()
        if len(answers) < len(QUESTIONS):
            return False
        status = read_status(StatusBytes.of(answers), self._line.where)
        if not status.ok:
            raise PrinterFault(fault_code(status), status.detail, began=True)
        return True

    def _check_unasked(self) -> None:
        """Raise PrinterFault where the printer has told by itself that it does not print."""
        if self._questions.unasked:
            status = read_unasked(self._questions.unasked, self._line.where)
            if not status.ok:
                raise PrinterFault(fault_code(status), status.detail, began=True)

    def _look(self) -> PrinterStatus:
        # Twice, because a connection left over from before the printer was switched off fails once.
        was_open = self._open
        status = self._look_once()
        return self._look_once() if was_open and not self._open else status

    def _look_once(self) -> PrinterStatus:
        where = self._line.where
        try:
            if not self._open:
                self._connect()
            elif not self._worth_asking():
                self._listen()
                return self._mute()
            self._ask()
            self._until(lambda: len(self._questions.answers()) == len(QUESTIONS), self._patience.answer)
        except OSError as error:
            self._drop()
            return unreachable(error, where)
        except Exception as error:
            # Whatever a library below raises, the printer is not there.
            log.exception("printer_line_failed", where=where)
            self._drop()
            return unreachable(error, where)
        answers = self._questions.answers()
        if len(answers) == len(QUESTIONS):
            self._talks = True
            return read_status(StatusBytes.of(answers), where)
        if self._talks:
            self._drop()
            return absent(say("printer.no_answer", where=where))
        self._silences += 1
        return self._mute()

    def _mute(self) -> PrinterStatus:
        detail = say("printer.mute", where=self._line.where)
        return PrinterStatus(ok=True, paper="unknown", cover="unknown", offline=False, detail=detail)

    def _worth_asking(self) -> bool:
        """A printer that did not answer is asked again now and then: a ticket waits for each question."""
        if self._talks or not self._silences:
            return True
        self._silences = (self._silences + 1) % _ASK_AGAIN
        if not self._silences:
            self._questions = Questions()  # what was asked so long ago will not be answered
        return not self._silences

    def _ask(self) -> None:
        """Ask the real-time questions, where the line takes them now."""
        taken = self._line.write(ASK_ALL)
        whole = taken // (len(ASK_ALL) // len(QUESTIONS))
        self._questions.begin(QUESTIONS[:whole])
        if taken % (len(ASK_ALL) // len(QUESTIONS)):
            raise TimeoutError(errno.ETIMEDOUT, say("printer.takes_nothing"))

    def _until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Listen until `done`, so long at most; whether it is."""
        end_at = monotonic() + seconds
        self._listen()
        while not done() and (left := end_at - monotonic()) > 0:
            self._rest(min(left, _SLICE), writing=False)
        return done()

    def _rest(self, seconds: float, *, writing: bool) -> None:
        """Wait for the line, and hear what came. Raises where the program ends."""
        if self._ending.is_set():
            raise InterruptedError(errno.EINTR, os.strerror(errno.EINTR))
        self._line.wait(seconds, writing=writing)
        self._listen()

    def _listen(self) -> None:
        for reply in self._reader.feed(self._line.read()):
            self._questions.heard(reply)

    def _break_off(self, *, torn: bool) -> None:
        self._dirty, self._torn, self._owes = True, self._torn or torn, self._owes or torn
        self._drop()

    def _drop(self) -> None:
        if self._begun is not None:
            self._dirty = self._torn = True
        self._begun = None
        self._line.close()
        self._open = False


class _Part(NamedTuple):
    """A part of a paper: the strip, how many rows of dots it is high, and the bytes that it is sent in."""

    strip: Strip | None
    rows: int
    pieces: Iterable[bytes]


@dataclass
class _Sent:
    """How much of a ticket has left: handed over, and of that not yet at the device. Before it a head
    without a number may hang out."""

    written: int = 0
    unsent: int = 0
    hangs: bool = False

    @property
    def began(self) -> bool:
        """Whether any of it may be on paper."""
        return self.written > self.unsent
