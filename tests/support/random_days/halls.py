"""The halls of random days: small or wider, with series and quotas that run out, and hours that end at noon.

They are made as a hall's file is, so that any setting of a file can be edited while people wait.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random
from typing import Any

from balai.config import Source
from balai.domain import commands as c
from balai.domain.hall.config import OVER_NIGHT, RETURN_RULES, HallConfig
from balai.domain.hall.learned import NOTHING_LEARNED, Lasting, Learned, Usual
from balai.domain.log import GENESIS
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.visit import Voucher
from balai.hall_file.read import read_hall

DATE = date(2026, 4, 14)
#: The hall opens 08.00 local, as the day begins; the last of it is 12.00.
OPENS, CLOSES = "08.00", "12.00"
WEEK = ["sen", "sel", "rab", "kam", "jum", "sab", "min"]
BLOCKS = ["08.00-09.00 2", "09.00-12.00 3"]
VOUCHERS = (
    Voucher("v-today", "A-099", "ktp", DATE),
    Voucher("v-later", "A-098", "kk", DATE + timedelta(days=1)),
    Voucher("v-some-day", "A-097", "ktp", None),
)
File = dict[str, Any]


def _agency(id_: str, letter: str, **more: object) -> File:
    name = f"Dinas {id_.title()}"
    return {
        "id": id_, "name": name, "short_name": id_.title(), "letter": letter, "shape": "bulat",
        "ink": "#123456", "lit": "#abcdef", **more,
    }  # fmt: skip


def hall_file(rules: File, last: int = 20) -> File:
    """The file of a hall of two agencies; a journey's second service names its first."""
    return {
        "hall": {
            "id": "uji", "code": "64.02.06", "name": "MPP Uji", "regency": "Kabupaten Uji",
            "time_zone": "Asia/Makassar",
        },
        "rules": rules,
        "zone": [{"id": "utama", "name": "Ruang utama"}, {"id": "atas", "name": "Lantai dua"}],
        "agency": [
            _agency("satu", "A", last_number=last),
            _agency("dua", "B", first_number=5, last_number=last),
        ],
        "service": [
            {"id": "ktp", "agency": "satu", "name": "KTP", "name_en": "ID card", "booking_blocks": BLOCKS},
            {"id": "kk", "agency": "satu", "name": "Kartu keluarga", "quota": 6},
            {
                "id": "pajak", "agency": "dua", "name": "Pajak", "quota": 6, "after": ["ktp"],
                "booking_blocks": BLOCKS,
            },
        ],
        "counter": [
            {"number": 1, "agency": "satu", "zone": "utama", "services": ["ktp", "kk"]},
            {"number": 2, "agency": "satu", "zone": "utama", "services": ["kk", "ktp"]},
            {"number": 3, "agency": "dua", "zone": "atas", "services": ["pajak"]},
        ],
        "hours": [{"days": WEEK, "opens": OPENS, "closes": CLOSES}],
        "closed": [{"date": DATE + timedelta(days=2), "name": "Usulan", "confirmed": False}],
        "outcome": [{"id": "done", "name": "Selesai"}, {"id": "papers", "name": "Berkas kurang"}],
    }  # fmt: skip


def widened(file: File) -> File:
    """A hall with more in it: agencies that share a letter or have two signs, a quota of a whole agency, a
    service with a series of its own, times of its own and a break, desks that share services crosswise."""
    more: File = {
        "agency": [
            _agency("tiga", "Z1", last_number=30, quota=9),
            _agency("empat", "A", first_number=500, last_number=520),
        ],
        "service": [
            {"id": "izin", "agency": "tiga", "name": "Izin usaha", "booking_blocks": BLOCKS},
            {"id": "nib", "agency": "tiga", "name": "Nomor induk", "letter": "3C", "last_number": 25},
            {
                "id": "halal",
                "agency": "tiga",
                "name": "Sertifikat halal",
                "after": ["izin"],
                "priority": False,
            },
            {"id": "sim", "agency": "empat", "name": "SIM", "priority_wait_minutes": 5, "quota_walk_in": 7},
            {"id": "skck", "agency": "empat", "name": "SKCK", "after": ["ktp"]},
        ],
        "counter": [
            {"number": 4, "agency": "tiga", "zone": "atas", "services": ["izin", "nib", "halal"]},
            {"number": 5, "agency": "tiga", "zone": "atas", "services": ["halal", "izin"], "label": "4K1"},
            {"number": 6, "agency": "empat", "zone": "utama", "services": ["sim", "skck"]},
            {"number": 7, "agency": "empat", "zone": "utama", "services": ["skck", "sim"]},
        ],
        "hours": [
            {"agency": "empat", "days": WEEK, "opens": "07.30", "closes": "11.30", "breaks": ["09.30-10.00"]}
        ],
    }
    return {
        name: [*entries, *more.get(name, [])] if name in more else entries for name, entries in file.items()
    }


def rules(rnd: Random) -> File:
    """Any rules."""
    drawn = {
        "discipline": rnd.choice(sorted(DISCIPLINES)),
        "ratio": rnd.randint(1, 3),
        "transfer_cap": rnd.randint(1, 4),
        "recalls_before_miss": rnd.randint(0, 1),
        "miss_after_seconds": rnd.choice([0, 30]),
        "undo_seconds": rnd.choice([0, 30]),
        "keep_place_times": rnd.randint(0, 3),
        "return_rule": rnd.choice(RETURN_RULES),
        "return_after": rnd.randint(1, 4),
        "return_times": rnd.choice([None, 1, 2]),
        "return_minutes": rnd.choice([None, 30]),
        "return_pause_minutes": rnd.choice([0, 5]),
        "over_night": rnd.choice(OVER_NIGHT),
    }
    return {name: value for name, value in drawn.items() if value is not None}


def learned(rnd: Random) -> Learned:
    """What earlier days taught: nothing, or who comes when and how long it takes."""
    if rnd.random() < 0.5:
        return NOTHING_LEARNED
    rota = tuple(Usual(f"loket-{n}", time(8, rnd.choice([0, 30]))) for n in (1, 2) if rnd.random() < 0.8)
    return Learned(5, rota, (Lasting("ktp", rnd.choice([6.0, 22.0])),))


def read(file: File) -> HallConfig:
    """The configuration that a file makes. Raises ConfigurationFaults."""
    return read_hall(Source("hall.toml", file))


def opening(rnd: Random) -> c.OpenDay:
    """The day's first command."""
    file = hall_file(rules(rnd))
    config = read(widened(file) if rnd.random() < 0.4 else file)
    return c.OpenDay(date=DATE, config=config, previous_hash=GENESIS, carried=VOUCHERS, learned=learned(rnd))
