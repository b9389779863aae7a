"""What a first start offers: a library that makes a hall without a fault, letters heard apart, districts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from balai.config import Source
from balai.domain.hall.config import Hall
from balai.hall_file.founding import founding_hall, id_of, is_founding
from balai.hall_file.library import UsualAgency, regencies, usual_agencies
from balai.hall_file.mapping import file_of
from balai.hall_file.read import read_hall
from balai.hall_file.warn import warnings

HALL = Hall("tabang", "64.02.12", "MPP Kecamatan Tabang", "Kabupaten Kutai Kartanegara", "Asia/Makassar")


def with_all(taken: tuple[UsualAgency, ...], *, usual: bool) -> dict[str, Any]:
    """The founding hall with these agencies of the library; all their services, or the `usual` ones."""
    data = file_of(founding_hall(HALL))
    for number, agency in enumerate(taken, start=2):
        told = agency.told()
        services = [one for one in told.pop("service") if one.pop("usual", True) or not usual]
        data["agency"].append(told)
        data["service"] += services
        ids = [one["id"] for one in services]
        data["counter"].append({"number": number, "agency": agency.id, "zone": "utama", "services": ids})
    return data


def test_all_of_the_library_together_makes_a_hall_that_nothing_is_said_against() -> None:
    for usual in (True, False):
        hall = read_hall(Source("hall", with_all(usual_agencies(), usual=usual)))
        assert warnings(hall) == []
        assert len(hall.agencies) == len(usual_agencies()) + 1
        assert len({(one.shape, one.ink) for one in hall.agencies}) == len(hall.agencies)


def test_each_service_has_what_the_public_is_to_know_before_a_number() -> None:
    services = [one for agency in usual_agencies() for one in agency.service]
    assert len(services) >= 40
    assert all(one.requirements and one.name_en and one.fee for one in services if one.usual)
    assert max(Counter(one.id for one in services).values()) == 1


def test_a_regency_has_all_its_districts_once() -> None:
    [kukar] = [one for one in regencies() if one.code == "64.02"]
    codes = [code for code, _ in kukar.districts]
    assert codes == [f"64.02.{n:02d}" for n in range(1, 21)]
    assert (
        len({name for _, name in kukar.districts}) == len({id_of(name) for _, name in kukar.districts}) == 20
    )


def test_a_hall_is_as_it_was_founded_until_somebody_changes_it() -> None:
    assert is_founding(founding_hall(HALL))
    assert warnings(founding_hall(HALL)) == []
    assert not is_founding(read_hall(Source("hall", with_all(usual_agencies()[:1], usual=True))))


@given(st.text(max_size=80))
def test_whatever_a_district_is_called_its_hall_has_an_id(name: str) -> None:
    found = founding_hall(Hall(id_of(name), "11.01.01", "Balai", "Kabupaten", "Asia/Jakarta"))
    assert found.hall.id == id_of(name)
