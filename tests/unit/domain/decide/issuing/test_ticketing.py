"""Numbers through the day's own rules: the queue that is there decides whether another fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.day import HallDay
from balai.domain.decide.issuing.admission import LATE, Work, expected_desks, least_work_before, work_before
from balai.domain.errors import Refusal
from balai.domain.events import VisitIssued
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours
from balai.domain.hall.config import Counter, HallConfig, Rules
from balai.domain.hall.learned import Lasting, Learned, Usual
from balai.domain.hall.opening import is_open
from balai.domain.order.position import prospect
from balai.domain.visit import Leg
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


def ahead(day: HallDay, now: datetime, service_id: str = "ktp") -> Work:
    service = day.config.service_by_id[service_id]
    desks = expected_desks(day, service, now) or day.config.counters_for[service_id]
    return work_before(day, newcomer(day, service_id, now), desks, now)


def newcomer(day: HallDay, service_id: str, now: datetime, kind: str = "regular") -> Leg:
    return prospect(day, day.config.service_by_id[service_id], kind, now, now)


def told(driver: DayDriver) -> tuple[str, str | None]:
    event = driver.log[-1].event
    assert isinstance(event, VisitIssued)
    return event.reach, event.first_on.isoformat() if event.first_on else None


def wide_hall(desks: int) -> HallConfig:
    """One service at so many desks."""
    config = hall()
    counters = tuple(Counter(f"l{n}", n, "satu", "utama", ("ktp",)) for n in range(1, desks + 1))
    return replace(config, counters=(*counters, Counter("x", 99, "dua", "utama", ("kk", "pajak"))))


def test_before_anybody_signs_in_all_that_offer_it_count() -> None:
    driver = DayDriver(hall(), OPENS - timedelta(minutes=10))
    issue(driver, 4)
    assert ahead(driver.day, driver.now) == (60.0, 2)
    assert ahead(driver.day, driver.now, "pajak") == (0.0, 1)


def test_nobody_is_sent_home_because_the_first_of_the_staff_signed_in() -> None:
    driver = DayDriver(wide_hall(4), OPENS - timedelta(minutes=11))
    man(driver, "l1")
    issue(driver, 41)
    assert told(driver) == ("sure", None)
    assert ahead(driver.day, driver.now) == (41 * 15, 4)


def test_desks_that_are_late_are_awaited_no_more_and_then_the_truth_is_told() -> None:
    driver = DayDriver(wide_hall(6), OPENS - timedelta(minutes=11))
    man(driver, "l1")
    man(driver, "l2")
    driver.now = OPENS + LATE + timedelta(minutes=1)
    issue(driver, 48)
    assert told(driver) == ("sure", None)
    issue(driver, 1)
    assert told(driver) == ("doubtful", "2026-04-15")


def test_what_earlier_days_taught_says_who_is_awaited_and_how_long_it_takes() -> None:
    rota = tuple(Usual(f"l{n}", time(9, 30)) for n in (1, 2))
    learned = Learned(10, rota, (Lasting("ktp", 6.0),))
    driver = DayDriver(wide_hall(4), OPENS - timedelta(minutes=11), learned=learned)
    issue(driver, 10)
    assert ahead(driver.day, driver.now) == (60.0, 2)
    driver.now = OPENS + timedelta(hours=2)
    assert ahead(driver.day, driver.now) == (60.0, 2)
    driver.now = OPENS + timedelta(hours=2, minutes=16)
    assert not expected_desks(driver.day, driver.day.config.service_by_id["ktp"], driver.now)


def test_lines_of_other_services_count_as_far_as_the_same_desks_serve_them() -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, 2)
    issue(driver, 3, "kk")
    issue(driver, 5, "pajak")
    assert ahead(driver.day, driver.now) == (75.0, 2)
    man(driver, "l2")
    assert ahead(driver.day, driver.now) == (75.0, 2)
    assert ahead(driver.day, OPENS + LATE + timedelta(minutes=1)) == (75.0, 1)


def test_a_line_that_others_serve_too_counts_with_their_share() -> None:
    config = hall()
    shared = replace(config.counters[2], service_ids=("pajak", "kk"))
    driver = DayDriver(replace(config, counters=(*config.counters[:2], shared)), OPENS)
    issue(driver, 4, "kk")
    assert ahead(driver.day, driver.now) == (40.0, 2)
    assert ahead(driver.day, driver.now, "pajak") == (20.0, 1)


def test_a_visitor_at_the_desk_counts_with_what_is_left() -> None:
    driver = DayDriver(wide_hall(1), OPENS)
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


def test_a_number_that_no_counter_serves_is_given_with_the_truth() -> None:
    driver = DayDriver(wide_hall(1), OPENS)
    man(driver, "l1")
    driver.do(c.CloseCounter(counter_id="l1", actor="staff:l1"), 0)
    issue(driver, 1)
    assert told(driver) == ("no_counter", "2026-04-15")
    man(driver, "l1")
    issue(driver, 1)
    assert told(driver) == ("sure", None)


def test_a_hall_without_hours_tells_of_a_missing_counter_too() -> None:
    driver = DayDriver(small_hall(), OPENS)
    man(driver, "l3")
    driver.do(c.CloseCounter(counter_id="l3", actor="staff:l3"), 0)
    issue(driver, 1, "pajak")
    assert told(driver) == ("no_counter", None)


@pytest.mark.parametrize("rule", ["earliest_due", "ratio"])
def test_priority_and_bookings_are_not_refused_because_regular_visitors_wait(rule: str) -> None:
    config = replace(wide_hall(1), rules=Rules(rule))
    driver = DayDriver(config, CLOSES - timedelta(minutes=61))
    man(driver, "l1")
    with pytest.raises(Refusal, match="another visitor"):
        issue(driver, 20)
    taken = len(driver.day.visits)
    code = driver.booked("ktp", driver.now)
    for kind, booking in (("priority", None), ("appointment", code)):
        command = c.IssueVisit(visit_id=f"own-{kind}", service_id="ktp", priority_class=kind, booking=booking)
        driver.do(command, after=0)
        assert told(driver) == ("sure", None)
    assert len(driver.day.visits) == taken + 2


def test_the_last_number_is_the_last_that_can_be_served_even_on_a_good_day() -> None:
    driver = DayDriver(wide_hall(1), CLOSES - timedelta(minutes=46))
    man(driver, "l1")
    issue(driver, 3)
    assert told(driver) == ("sure", None)
    with pytest.raises(Refusal) as refused:
        issue(driver, 1)
    assert refused.value.code == "no_more_today"
    assert refused.value.params["next_day"] == "2026-04-15"
    assert refused.value.params["next_time"] == "07:45"
    assert str(refused.value) == (
        "KTP could not serve another visitor before it closes today. "
        "Numbers are given out from 07:45 on 2026-04-15."
    )


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
@given(
    st.lists(st.tuples(st.sampled_from(["ktp", "kk", "pajak"]), st.integers(0, 60)), max_size=30),
    st.sets(st.sampled_from(["l1", "l2", "l3"])),
)
def test_no_number_is_given_while_closed_and_none_refused_that_could_be_served(
    arrivals: list[tuple[str, int]], desks: set[str]
) -> None:
    driver = DayDriver(hall(), OPENS - timedelta(minutes=30))
    for desk in sorted(desks):
        man(driver, desk)
    for service_id, minutes in arrivals:
        driver.now += timedelta(minutes=minutes)
        service = driver.day.config.service_by_id[service_id]
        before, leg = driver.day, newcomer(driver.day, service_id, driver.now)
        least = least_work_before(before, leg, driver.now)
        begins = max(driver.now, OPENS) + timedelta(minutes=least.minutes / least.desks)
        fits = begins + timedelta(minutes=service.service_minutes) <= CLOSES
        if fits and driver.now >= OPENS - timedelta(minutes=15):
            issue(driver, 1, service_id)
            assert is_open(before.config, service, max(driver.now, OPENS))
        else:
            with pytest.raises(Refusal, match=r"given out|serve another|has closed"):
                issue(driver, 1, service_id)
