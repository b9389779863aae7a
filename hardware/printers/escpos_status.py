"""The status bytes of ESC/POS printers.

Source: Epson's ESC/POS command reference, `DLE EOT n` (real-time status) and `GS r n` (status in
the order of the data). A printer answers each with one byte.
"""

from __future__ import annotations

from dataclasses import dataclass

from balai.words.said import say
from hardware.ports import Cover, Paper, PrinterStatus

ASK_PRINTER = b"\x10\x04\x01"
ASK_OFFLINE = b"\x10\x04\x02"
ASK_PAPER = b"\x10\x04\x04"
#: Answered only once everything before it is printed, which is how a ticket is known to be out.
ASK_WHEN_DONE = b"\x1dr\x01"

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


def real_time_answer(reply: bytes) -> int | None:
    """The last byte of a reply that answers `DLE EOT` (bits 1 and 4 set, 0 and 7 clear)."""
    return next((byte for byte in reversed(reply) if byte & 0x93 == 0x12), None)


def done_answer(reply: bytes) -> int | None:
    """The last byte of a reply that answers `GS r` (bits 4 and 7 clear)."""
    return next((byte for byte in reversed(reply) if byte & 0x90 == 0x00), None)


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
