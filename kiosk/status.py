"""What the kiosk says of itself: a state for programs, and a sentence for whoever stands near it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from balai import __version__
from balai.protocol.requests import DeviceFault, DeviceStatus
from hardware.ports import PrinterStatus

State = Literal["ok", "degraded", "fault"]

NUMBERS_KEPT = "Nomor Anda tetap tercatat."
READY = "Siap."
NO_HUB = "Belum terhubung ke hub. Tombol padam; tidak ada nomor yang diberikan."
#: Why a hub refuses a device, by the code it gives.
REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "token_invalid": "Hub menolak kios ini: tokennya tidak berlaku. Daftarkan lagi di hub.",
        "protocol_unsupported": "Versi kios tidak cocok dengan hub. Perbarui perangkat lunaknya.",
    }
)
HUB_SILENT = "Hub tidak menjawab. Tidak ada nomor yang diberikan."
PAPER_LOW = "Kertas tiket hampir habis."


@dataclass(frozen=True)
class Facts:
    """What the sentence is made of."""

    linked: bool
    printer: PrinterStatus
    link_refused: str = ""
    owed: int = 0
    unknown_services: tuple[str, ...] = ()
    refusal: str = ""
    day: str | None = None
    seq: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def device_status(facts: Facts) -> DeviceStatus:
    """The report for the hub."""
    state, detail, fault = describe(facts)
    return DeviceStatus(
        state=state,
        detail=detail[:500],
        faults=(fault,) if fault else (),
        software=__version__,
        day=facts.day,
        seq=facts.seq,
        counts={**facts.counts, "owed": facts.owed},
    )


def describe(facts: Facts) -> tuple[State, str, DeviceFault | None]:
    """State, sentence (Indonesian) and fault; the worst thing comes first, since it is the one to mend."""
    if not facts.printer.ok:
        kept = f" {NUMBERS_KEPT}" if facts.owed else ""
        code, words = printer_trouble(facts.printer)
        return "fault", words + kept, DeviceFault(code=code)
    if not facts.linked:
        return "fault", REFUSED.get(facts.link_refused, NO_HUB), DeviceFault(code="no_hub")
    if facts.unknown_services:
        names = ", ".join(facts.unknown_services)
        words = f"Layanan tombol tidak ada di balai ini: {names}."
        return "degraded", words, DeviceFault(code="services_unknown", about=names[:200])
    if facts.refusal:
        return "degraded", facts.refusal, DeviceFault(code="refused", about=facts.refusal[:200])
    if facts.printer.paper == "low":
        return "degraded", PAPER_LOW, DeviceFault(code="paper_low")
    return "ok", READY, None


def printer_trouble(printer: PrinterStatus) -> tuple[str, str]:
    """What is wrong with the printer: a stable code, and one short sentence."""
    if printer.paper == "out":
        return "paper_out", "Kertas tiket habis."
    if printer.cover == "open":
        return "cover_open", "Tutup pencetak tiket terbuka."
    if printer.paper == "unknown":
        return "printer_gone", "Pencetak tiket tidak terhubung."
    return "printer_fault", "Pencetak tiket tidak siap."
