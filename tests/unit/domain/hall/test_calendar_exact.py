"""Hours of certain dates and weeks, breaks that bind or do not, and which of two entries holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from balai.domain.decide.issuing.ticketing import Accept, Refuse, takes_tickets
from balai.domain.hall.calendar import Break, Hours, agency_scope
from balai.domain.hall.config import HallConfig
from balai.domain.hall.opening import NextValid, next_valid, spans
from tests.support.calendars import DESK, WEEK, hall, service, wita

TUESDAY = date(2026, 4, 14)


def shown(config: HallConfig, day: date, service_id: str = "ktp") -> list[str]:
    return [f"{s.opens:%H.%M}-{s.closes:%H.%M}" for s in spans(config, service(config, service_id), day)]


def test_an_agency_that_is_present_on_single_dates_is_there_on_no_other() -> None:
    visits = Hours((), time(9), time(12), scope=agency_scope("dua"), dates=(TUESDAY, date(2026, 4, 30)))
    config = hall(WEEK, visits)
    assert shown(config, TUESDAY, "pajak") == ["09.00-12.00"]
    assert shown(config, date(2026, 4, 15), "pajak") == []
    assert next_valid(config, service(config, "pajak"), TUESDAY) == NextValid(date(2026, 4, 30), time(7, 45))
    also = hall(WEEK, DESK, replace(visits, dates=(date(2026, 4, 16),)))
    assert shown(also, date(2026, 4, 16), "pajak") == ["09.00-12.00"]
    assert shown(also, date(2026, 4, 13), "pajak") == ["08.00-12.00"]


def test_every_second_week_counts_from_the_first() -> None:
    start = date(2026, 4, 16)
    config = hall(WEEK, replace(DESK, weekdays=(0, 3), start=start, every=2))
    days = [start + timedelta(days=n) for n in range(30)]
    open_on = [day for day in days if shown(config, day, "pajak")]
    assert [f"{day:%m-%d}" for day in open_on] == ["04-16", "04-27", "04-30", "05-11", "05-14"]


def test_the_first_wednesday_and_the_last_friday_of_a_month() -> None:
    first = replace(DESK, weekdays=(2,), nth=(1,))
    last = replace(DESK, weekdays=(4,), nth=(-1,))
    config = hall(WEEK, first, last)
    days = [date(2026, 4, 1) + timedelta(days=n) for n in range(61)]
    assert [day for day in days if shown(config, day, "pajak")] == [
        date(2026, 4, 1), date(2026, 4, 24), date(2026, 5, 6), date(2026, 5, 29),
    ]  # fmt: skip


def test_an_agency_may_work_through_the_halls_break_but_not_its_own() -> None:
    pause = (Break(time(10), time(10, 15)),)
    desk = Hours((1,), time(8), time(15), pause, agency_scope("dua"), through_breaks=True)
    config = hall(WEEK, desk)
    assert shown(config, TUESDAY, "pajak") == ["08.00-10.00", "10.15-15.00"]
    assert shown(config, TUESDAY) == ["08.00-12.00", "13.00-15.00"]


def test_hours_that_are_suspended_close_what_they_are_of_until_they_hold_again() -> None:
    dated = Hours((), time(9), time(12), scope=agency_scope("dua"), dates=(TUESDAY,))
    own = (replace(DESK, weekdays=(1, 2)), dated)
    closed = hall(WEEK, *(replace(one, suspended=True) for one in own))
    assert shown(closed, TUESDAY, "pajak") == []
    assert next_valid(closed, service(closed, "pajak"), TUESDAY) is None
    assert shown(closed, TUESDAY) == ["08.00-12.00", "13.00-15.00"]
    some = hall(WEEK, own[0], replace(dated, suspended=True))
    assert shown(some, TUESDAY, "pajak") == shown(hall(WEEK, own[0]), TUESDAY, "pajak") != []


def test_numbers_stop_before_a_break_where_the_hall_wants_it() -> None:
    config = hall(replace(WEEK, stop_before_break=20))
    ktp = service(config)
    assert isinstance(takes_tickets(config, ktp, wita(TUESDAY, 11, 39), 0, 1), Accept)
    for hour, minute in ((11, 40), (12, 30)):
        told = takes_tickets(config, ktp, wita(TUESDAY, hour, minute), 0, 1)
        assert told == Refuse("before_break", TUESDAY, "13:00")
    assert isinstance(takes_tickets(config, ktp, wita(TUESDAY, 13), 0, 1), Accept)


def test_the_more_exact_hours_win() -> None:
    day = date(2026, 3, 4)
    dated = Hours((), time(10), time(11), dates=(day,))
    first = replace(WEEK, weekdays=(2,), opens=time(9), nth=(1,))
    second = replace(WEEK, weekdays=(2,), opens=time(8, 30), start=date(2026, 3, 2), every=2)
    for hours in ((WEEK, second, first, dated), (dated, first, second, WEEK)):
        assert shown(hall(*hours), day) == ["10.00-11.00"]
        assert shown(hall(*(h for h in hours if h is not dated)), day)[0] == "09.00-12.00"
        assert shown(hall(*(h for h in hours if h not in (dated, first))), day)[0] == "08.30-12.00"
