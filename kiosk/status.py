"""What the kiosk says of itself: a state for programs, and a sentence for whoever stands near it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from balai.protocol.requests import DeviceFault, DeviceStatus
from balai.version import software
from balai.words import LANGUAGES, Language, words_in
from balai.words.faults import fault_told
from hardware.machine import MachineState
from hardware.ports import PrinterStatus

#: A visitor at the kiosk has called staff.
HELP_WANTED = "help_wanted"
#: Some buttons or lamps cannot be had; the others work.
PINS_UNUSABLE = "pins_unusable"
State = Literal["ok", "degraded", "fault"]


@dataclass(frozen=True)
class Facts:
    """What the sentence is made of. `unserved` is why the last press got no number; `since` when the hub was
    lost, as it is read, and `gives_own` whether numbers are given all the same; `journal` what is wrong with
    what is kept here, `front` what keeps visitors from choosing, `scanner` codes from being read."""

    linked: bool
    printer: PrinterStatus
    link_refused: str = ""
    since: str = ""
    gives_own: bool = False
    journal: str = ""
    pending: int = 0
    unknown_services: tuple[str, ...] = ()
    unserved: DeviceFault | None = None
    front: DeviceFault | None = None
    scanner: str = ""
    day: str | None = None
    seq: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    language: Language = LANGUAGES[0]
    machine: MachineState = field(default_factory=MachineState)
    clock_certain: bool = True


def device_status(facts: Facts) -> DeviceStatus:
    """The report for the hub: every fault, the worst first, since it is the one to mend."""
    wrong = list(_wrong(facts))
    state, fault = wrong[0] if wrong else ("ok", None)
    return DeviceStatus(
        state=state,
        detail=sentence(fault, facts)[:500],
        faults=tuple(dict.fromkeys(one for _, one in wrong))[:8],
        software=software(),
        day=facts.day,
        seq=facts.seq,
        counts={**facts.counts, "pending": facts.pending},
    )


def measured(machine: MachineState, tickets_left: int | None, *, certain: bool) -> dict[str, int]:
    """What is measured and not counted, as far as it is known: tickets that the roll has left, heat in
    degrees Celsius, MiB on the disk, whether the time is the hub's."""
    found = {"tickets_left": tickets_left, "celsius": machine.celsius, "free_mib": machine.free_mib}
    told = {name: value for name, value in found.items() if value is not None and value >= 0}
    return {**told, "clock_certain": int(certain)}


def _wrong(facts: Facts) -> Iterator[tuple[State, DeviceFault]]:
    if not facts.printer.ok:
        yield "fault", DeviceFault(code=printer_trouble(facts.printer))
    if facts.front is not None:
        works = facts.front.code in (HELP_WANTED, PINS_UNUSABLE)
        yield "degraded" if works else "fault", facts.front
    if facts.journal == "journal_full":
        yield "fault", DeviceFault(code=facts.journal)
    if facts.gives_own:
        yield "degraded", DeviceFault(code="cut_off", about=facts.since)
    elif not facts.linked:
        yield "fault", DeviceFault(code=facts.link_refused or "no_hub")
    yield from (("degraded", fault) for fault in _lacking(facts))


def _lacking(facts: Facts) -> Iterator[DeviceFault]:
    if facts.journal:
        yield DeviceFault(code=facts.journal)
    if facts.unknown_services:
        yield DeviceFault(code="services_unknown", about=", ".join(facts.unknown_services)[:200])
    if facts.unserved is not None:
        yield facts.unserved
    if facts.scanner:
        yield DeviceFault(code=facts.scanner)
    if facts.printer.paper == "low":
        yield DeviceFault(code="paper_low")
    if facts.machine.trouble:
        yield DeviceFault(code=facts.machine.trouble)
    if not facts.clock_certain and not facts.linked:
        yield DeviceFault(code="clock_uncertain")


def sentence(fault: DeviceFault | None, facts: Facts) -> str:
    """What is read beside the kiosk: what happened, and what that means for a visitor's number."""
    say = words_in(facts.language)
    if fault is None:
        return say("at_kiosk.ready")
    if fault.code == "refused":
        return fault.about
    what = f"{fault_told(fault.code, say, 'kiosk', fault.about).what}."
    if not facts.printer.ok:
        return f"{what} {say('at_kiosk.numbers_kept')}" if facts.pending else what
    if facts.gives_own:
        return f"{what} {say('at_kiosk.numbers_go_on')}"
    gives_none = not facts.linked or fault == facts.unserved
    return f"{what} {say('at_kiosk.none_given')}" if gives_none else what


def printer_trouble(printer: PrinterStatus) -> str:
    """The code of what is wrong with the printer."""
    if printer.code:
        return printer.code
    if printer.paper == "out":
        return "paper_out"
    if printer.cover == "open":
        return "cover_open"
    return "printer_gone" if printer.paper == "unknown" else "printer_fault"
