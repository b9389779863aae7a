"""Numbers through the day's own rules: the queue that is there decides whether another fits."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.day import HallDay
from balai.domain.decide.ticketing import check_ticket, work_ahead
from balai.domain.errors import Refusal
from balai.domain.events import VisitIssued
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours
from balai.domain.hall.config import HallConfig
from balai.domain.hall.opening import is_open
from tests.support.days import DayDriver, small_hall

WEEK = Hours((0, 1, 2, 3, 4), time(8), time(15), tickets_from=time(7, 45))
OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
CLOSES = OPENS + timedelta(hours=7)


def hall() -> HallConfig:
    return replace(small_hall(), calendar=Calendar((WEEK,)))


def issue(driver: DayDriver, count: int, service_id: str = "ktp") -> None:
    for _ in range(count):
        number = len(driver.day.visits)
        driver.do(
            c.IssueVisit(
                visit_id=f"00000000-0000-4000-8000-{number:012d}",
                service_id=service_id,
                priority_class="regular",
            ),
            after=0,
        )


def man(driver: DayDriver, counter_id: str) -> None:
    driver.do(c.OpenCounter(counter_id=counter_id, session_id=counter_id, actor=f"staff:{counter_id}"), 0)


def ahead(day: HallDay, now: datetime, service_id: str = "ktp") -> tuple[float, int]:
    return work_ahead(day, day.config.service_by_id[service_id], now)


def test_before_anybody_signs_in_all_that_offer_it_count() -> None:
    driver = DayDriver(hall(), OPENS - timedelta(minutes=10))
    issue(driver, 4)
    assert ahead(driver.day, driver.now) == (60.0, 2)
    assert ahead(driver.day, driver.now, "pajak") == (0.0, 1)


def test_lines_of_other_services_count_as_far_as_the_same_desks_serve_them() -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, 2)
    issue(driver, 3, "kk")
    issue(driver, 5, "pajak")
    assert ahead(driver.day, driver.now) == (75.0, 2)
    man(driver, "l2")
    assert ahead(driver.day, driver.now) == (75.0, 1)


def test_a_line_that_others_serve_too_counts_with_their_share() -> None:
    config = hall()
    shared = replace(config.counters[2], service_ids=("pajak", "kk"))
    driver = DayDriver(replace(config, counters=(*config.counters[:2], shared)), OPENS)
    issue(driver, 4, "kk")
    assert ahead(driver.day, driver.now) == (40.0, 2)
    assert ahead(driver.day, driver.now, "pajak") == (20.0, 1)


def test_a_visitor_at_the_desk_counts_with_what_is_left() -> None:
    driver = DayDriver(hall(), OPENS)
    man(driver, "l1")
    issue(driver, 1)
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:l1"), 0)
    assert ahead(driver.day, driver.now + timedelta(minutes=5)) == (10.0, 1)
    assert ahead(driver.day, driver.now + timedelta(minutes=50)) == (0.0, 1)


def test_a_desk_on_a_break_comes_back_and_a_closed_one_does_not() -> None:
    driver = DayDriver(hall(), OPENS)
    man(driver, "l1")
    man(driver, "l2")
    driver.do(c.PauseCounter(counter_id="l2", actor="staff:l2"), 0)
    assert ahead(driver.day, driver.now)[1] == 2
    driver.do(c.CloseCounter(counter_id="l2", actor="staff:l2"), 0)
    assert ahead(driver.day, driver.now)[1] == 1


def test_the_last_number_is_the_last_that_can_be_served() -> None:
    driver = DayDriver(hall(), CLOSES - timedelta(minutes=46))
    man(driver, "l1")
    issue(driver, 3)
    with pytest.raises(Refusal) as refused:
        issue(driver, 1)
    assert refused.value.code == "no_more_today"
    assert refused.value.params["next_day"] == "2026-04-15"
    assert refused.value.params["next_time"] == "07:45"
    assert str(refused.value) == (
        "KTP could not serve another visitor before it closes today. "
        "Numbers are given out from 07:45 on 2026-04-15."
    )
    man(driver, "l2")
    issue(driver, 2)
    with pytest.raises(Refusal, match="another visitor"):
        issue(driver, 1)


def test_a_holiday_says_its_name() -> None:
    feast = ClosedDay(OPENS.date(), "Hari uji", confirmed=True)
    driver = DayDriver(replace(hall(), calendar=Calendar((WEEK,), (feast,))), OPENS)
    with pytest.raises(Refusal, match=r"KTP is closed today: Hari uji\.") as refused:
        issue(driver, 1)
    assert (refused.value.code, refused.value.params["holiday"]) == ("holiday", "Hari uji")


def test_a_hall_that_never_opens_promises_nothing() -> None:
    shut = replace(hall(), calendar=Calendar((replace(WEEK, weekdays=()),)))
    driver = DayDriver(shut, OPENS)
    with pytest.raises(Refusal, match="not open again within 60 days") as refused:
        issue(driver, 1)
    assert (refused.value.code, refused.value.params["next_day"]) == ("closed_today", None)


@settings(max_examples=settings().max_examples // 3)
@given(st.lists(st.tuples(st.sampled_from(["ktp", "kk", "pajak"]), st.integers(0, 60)), max_size=30))
def test_no_number_is_given_while_closed_or_too_late(arrivals: list[tuple[str, int]]) -> None:
    driver = DayDriver(hall(), OPENS - timedelta(minutes=30))
    for service_id, minutes in arrivals:
        driver.now += timedelta(minutes=minutes)
        service = driver.day.config.service_by_id[service_id]
        before = driver.day
        try:
            check_ticket(before, service, driver.now)
        except Refusal:
            with pytest.raises(Refusal):
                issue(driver, 1, service_id)
        else:
            issue(driver, 1, service_id)
            assert isinstance(driver.log[-1].event, VisitIssued)
            work, desks = work_ahead(before, service, driver.now)
            begins = max(driver.now, OPENS) + timedelta(minutes=work / desks)
            assert begins + timedelta(minutes=service.service_minutes) <= CLOSES
            assert is_open(before.config, service, begins)
