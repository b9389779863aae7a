"""The status bytes of ESC/POS printers.

Source: Epson's ESC/POS command reference, `DLE EOT n` (real-time status) and `GS r n` (status in
the order of the data). A printer answers each with one byte.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from balai.words.said import say
from hardware.ports import Cover, Paper, PrinterStatus

#: The real-time questions: how the printer is, why it is offline, its paper. `ASK_ALL` asks them at once.
QUESTIONS = (1, 2, 4)
ASK_ALL = b"".join(b"\x10\x04%c" % number for number in QUESTIONS)

_OFFLINE = 0x08
_COVER_OPEN = 0x04
_PAPER_STOP = 0x20
_ERROR = 0x40
_PAPER_END = 0x60
_PAPER_NEAR_END = 0x0C


@dataclass(frozen=True)
class StatusBytes:
    """One answer to each of the three real-time questions."""

    printer: int
    offline: int
    paper: int

    @classmethod
    def of(cls, answers: Mapping[int, int]) -> StatusBytes:
        """From the answers by question."""
        return cls(*(answers[number] for number in QUESTIONS))


def read_status(bits: StatusBytes, where: str) -> PrinterStatus:
    """What the three answers mean; `where` names the printer in the sentence."""
    paper: Paper = "ok"
    if bits.paper & _PAPER_END or bits.offline & _PAPER_STOP:
        paper = "out"
    elif bits.paper & _PAPER_NEAR_END:
        paper = "low"
    cover: Cover = "open" if bits.offline & _COVER_OPEN else "closed"
    offline = bool(bits.printer & _OFFLINE)
    failed = bool(bits.offline & _ERROR)
    return PrinterStatus(
        ok=paper != "out" and cover == "closed" and not offline and not failed,
        paper=paper,
        cover=cover,
        offline=offline,
        detail=_sentence(where, paper, cover, failed=failed, offline=offline),
    )


def read_unasked(told: bytes, where: str) -> PrinterStatus:
    """What four bytes of automatic status (`GS a`) mean."""
    first, second, third, _ = told
    offline = _OFFLINE if first & 0x08 else 0
    why = (_COVER_OPEN if first & 0x20 else 0) | (_ERROR if second & 0x68 else 0)
    paper = (_PAPER_END if third & 0x0C else 0) | (_PAPER_NEAR_END if third & 0x03 else 0)
    return read_status(StatusBytes(offline, why, paper), where)


def fault_code(status: PrinterStatus) -> str:
    """The code of the fault that a bad status amounts to."""
    if status.paper == "out":
        return "paper_out"
    if status.cover == "open":
        return "cover_open"
    return "unreachable" if status.paper == "unknown" else "offline"


def _sentence(where: str, paper: Paper, cover: Cover, *, failed: bool, offline: bool) -> str:
    if cover == "open":
        return say("printer.cover", where=where)
    if paper == "out":
        return say("printer.paper_out", where=where)
    if failed:
        return say("printer.failed", where=where)
    if offline:
        return say("printer.offline", where=where)
    if paper == "low":
        return say("printer.paper_low", where=where)
    return say("printer.ready", where=where)
