"""A service with a letter of its own has a series whose id is nobody else's."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from balai.config import Source
from balai.hall_file.mapping import config_of, file_of
from balai.hall_file.read import read_sections
from balai.protocol.base import Slug

LONG = "x" * 64
FILE = """
[hall]
id = "uji"
code = "64.02.06"
name = "MPP Uji"
regency = "Kabupaten Uji"
time_zone = "Asia/Makassar"
[[zone]]
id = "utama"
name = "Ruang"
"""
AGENCY = """
[[agency]]
id = "{id}"
name = "{id}"
short_name = "A"
letter = "{letter}"
shape = "kotak"
ink = "#000000"
lit = "#ffffff"
"""
SERVICE = """
[[service]]
id = "{id}"
agency = "{agency}"
name = "{id}"
{letter}
"""
COUNTER = """
[[counter]]
number = 1
agency = "{agency}"
zone = "utama"
services = ["ktp", "kk"]
"""


@pytest.mark.parametrize(
    ("agencies", "services"),
    [(("dinas", "own-ktp"), ("ktp", "kk")), (("dinas", "own-ktp", "own-ktp-2"), ("ktp", "kk"))],
)
def test_an_agency_may_have_the_name_that_a_series_would_have(
    agencies: tuple[str, ...], services: tuple[str, ...]
) -> None:
    _holds(agencies, services)


def test_a_long_id_makes_one_that_can_be_asked_for() -> None:
    _holds(("dinas",), (LONG, LONG[:-1] + "y"))


def _holds(agencies: tuple[str, ...], services: tuple[str, ...]) -> None:
    text = FILE + "".join(AGENCY.format(id=a, letter="ABC"[n]) for n, a in enumerate(agencies))
    for n, service in enumerate(services):
        text += SERVICE.format(id=service, agency="dinas", letter=f'letter = "{"KL"[n]}"')
    text += COUNTER.format(agency="dinas").replace('"ktp", "kk"', ", ".join(f'"{s}"' for s in services))
    config = config_of(read_sections(Source.of_text("hall.toml", text)))
    assert len(config.series_by_id) == len(config.series) == len(agencies) + len(services)
    slug = TypeAdapter(Slug)
    for series in config.series:
        assert slug.validate_python(series.id) == series.id
    drawn = {service.id: config.series_by_id[service.series_id].letter for service in config.services}
    assert drawn == dict(zip(services, "KL", strict=False))
    assert file_of(config)["service"][0]["letter"] == "K"
