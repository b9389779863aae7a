"""`balai kiosk test scanner`: what a reader of codes types."""

from __future__ import annotations

import queue
from contextlib import closing
from pathlib import Path

from balai.codes import NoCode, code_in
from balai.words.said import say
from hardware.ports import Scan, Scanner
from hardware.registry import open_scanner
from kiosk.config import ScannerSettings
from kiosk.trial.telling import Tell, Wait, until

#: Where the kernel names keyboards by what is plugged in.
BY_NAME = Path("/dev/input/by-id")
_SHOWN = 60


def tried(settings: ScannerSettings | None, tell: Tell, seconds: float, wait: Wait) -> bool:
    """Have a code read within so many real seconds; whether one was read whole. Raises PartUnavailable."""
    if settings is None:
        tell(say("trial.no_scanner"))
        _name_keyboards(tell)
        return False
    with closing(open_scanner(settings.url)) as scanner:
        return read_one(scanner, tell, seconds, wait)


def read_one(scanner: Scanner, tell: Tell, seconds: float, wait: Wait) -> bool:
    """The same with a reader that is open."""
    found: queue.Queue[Scan] = queue.Queue()
    scanner.on_scan(found.put)
    tell(say("trial.scanner_do", seconds=round(seconds)))
    until(lambda: not found.empty(), seconds, wait)
    if found.empty():
        tell(say(f"trial.{scanner.fault}") if scanner.fault else say("trial.scanner_silent"))
        if scanner.fault:
            _name_keyboards(tell)
        return False
    scan = found.get()
    try:
        code = code_in(scan.text, "")
    except NoCode as no:
        code = "" if no.why == "no_code" else scan.text
    shown = scan.text[:_SHOWN]
    if not scan.whole:
        tell(say("trial.scanner_broken", text=shown))
    elif code:
        tell(say("trial.scanner_read", text=shown))
    else:
        tell(say("trial.scanner_other", text=shown))
    return scan.whole


def _name_keyboards(tell: Tell) -> None:
    """What is plugged in and types."""
    names = sorted(str(path) for path in BY_NAME.glob("*-event-kbd"))
    tell(say("trial.keyboards", names=", ".join(names)) if names else say("trial.keyboards_none"))
