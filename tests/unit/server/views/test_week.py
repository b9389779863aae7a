"""A week of the calendar is told as the domain opens services, day by day, with its rule in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from balai.domain.hall.calendar import HALL as HALL_SCOPE
from balai.domain.hall.calendar import ClosedDay, Hours
from balai.domain.hall.config import HallConfig
from balai.domain.hall.opening import spans
from balai.protocol.managed.drafts import WeekRow
from server.views.settings.span import glance_of
from server.views.settings.week import week_of
from tests.support.sample import sample_hall

HALL, MONDAY = sample_hall(), date(2026, 4, 13)
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


def test_a_day_tells_why_it_is_as_it_is() -> None:
    told = rows()
    assert "Istirahat 90 menit mulai 11.30 karena hari Jumat." in told[""].days[4].told
    assert "karena hari" not in told[""].days[0].told
    assert "Instansi ini punya jam sendiri." in told["imigrasi"].days[0].told
    assert "Instansi ini tidak buka setiap Jumat." in told["imigrasi"].days[4].told
    shorter = Hours((0, 1, 2, 3, 4), time(8), time(14), start=MONDAY, end=FRIDAY)
    calendar = replace(HALL.calendar, hours=(*HALL.calendar.hours, shorter))
    special = rows(replace(HALL, calendar=calendar))[""].days[0].told
    assert "Masa khusus Senin, 13 April 2026 sampai Jumat, 17 April 2026." in special
    assert "Jam khusus" not in special


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    st.integers(1, 60),
    st.lists(st.integers(0, 59), max_size=5),
)
def test_a_glance_is_each_day_as_the_calendar_opens_it(first: date, count: int, shut: list[int]) -> None:
    closed = tuple(
        ClosedDay(first + timedelta(days=at), f"libur {at}", confirmed=at % 2 == 0)
        for at in dict.fromkeys(shut)
    )
    calendar = replace(HALL.calendar, closed=closed)
    days = glance_of(calendar, first, count)
    assert [day.date for day in days] == [first + timedelta(days=at) for at in range(count)]
    for day in days:
        closing = calendar.closing((HALL_SCOPE,), day.date)
        assert day.closed_for == (closing.name if closing else "")
        assert day.open == (closing is None and bool(calendar.hours_on(HALL_SCOPE, day.date)))
        assert bool(day.proposed) == any(c.date == day.date and not c.confirmed for c in closed)


def test_a_holiday_closes_once_it_is_confirmed() -> None:
    for confirmed in (False, True):
        closed = (ClosedDay(FRIDAY, "Pelatihan", confirmed=confirmed),)
        day = rows(replace(HALL, calendar=replace(HALL.calendar, closed=closed)))[""].days[4]
        assert bool(day.spans) != confirmed
        assert ("Pelatihan masih usulan" in day.told) != confirmed
        assert day.closed_for == ("Pelatihan" if confirmed else "")


def test_somebody_of_an_agency_sees_its_row_beside_the_halls() -> None:
    assert [row.agency for row in week_of(HALL, MONDAY, "en", "samsat").rows] == ["", "samsat"]
