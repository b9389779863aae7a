"""The words on the wall, in Indonesian, and dates and times as the hall reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date

Direction = Literal["left", "right", "ahead", "behind"]

LATEST = "Panggilan terakhir"
LATEST_HEARD = "Panggilan terakhir yang diterima"
NO_CALL = "Belum ada panggilan"
NO_CALL_HINT = "Nomor yang dipanggil tampil di sini dan disuarakan."
COUNTER = "Loket"
GO_TO = ("Silakan", "ke Loket")
PREVIOUS = "Sebelumnya"
OTHERS = "Panggilan lain"
#: Where an announcement was recorded without words to read.
LISTEN = "Dengarkan pengumuman dari petugas."
PAUSED = "Istirahat"
CLOSED = "Tutup"
ALL_COUNTERS = "Semua loket"
AGAIN = "Panggilan ulang"
NOTICE = "Pengumuman"
WELCOME = "Selamat datang. Silakan ambil nomor antrean."
THANKS = "Terima kasih atas kunjungan Anda."
NOT_YET_OPEN = "Belum buka"
CLOSED_TODAY = "Hari ini tutup"
CLOSED_NOW = "Sudah tutup"
ONLY_TODAY = "Nomor antrean berlaku hari ini saja."
TAKE_NUMBER = "Nomor antrean sudah dapat diambil."
MAY_HAVE_CHANGED = ("Nomor di layar ini ", "mungkin sudah berganti.")
RECONNECTING = "Menyambung ulang"
CONNECTING = "Menyambung ke pusat antrean"
CHECK_NETWORK = "Petugas teknis: periksa kabel jaringan dan alamat pusat antrean."
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
        "behind": ("Di belakang", "Anda"),
    }
)


_REFUSED = MappingProxyType(
    {
        "protocol_unsupported": (
            "Versi layar ini tidak cocok dengan pusat antrean",
            "Petugas teknis: pasang versi yang sama pada layar dan pusat antrean.",
        ),
    }
)
_NOT_KNOWN = (
    "Layar ini belum terdaftar di pusat antrean",
    "Petugas teknis: buat token baru dengan balai device add display.",
)


def refused(code: str) -> tuple[str, str]:
    """What is said where the hub does not let this display in, and what the technician can do."""
    return _REFUSED.get(code, _NOT_KNOWN)


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


#: What follows the title of a list on an upright panel, where there is room.
TO_BRING = ", yang perlu dibawa"


def bring_to(counters: Sequence[int]) -> str:
    """Where the papers of a list are wanted: "Yang perlu dibawa ke Loket 2 atau 3"."""
    if not counters:
        return "Yang perlu dibawa"
    return f"Yang perlu dibawa ke {COUNTER} {_either(counters)}"


def paragraph(requirements: Sequence[str], counters: Sequence[int], fee: str) -> str:
    """A list of papers as sentences: "Kartu Keluarga, dan KTP-el. Loket 2 atau 3, tidak dipungut biaya."""
    *most, last = [requirements[0], *(_inside(text) for text in requirements[1:])]
    papers = f"{', '.join(most)}{',' if len(most) > 1 else ''} dan {last}" if most else last
    where = f"{COUNTER} {_either(counters)}" if counters else ""
    rest = ", ".join(part for part in (where, _inside(fee) if where else fee) if part)
    return f"{papers}. {rest}." if rest else f"{papers}."


def closes(names: Sequence[str], time: str, last: str) -> tuple[str, str]:
    """What closes soon: "Bankaltimtara tutup 14.00, nomor terakhir 13.30", heavy and plain part."""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} dan {names[-1]}"
    return f"{listed} tutup {time},", f" nomor terakhir {last}"


def others(count: int) -> str:
    """The rest of a list of names."""
    return f"{count} lainnya"


def opens_at(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """When the hall opens: with the day unless it is today."""
    time = clock_time(moment, zone)
    if moment.astimezone(zone).date() == now.astimezone(zone).date():
        return f"Buka pukul {time}"
    day = format_date(moment.astimezone(zone).date(), "EEEE, d MMMM", locale="id")
    return f"Buka lagi {day}, pukul {time}"


def numbers_from(time: str) -> str:
    """From when numbers are given out."""
    return f"Nomor antrean dapat diambil mulai {time}."


def page_of(page: int, pages: int) -> str:
    """Which page it is, counted from 0."""
    return f"Halaman {page + 1} dari {pages}"


def _either(counters: Sequence[int]) -> str:
    *most, last = [str(number) for number in sorted(counters)]
    return f"{', '.join(most)} atau {last}" if most else last


def _inside(text: str) -> str:
    """A text as it reads within a sentence: small at first, but for names ("Kartu Keluarga", "KTP-el")."""
    first, _, rest = text.partition(" ")
    name = any(letter.isupper() for letter in first[1:]) or rest[:1].isupper()
    return text if name else text[:1].lower() + text[1:]
