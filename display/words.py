"""The words on the wall, in Indonesian, and dates and times as the hall reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date

Direction = Literal["left", "right", "ahead"]

LATEST = "Panggilan terakhir"
LATEST_HEARD = "Panggilan terakhir yang diterima"
NO_CALL = "Belum ada panggilan"
NO_CALL_HINT = "Nomor yang dipanggil tampil di sini dan disuarakan."
COUNTER = "Loket"
GO_TO = ("Silakan", "ke Loket")
PREVIOUS = "Sebelumnya"
PAUSED = "Istirahat"
CLOSED = "Tutup"
MAY_HAVE_CHANGED = ("Nomor di layar ini ", "mungkin sudah berganti.")
RECONNECTING = "Menyambung ulang"
CONNECTING = "Menyambung ke pusat antrean"
REFUSED = "Layar ini belum terdaftar di pusat antrean"
QUEUE_GOES_ON = "Antrean tetap berjalan"
CUT_OFF_HELP = (
    "Petugas memanggil dengan suara.",
    "Nomor Anda tidak hilang.",
    "Ragu? Tanyakan di Meja Informasi.",
)
DIRECTIONS = MappingProxyType(
    {
        "right": ("Di sebelah", "kanan"),
        "left": ("Di sebelah", "kiri"),
        "ahead": ("Lurus", "ke depan"),
    }
)


def zone_of(name: str) -> tzinfo:
    """The hall's time zone; UTC for a name that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """A time of day as "10.42"."""
    return f"{moment.astimezone(zone):%H.%M}"


def long_date(moment: datetime, zone: tzinfo) -> str:
    """A date as "Selasa, 14 April 2026"."""
    return format_date(moment.astimezone(zone).date(), "EEEE, d MMMM y", locale="id")


def zone_name(moment: datetime, zone: tzinfo) -> str:
    """The zone as people say it ("WITA"); an offset such as "+07" where it has no name."""
    return moment.astimezone(zone).tzname() or ""


def opens_again(until: str) -> str:
    """The end of a break."""
    return f"Buka lagi {until}"


def cut_off(since: str, state_of: str) -> tuple[str, str]:
    """The notice of a lost connection: the heavy first sentence and the second one."""
    return (
        f"Sambungan terputus sejak {since}.",
        f" Layar ini menampilkan keadaan terakhir pukul {state_of}.",
    )


def bring_to(counters: Sequence[int]) -> str:
    """Where the papers of a list are wanted: "Yang perlu dibawa ke Loket 2 atau 3"."""
    if not counters:
        return "Yang perlu dibawa"
    *most, last = [str(number) for number in sorted(counters)]
    listed = f"{', '.join(most)} atau {last}" if most else last
    return f"Yang perlu dibawa ke {COUNTER} {listed}"
