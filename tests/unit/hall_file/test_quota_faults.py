"""Quotas that contradict each other or the numbers they are drawn from are faults, with both lines."""

from __future__ import annotations

import pytest

from balai.config import Source
from balai.domain.hall.config import QuotaBlock
from balai.errors import ConfigurationFaults
from balai.hall_file.mapping import file_of
from balai.hall_file.read import read_hall
from balai.hall_file.warn import warnings

HALL = """\
[hall]
id = "uji"
code = "64.02.06"
name = "MPP Uji"
regency = "Kabupaten Uji"
time_zone = "Asia/Makassar"

[[zone]]
id = "utama"
name = "Ruang utama"

[[agency]]
id = "satu"
name = "Dinas Satu"
short_name = "Satu"
letter = "A"
shape = "bulat"
ink = "#123456"
lit = "#abcdef"
{agency}

[[service]]
id = "ktp"
agency = "satu"
name = "KTP"
{service}

[[counter]]
number = 1
agency = "satu"
zone = "utama"
services = ["ktp"]
"""


def read(agency: str = "", service: str = "") -> dict[str, str]:
    """The faults of the file by path; empty where it reads."""
    try:
        read_hall(Source.of_text("hall.toml", HALL.format(agency=agency, service=service)))
    except ConfigurationFaults as found:
        return {fault.path: f"{fault.line}: {fault.message}" for fault in found.faults}
    return {}


def test_a_quota_larger_than_its_numbers_is_a_fault_that_names_both_lines_and_what_to_do() -> None:
    told = read("last_number = 99", "quota = 100")["service[1].quota"]
    assert told.startswith("26: 100 is more than the 99 numbers of its letter (line 20); write a larger ")
    assert read("last_number = 99", "quota = 99") == {}
    assert "(line 16)" in read("", "quota = 1000")["service[1].quota"]


@pytest.mark.parametrize(
    ("agency", "most"),
    [
        ('last_number = 99\nnext_letters = ["AA", "AB"]', 297),
        ('last_number = 99\nsecond_letter = "S"\nsecond_from = "13.00"', 198),
        ("first_number = 51\nlast_number = 99", 49),
    ],
)
def test_every_number_that_the_hall_wrote_counts(agency: str, most: int) -> None:
    assert read(agency, f"quota = {most}") == {}
    assert f"more than the {most} numbers" in read(agency, f"quota = {most + 1}")["service[1].quota"]


def test_a_service_with_a_letter_of_its_own_and_an_agency_are_asked_alike() -> None:
    own = read("", 'letter = "K"\nlast_number = 9\nquota = 10')["service[1].quota"]
    assert "(line 27)" in own
    assert "more than the 9 numbers" in read("last_number = 9\nquota = 10")["agency[1].quota"]
    assert read("last_number = 9\nquota = 10", 'letter = "K"') == {}


@pytest.mark.parametrize(
    ("service", "path", "says"),
    [
        ("quota = 10\nquota_booked = 11", "quota_booked", "27: 11 is more than the quota of 10 (line 26)"),
        ('quota = 10\nquota_blocks = ["08.00-10.00 11"]', "quota_blocks[1]", "the quota of 10 (line 26)"),
        (
            'quota_booked = 3\nbooking_blocks = ["08.00-10.00 3", "10.00-12.00 4"]',
            "booking_blocks[2]", "more than the quota_booked of 3 (line 26)",
        ),
        (
            'booking_blocks = ["08.00-10.00 3", "09.30-12.00 4"]',
            "booking_blocks[2]", "overlaps 08.00-10.00 (line 26)",
        ),
        ('quota_blocks = ["08.00-10.00 3", "08.00-10.00 3"]', "quota_blocks[2]", "overlaps 08.00-10.00"),
        ('booking_blocks = ["10.00-08.00 3"]', "booking_blocks[1]", "is not after"),
    ],
)  # fmt: skip
def test_parts_and_hours_that_contradict_are_named_with_both_lines(
    service: str, path: str, says: str
) -> None:
    found = read("", service)
    assert says in found[f"service[1].{path}"]


def test_quotas_that_are_too_many_together_are_only_warned_of() -> None:
    more = '\n[[service]]\nid = "kk"\nagency = "satu"\nname = "KK"\nquota = 60\n'
    text = HALL.format(agency="last_number = 99", service="quota = 60" + more)
    text = text.replace('["ktp"]', '["ktp", "kk"]')
    told = warnings(read_hall(Source.of_text("hall.toml", text)))
    assert any("are 120 together, but it has only 99 numbers" in warning for warning in told)


def test_hours_to_book_are_read_and_written() -> None:
    text = HALL.format(agency="", service='booking_blocks = ["08.00-10.00 3"]')
    config = read_hall(Source.of_text("hall.toml", text))
    (block,) = config.service_by_id["ktp"].booking_blocks
    assert isinstance(block, QuotaBlock)
    assert block.quota == 3
    assert file_of(config)["service"][0]["booking_blocks"] == ("08.00-10.00 3",)
