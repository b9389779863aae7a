"""A printer that cannot be used: why and what to do, in a sentence, and by a fault's code."""

from __future__ import annotations

from balai.words.said import say
from hardware.ports import PrinterStatus
from hardware.printers.lines import LineBusy, NoDevice


def absent(detail: str, code: str = "") -> PrinterStatus:
    """The status of a printer that is not there; `code` is a device's fault where that says more."""
    return PrinterStatus(ok=False, paper="unknown", cover="unknown", offline=True, detail=detail, code=code)


def unreachable(error: Exception, where: str) -> PrinterStatus:
    """The status of one whose line does not open, or broke."""
    if isinstance(error, LineBusy):
        return absent(say("printer.busy", where=where), "printer_busy")
    if isinstance(error, NoDevice):
        return absent(say("printer.no_device", where=where), "printer_file")
    if isinstance(error, PermissionError):
        return absent(say("printer.not_allowed", where=where), "printer_denied")
    # pyusb's name for it: the library that it stands on is not installed, whatever the cable does.
    if type(error).__name__ == "NoBackendError":
        return absent(say("printer.no_libusb", where=where), "printer_denied")
    return absent(say("printer.unreachable", where=where, reason=reason_of(error)))


def reason_of(error: Exception) -> str:
    """What the system said, which is the shortest and clearest."""
    words = getattr(error, "strerror", None) or str(error)
    return words.strip().splitlines()[-1] if words.strip() else type(error).__name__
