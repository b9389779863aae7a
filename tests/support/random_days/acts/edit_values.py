"""Values for every setting of a hall's file, by section and name; None leaves it out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from balai.domain.hall.config import OVER_NIGHT, RETURN_RULES
from balai.domain.order.discipline import DISCIPLINES

TODAY, TOMORROW = date(2026, 4, 14), date(2026, 4, 15)
_TEXT = ("Teks lain", "x", "ж漢字 émigré")
_OPTIONAL_TEXT = (*_TEXT, "")
_QUOTA = (None, 0, 1, 3, 6, 50)
_LETTERS = ("A", "B", "C", "Z1", "3C-8")
_SERIES: Mapping[str, tuple[Any, ...]] = {
    "letter": _LETTERS, "first_number": (0, 1, 5, 500), "last_number": (8, 20, 999, 99_999),
    "next_letters": ((), ("K",), ("K", "L")), "second_letter": (None, "P"),
    "second_from": (None, "08.30", "13.00"),
}  # fmt: skip
_SWITCHES = ("logo", "agency_name", "ahead", "window", "at_counters", "requirements", "code")
_SCOPE: Mapping[str, tuple[Any, ...]] = {"agency": (None, "satu", "dua"), "service": (None, "ktp", "pajak")}
_BY_SECTION: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "hall": {
        "id": ("uji", "lain"), "code": ("64.02.06", "64.02.12"), "name": _TEXT, "regency": _TEXT,
        "time_zone": ("Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura", "Australia/Lord_Howe"),
        "language": ("id", "en"),
    },
    "rules": {
        "discipline": tuple(sorted(DISCIPLINES)), "presence_seconds": (5, 60, 3600), "ratio": (1, 2, 20),
        "transfer_cap": (1, 2, 20), "recalls_before_miss": (0, 1, 9), "miss_after_seconds": (0, 30, 3600),
        "undo_seconds": (0, 30, 600), "grace_minutes": (0, 10, 240), "booking_days": (0, 30),
        "paper_letter": (None, "X", "Z"),
        "priority_head_start": (0, 20, 240), "high_head_start": (0, 40, 240),
        "keep_place_minutes": (1, 60, 240), "keep_place_times": (0, 2, 9), "return_rule": RETURN_RULES,
        "return_after": (1, 3, 50), "return_times": (None, 0, 2), "return_minutes": (None, 1, 480),
        "return_pause_minutes": (0, 5, 240), "over_night": OVER_NIGHT,
    },
    "voice": {
        "languages": (("id",), ("id", "en")), "repeat": (1, 3), "queue_word": ("antrean", "antrian"),
        "digits": ("single", "number"), "with_agency": (True, False), "volume": (0, 100),
        "quiet": ((), (("12:00", "13:00"),)), "quiet_volume": (0, 50), "old_seconds": (20, 180),
        "rush_seconds": (5, 600), "order": (("number", "counter", "agency"), ("agency", "number", "counter")),
    },
    "display": {
        "notices": ((), ("Bawa KTP asli",)), "info_seconds": (5, 120),
        "visitor_page": ("", "https://antre.example"), "english": (True, False),
    },
    "ticket": {
        **dict.fromkeys(_SWITCHES, (True, False)),
        "footer": ("", "Terima kasih"),
    },
    "zone": {"name": _TEXT, "loudspeakers": (1, 2, 4)},
    "agency": {
        "name": _TEXT, "short_name": _TEXT, "tagline": _OPTIONAL_TEXT,
        "shape": ("bulat", "gapura", "wajik"), "ink": ("#000000", "#123456"), "lit": ("#ffffff", "#abcdef"),
        "spoken": _OPTIONAL_TEXT, "quota": _QUOTA, **_SERIES,
    },
    "service": {
        "agency": ("satu", "dua"), "name": _TEXT, "name_en": _OPTIONAL_TEXT,
        "wait_minutes": (1, 5, 30, 480), "priority_wait_minutes": (None, 1, 5, 30), "priority": (True, False),
        "service_minutes": (1, 15, 240), "fee": _OPTIONAL_TEXT, "requirements": ((), ("Kartu keluarga",)),
        "requirements_en": ((), ("Family card",)),
        "after": ((), ("ktp",), ("kk",), ("ktp", "kk")), "quota": _QUOTA, "quota_booked": _QUOTA,
        "quota_walk_in": _QUOTA, "quota_blocks": ((), ("08.00-10.00 2", "10.00-12.00 3"), ("08.00-09.00 0",)),
        "booking_blocks": ((), ("08.00-10.00 2", "10.00-12.00 3"), ("08.00-09.00 0",)),
        "procedure": ((), ("Ambil nomor",)), "product": _OPTIONAL_TEXT, "complaints": _OPTIONAL_TEXT,
        **_SERIES, "letter": (None, "C", "D"),
    },
    "counter": {
        "number": (1, 2, 3, 9), "agency": ("satu", "dua"), "zone": ("utama", "atas"),
        "services": (("ktp",), ("kk", "pajak"), ("pajak", "ktp", "kk")), "label": ("", "Z1-01", "4K1"),
        "plan_x": (None, 1, 7), "plan_y": (None, 1, 60),
    },
    "wall": {
        "id": ("layar-1", "layar-2"), "zone": ("", "utama", "atas"),
        "agencies": ((), ("satu",), ("satu", "dua")),
        "counters": ((), (1,), (1, 2)), "slides": ((), ("waiting",), ("pictures", "address")),
        "plan_x": (None, 2, 8), "plan_y": (None, 2, 60), "faces": ("up", "down", "left", "right"),
        "left": ((), (1,)), "right": ((), (2,)), "ahead": ((), (3,)), "behind": ((), (1, 3)),
    },
    "hours": {
        **_SCOPE,
        "days": (None, ["sen", "sel", "rab", "kam", "jum", "sab", "min"], ["sel"], ["rab"]),
        "dates": (None, [TODAY], [TOMORROW]), "every_weeks": (None, 2), "weeks_of_month": (None, ["kedua"]),
        "stop_before_break": (None, 0, 30), "through_breaks": (None, True),
        "suspended": (None, True),
        "opens": ("00.00", "07.00", "08.00", "09.30"), "closes": ("09.00", "12.00", "24.00"),
        "breaks": ((), ("09.00-09.30",), ("08.10-08.40", "sel 09.00-10.00")),
        "tickets_from": (None, "07.45", "08.30"), "tickets_until": (None, "08.45", "11.00"),
        "from": (None, TODAY, TOMORROW), "until": (None, TODAY, TOMORROW),
    },
    "closed": {
        **_SCOPE, "date": (TODAY, TOMORROW), "until": (None, TOMORROW), "name": _TEXT,
        "confirmed": (True, False),
    },
    "notice": {
        "text": ("Bawa KTP asli", "x"), "first": (None, TODAY, TOMORROW), "last": (None, TODAY, TOMORROW),
        "zone": ("", "utama"),
    },
    "outcome": {"id": ("done", "papers", "baru"), "name": _TEXT, "name_en": _OPTIONAL_TEXT},
}  # fmt: skip
VALUES = {
    (section, field): values for section, fields in _BY_SECTION.items() for field, values in fields.items()
}
