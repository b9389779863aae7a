"""The words of a ticket, in the hall's language: Indonesian."""

from collections.abc import Sequence
from datetime import date as Date  # noqa: N812  # `date` is a function here
from datetime import datetime, timedelta
from types import MappingProxyType

AHEAD = "Di depan Anda"
EXPECTED = "Perkiraan dipanggil"
EXPECTED_SHORT = "Perkiraan"
RIGHT = "Hak antre"
HAND_IN = "Serahkan kode ini di balai:"
WATCH = "Perhatikan layar dan suara."
PRIVATE = ("Tanpa data pribadi.", "Berlaku hari ini saja.")

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
# Indonesia's three times; the time zone database names Makassar's so itself, but not in old versions.
_ZONES = MappingProxyType({7: "WIB", 8: "WITA", 9: "WIT"})


def people(count: int) -> str:
    """How many wait before: "3 orang"."""
    return f"{count} orang"


def span(start: datetime, end: datetime) -> str:
    """From when to when, in the times' own zone: "10.57–11.07"; whole minutes that hold both."""
    end = end if end.second == 0 and end.microsecond == 0 else end + timedelta(minutes=1)
    return f"{start:%H.%M}–{end:%H.%M}"


def counters(numbers: Sequence[int]) -> str:
    """Where the visitor will be called to: "Loket 2 atau 3."; the information desk if none is known."""
    if not numbers:
        return "Tanyakan loket di Meja Informasi."
    listed = [str(number) for number in sorted(numbers)]
    if len(listed) == 1:
        return f"Loket {listed[0]}."
    return f"Loket {', '.join(listed[:-1])} atau {listed[-1]}."


def unserved(number: str) -> str:
    """Whose right it is: the number that was not served."""
    return f"Nomor {number} belum sempat dilayani."


def valid(day: Date) -> str:
    """On which day a right is honoured: "Berlaku Rabu, 15 April 2026, didahulukan."."""
    return f"Berlaku {date(day)}, didahulukan."


def date(at: Date) -> str:
    """A date, or that of an aware time in its own zone: "Selasa, 14 April 2026"."""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}"


def time(at: datetime) -> str:
    """The time of day of an aware time in its own zone, with the zone's name: "10.42 WITA"."""
    offset = at.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    zone = _ZONES.get(int(hours), at.tzname() or "") if hours == int(hours) else at.tzname() or ""
    return f"{at:%H.%M} {zone}".strip()
