"""The hall's calendar: when a service is open, and whether a number may still be given out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from balai.domain.decide.issuing.ticketing import Accept, Refuse, takes_tickets
from balai.domain.hall.calendar import Break, ClosedDay, Hours, agency_scope, service_scope
from balai.domain.hall.config import HallConfig
from balai.domain.hall.localtime import day_bounds, instant
from balai.domain.hall.opening import is_open, last_ticket, next_valid, spans
from tests.support.calendars import DESK, RAMADAN, WEEK, hall, service, wita
from tests.support.days import small_hall

TUESDAY, FRIDAY = date(2026, 4, 14), date(2026, 4, 17)


def shown(config: HallConfig, day: date, service_id: str = "ktp") -> list[str]:
    return [f"{s.opens:%H.%M}-{s.closes:%H.%M}" for s in spans(config, service(config, service_id), day)]


def test_a_week_has_its_breaks_and_a_longer_one_on_friday() -> None:
    config = hall(WEEK)
    assert shown(config, TUESDAY) == ["08.00-12.00", "13.00-15.00"]
    assert shown(config, FRIDAY) == ["08.00-11.30", "13.00-15.00"]
    assert shown(config, date(2026, 4, 18)) == []


def test_ramadan_replaces_the_hours_between_its_dates() -> None:
    config = hall(WEEK, RAMADAN)
    assert shown(config, date(2026, 2, 18)) == ["08.00-12.00", "13.00-15.00"]
    assert shown(config, date(2026, 2, 19)) == ["08.00-12.00", "12.30-14.00"]
    assert shown(config, date(2026, 3, 13)) == ["08.00-11.30", "12.30-14.00"]
    assert shown(config, date(2026, 3, 20)) == ["08.00-11.30", "13.00-15.00"]


def test_the_shorter_period_holds_and_only_on_its_weekdays() -> None:
    eve = Hours((3,), time(8), time(10), start=date(2026, 3, 19), end=date(2026, 3, 19))
    config = hall(WEEK, RAMADAN, eve)
    assert shown(config, date(2026, 3, 19)) == ["08.00-10.00"]
    assert shown(config, date(2026, 3, 18)) == ["08.00-12.00", "12.30-14.00"]


def test_a_hall_whose_hours_have_ended_or_not_begun_is_closed_and_not_open_day_and_night() -> None:
    config = hall(RAMADAN)
    assert shown(config, date(2026, 3, 14)) == []
    for day in (date(2026, 3, 20), date(2026, 2, 18), date(2027, 1, 4)):
        assert spans(config, service(config), day) == ()
    assert spans(hall(replace(WEEK, end=date(2026, 4, 30))), service(config), date(2026, 5, 4)) == ()
    # What is part of a hall follows it where its own hours have ended.
    own = hall(WEEK, replace(DESK, start=date(2026, 3, 2), end=date(2026, 3, 31)))
    assert shown(own, date(2026, 4, 13), "pajak") == shown(own, date(2026, 4, 13))


def test_an_agency_and_a_service_narrow_the_hall() -> None:
    only = Hours((0, 1, 2), time(10), time(17), scope=service_scope("pajak"))
    config = hall(WEEK, DESK, only)
    assert shown(config, date(2026, 4, 13), "pajak") == ["10.00-12.00"]
    assert shown(config, TUESDAY, "pajak") == []
    assert shown(config, TUESDAY) == ["08.00-12.00", "13.00-15.00"]


def test_two_sessions_of_a_day_are_joined_where_they_touch() -> None:
    config = hall(Hours((1,), time(13), time(15)), Hours((1,), time(8), time(12)))
    assert shown(config, TUESDAY) == ["08.00-12.00", "13.00-15.00"]
    assert shown(hall(Hours((1,), time(12), time(15)), Hours((1,), time(8), time(12))), TUESDAY) == [
        "08.00-15.00"
    ]


def test_only_a_confirmed_holiday_closes() -> None:
    feast = ClosedDay(TUESDAY, "Hari uji")
    assert shown(hall(WEEK, closed=(feast,)), TUESDAY) != []
    config = hall(WEEK, closed=(replace(feast, confirmed=True),))
    assert shown(config, TUESDAY) == []
    answer = takes_tickets(config, service(config), wita(TUESDAY, 9), 0, 1)
    assert answer == Refuse("holiday", date(2026, 4, 15), "07:45", "Hari uji")


def test_a_closed_day_of_an_agency_leaves_the_others_open() -> None:
    config = hall(WEEK, closed=(ClosedDay(TUESDAY, "Rapat", agency_scope("dua"), confirmed=True),))
    assert shown(config, TUESDAY, "pajak") == []
    assert shown(config, TUESDAY, "kk") != []


@pytest.mark.parametrize(
    ("hour", "minute", "code", "following"),
    [
        (7, 44, "not_open_yet", (TUESDAY, "07:45")),
        (14, 46, "no_more_today", (date(2026, 4, 15), "07:45")),
        (15, 0, "closed_now", (date(2026, 4, 15), "07:45")),
    ],
)
def test_no_number_before_the_doors_nor_too_late(
    hour: int, minute: int, code: str, following: tuple[date, str]
) -> None:
    config = hall(WEEK)
    answer = takes_tickets(config, service(config), wita(TUESDAY, hour, minute), 0, 2)
    assert answer == Refuse(code, *following)


def test_a_closed_weekday_names_the_next_open_one() -> None:
    config = hall(WEEK, DESK)
    answer = takes_tickets(config, service(config, "pajak"), wita(FRIDAY, 9), 0, 1)
    assert answer == Refuse("closed_today", date(2026, 4, 20), "07:45")


def test_the_work_ahead_is_shared_by_the_counters_and_pauses_with_them() -> None:
    config = hall(WEEK)
    for minutes, counters, expected in [
        (60, 2, wita(TUESDAY, 8, 30)),
        (225, 1, wita(TUESDAY, 11, 45)),
        (226, 1, wita(TUESDAY, 13)),
        (300, 1, wita(TUESDAY, 14)),
        (345, 1, wita(TUESDAY, 14, 45)),
    ]:
        assert takes_tickets(config, service(config), wita(TUESDAY, 7, 50), minutes, counters) == Accept(
            expected
        )
    late = takes_tickets(config, service(config), wita(TUESDAY, 7, 50), 346, 1)
    assert late == Refuse("no_more_today", date(2026, 4, 15), "07:45")


def test_numbers_run_on_through_a_break_only_where_the_day_goes_on() -> None:
    config = hall(WEEK, DESK)
    noon = takes_tickets(config, service(config), wita(TUESDAY, 12, 15), 0, 1)
    assert noon == Accept(wita(TUESDAY, 13))
    monday = date(2026, 4, 13)
    desk = takes_tickets(config, service(config, "pajak"), wita(monday, 11, 50), 0, 1)
    assert desk == Refuse("no_more_today", date(2026, 4, 15), "07:45")


def test_a_last_number_may_be_written() -> None:
    config = hall(replace(WEEK, tickets_until=time(14)))
    assert isinstance(takes_tickets(config, service(config), wita(TUESDAY, 14), 0, 1), Accept)
    late = takes_tickets(config, service(config), wita(TUESDAY, 14, 1), 0, 1)
    assert isinstance(late, Refuse)
    assert late.code == "no_more_today"
    assert last_ticket(config, service(config), TUESDAY) == wita(TUESDAY, 14)
    assert last_ticket(hall(WEEK), service(config), TUESDAY) == wita(TUESDAY, 14, 45)


def test_a_service_that_gives_numbers_later_than_the_hall_says_so() -> None:
    own = replace(DESK, opens=time(10), tickets_from=time(9, 30))
    config = hall(WEEK, own)
    monday = date(2026, 4, 13)
    assert takes_tickets(config, service(config, "pajak"), wita(monday, 9), 0, 1) == Refuse(
        "not_open_yet", monday, "09:30"
    )


def test_the_doors_of_the_hall_bound_every_services_first_number() -> None:
    early = replace(DESK, opens=time(10), tickets_from=time(7, 30))
    config = hall(replace(WEEK, tickets_from=None), early)
    found = next_valid(config, service(config, "pajak"), FRIDAY)
    assert found is not None
    assert (found.day, found.time) == (date(2026, 4, 20), time(8))


def test_a_day_whose_last_number_comes_before_the_first_is_not_valid() -> None:
    late = Hours((0, 1), time(10), time(12), scope=agency_scope("dua"), tickets_from=time(9, 30))
    config = hall(replace(WEEK, weekdays=(0,), tickets_until=time(9)), replace(WEEK, weekdays=(1,)), late)
    found = next_valid(config, service(config, "pajak"), FRIDAY)
    assert found is not None
    assert (found.day, found.time) == (date(2026, 4, 21), time(9, 30))


def test_an_opening_is_without_its_end() -> None:
    config = hall(WEEK)
    moments = [wita(TUESDAY, 8), wita(TUESDAY, 12), wita(TUESDAY, 13), wita(TUESDAY, 15)]
    assert [is_open(config, service(config), moment) for moment in moments] == [True, False, True, False]


def test_a_break_inside_another_opens_nothing() -> None:
    pauses = (Break(time(11), time(14)), Break(time(12), time(13)), Break(time(14, 30), time(16)))
    assert shown(hall(replace(WEEK, breaks=pauses)), TUESDAY) == ["08.00-11.00", "14.00-14.30"]


def test_a_standard_time_longer_than_any_opening_fills_the_longest() -> None:
    config = hall(WEEK)
    long = replace(service(config), service_minutes=400)
    assert takes_tickets(config, long, wita(TUESDAY, 7, 50), 0, 1) == Accept(wita(TUESDAY, 8))
    assert isinstance(takes_tickets(config, long, wita(TUESDAY, 8, 1), 0, 1), Refuse)


def test_an_empty_calendar_never_closes() -> None:
    config = small_hall()
    night = wita(TUESDAY, 2)
    assert is_open(config, service(config), night)
    assert takes_tickets(config, service(config), night, 30, 2) == Accept(wita(TUESDAY, 2, 15))
    assert next_valid(config, service(config), TUESDAY) is not None


def test_nothing_is_promised_beyond_sixty_days() -> None:
    config = hall(replace(WEEK, start=date(2026, 7, 1), end=date(2026, 7, 31)), replace(WEEK, weekdays=()))
    assert next_valid(config, service(config), date(2026, 5, 1)) is None
    found = next_valid(config, service(config), date(2026, 5, 2))
    assert found is not None
    assert (found.day, found.time) == (date(2026, 7, 1), time(7, 45))


def test_years_change_and_leap_days_come() -> None:
    config = hall(WEEK, closed=(ClosedDay(date(2027, 1, 1), "Tahun Baru", confirmed=True),))
    new_year = takes_tickets(config, service(config), wita(date(2026, 12, 31), 14, 50), 0, 1)
    assert new_year == Refuse("no_more_today", date(2027, 1, 4), "07:45")
    found = next_valid(config, service(config), date(2028, 2, 28))
    assert found is not None
    assert found.day == date(2028, 2, 29)


def test_the_day_is_the_halls_not_utc() -> None:
    config = hall(WEEK)
    monday_in_utc = datetime(2026, 4, 13, 23, 50, tzinfo=UTC)
    assert takes_tickets(config, service(config), monday_in_utc, 0, 1) == Accept(wita(TUESDAY, 8))


BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_a_missing_local_time_is_the_moment_of_the_leap() -> None:
    leap = datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert instant(SPRING, time(2, 30), BERLIN) == leap
    assert instant(SPRING, time(2), BERLIN) == instant(SPRING, time(3), BERLIN) == leap
    night = hall(Hours((6,), time(2, 15), time(2, 45)), zone="Europe/Berlin")
    assert spans(night, service(night), SPRING) == ()


def test_a_doubled_local_time_is_its_first() -> None:
    night = hall(Hours((6,), time(1), time(2, 30)), zone="Europe/Berlin")
    (only,) = spans(night, service(night), AUTUMN)
    assert only.closes.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert is_open(night, service(night), datetime(2026, 10, 25, 0, 29, tzinfo=UTC))
    assert not is_open(night, service(night), datetime(2026, 10, 25, 1, 15, tzinfo=UTC))


def test_a_day_that_a_zone_left_out_has_no_opening() -> None:
    samoa = hall(zone="Pacific/Apia")
    begins, ends = day_bounds(date(2011, 12, 30), ZoneInfo("Pacific/Apia"))
    assert begins == ends
    assert spans(samoa, service(samoa), date(2011, 12, 30)) == ()
