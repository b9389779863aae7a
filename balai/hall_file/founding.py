"""The hall that a first start begins with: one information desk, all else still to be told (pure)."""

from __future__ import annotations

import re
import unicodedata

from balai.config import Source
from balai.domain.hall.config import Hall, HallConfig
from balai.hall_file.read import read_hall
from balai.words.said import say

#: Nobody chooses it for an agency of the library.
_LETTER = "J"
_LONGEST_ID = 40


def founding_hall(hall: Hall) -> HallConfig:
    """A hall that works and has only its information desk, of which every hall has one.

    Raises ConfigurationFaults where the hall itself is told wrongly.
    """
    told = {
        "id": hall.id, "code": hall.code, "name": hall.name, "regency": hall.regency,
        "time_zone": hall.time_zone, "language": hall.language,
    }  # fmt: skip
    return read_hall(Source(say("setting.the_file"), {"hall": told, **_DESK}))


def is_founding(config: HallConfig) -> bool:
    """Whether a hall is still as its first start began it."""
    return len(config.agencies) == 1 and config == founding_hall(config.hall)


def id_of(district: str) -> str:
    """The id of a hall from the name of its district: kota-bangun-darat."""
    plain = unicodedata.normalize("NFD", district).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].rstrip("-") or "balai"


_DESK = {
    "zone": [{"id": "utama", "name": "Ruang utama"}],
    "agency": [
        {
            "id": "informasi", "name": "Meja Informasi", "short_name": "Meja Informasi",
            "tagline": "Informasi dan pengaduan", "letter": _LETTER, "shape": "bulat", "ink": "#3D5B67",
            "lit": "#CAD5D9",
        }
    ],
    "service": [
        {
            "id": "informasi", "agency": "informasi", "name": "Informasi dan pengaduan",
            "name_en": "Information and complaints", "service_minutes": 10, "fee": "Tidak dipungut biaya",
        }
    ],
    "counter": [{"number": 1, "agency": "informasi", "zone": "utama", "services": ["informasi"]}],
}  # fmt: skip
