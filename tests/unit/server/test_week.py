"""A week of the calendar is told as the domain opens services, day by day, with its rule in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from balai.domain.hall.calendar import ClosedDay
from balai.domain.hall.config import HallConfig
from balai.domain.hall.opening import spans
from balai.hall_file.read import load_hall
from balai.protocol.managed.drafts import WeekRow
from demo.driving.hubs import SAMPLE_HALL
from server.views.settings.week import week_of

HALL, MONDAY = load_hall(SAMPLE_HALL), date(2026, 4, 13)
FRIDAY = MONDAY + timedelta(days=4)


def rows(config: HallConfig = HALL) -> dict[str, WeekRow]:
    return {row.agency: row for row in week_of(config, MONDAY, "id").rows}


def test_each_day_of_each_agency_is_when_its_services_are_open() -> None:
    for agency, row in rows().items():
        own = [service for service in HALL.services if agency in ("", service.agency_id)]
        for at, told in enumerate(row.days):
            day = MONDAY + timedelta(days=at)
            ends = [span for service in own for span in spans(HALL, service, day)]
            assert bool(told.spans) == bool(ends), (agency, day)
            if ends:
                assert told.spans[0].opens == f"{min(span.opens for span in ends):%H.%M}"
                assert told.spans[-1].closes == f"{max(span.closes for span in ends):%H.%M}"


def test_what_follows_the_hall_says_so_and_a_friday_has_its_break() -> None:
    told = rows()
    assert all(day.same for day in told["disdukcapil"].days)
    assert not all(day.same for day in told["imigrasi"].days)
    friday = told[""].days[4].told
    assert friday.startswith("Jumat, 17 April 2026: loket buka 08.00–11.30 dan 13.00–15.00.")
    assert told[""].days[6].told == "Minggu, 19 April 2026: tutup, tidak ada jam buka hari itu."


def test_a_holiday_closes_once_it_is_confirmed() -> None:
    for confirmed in (False, True):
        closed = (ClosedDay(FRIDAY, "Pelatihan", confirmed=confirmed),)
        day = rows(replace(HALL, calendar=replace(HALL.calendar, closed=closed)))[""].days[4]
        assert bool(day.spans) != confirmed
        assert ("Pelatihan masih usulan" in day.told) != confirmed
        assert day.closed_for == ("Pelatihan" if confirmed else "")


def test_somebody_of_an_agency_sees_its_row_beside_the_halls() -> None:
    assert [row.agency for row in week_of(HALL, MONDAY, "en", "samsat").rows] == ["", "samsat"]
