"""A hall may keep the order over night: who still waits comes first in the morning, in the same order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.decide.closing import carried_over
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours, service_scope
from balai.domain.hall.config import HallConfig, Rules
from balai.domain.visit import LegState
from tests.support.days import DayDriver, small_hall

BUDI, SARI = "staff:budi", "staff:sari"
OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
WEEK = Hours((0, 1, 2, 3, 4), time(8), time(15))
TUESDAY = date(2026, 4, 14)


def hall(*more: Hours, discipline: str = "earliest_due", closed: tuple[ClosedDay, ...] = ()) -> HallConfig:
    rules = Rules(discipline=discipline, over_night="order")
    return replace(small_hall(), calendar=Calendar((WEEK, *more), closed), rules=rules)


def evening(config: HallConfig, *comes: tuple[str, str]) -> DayDriver:
    """A day on which these came (service, class), ten minutes apart, and nobody was served."""
    driver = DayDriver(config, OPENS)
    for number, (service, kind) in enumerate(comes, 1):
        driver.do(c.IssueVisit(visit_id=f"v{number}", service_id=service, priority_class=kind), after=600)
    driver.do(c.CloseDay(codes={visit_id: f"code-{visit_id}" for visit_id in driver.day.visits}))
    return driver


def next_morning(driver: DayDriver, config: HallConfig | None = None, days: int = 1) -> DayDriver:
    config = config or driver.day.config
    carried = carried_over(driver.day, driver.day.date + timedelta(days=days), config)
    start = datetime.combine(driver.day.date, time(), UTC) + timedelta(days=days - 1, hours=16)
    return DayDriver(config, start, carried=carried)  # at midnight in Makassar


def called(driver: DayDriver, counter: str = "l1", actor: str = BUDI) -> list[str]:
    """The numbers in the order in which one counter calls them."""
    if driver.day.counter(counter).holder is None:
        driver.do(c.OpenCounter(counter_id=counter, session_id=f"s-{counter}", actor=actor))
    numbers: list[str] = []
    while any(driver.day.waiting_count(s) for s in driver.day.config.counter_by_id[counter].service_ids):
        state = driver.day.counter(counter)
        driver.do(
            c.CallNext(
                counter_id=counter,
                finishes=state.leg_id,
                became="present" if state.leg_id else None,
                actor=actor,
            )
        )
        numbers.append(driver.day.legs[str(driver.day.counter(counter).leg_id)].number)
    return numbers


CAME = (("ktp", "regular"), ("kk", "priority"), ("ktp", "high"), ("kk", "regular"), ("ktp", "priority"))


@pytest.mark.parametrize("discipline", ["earliest_due", "first_come", "levels"])
def test_they_are_called_first_in_the_order_of_the_evening(discipline: str) -> None:
    config = hall(discipline=discipline)
    there = DayDriver(config, OPENS)
    for number, (service, kind) in enumerate(CAME, 1):
        issue = c.IssueVisit(visit_id=f"v{number}", service_id=service, priority_class=kind)
        there.do(issue, after=600)
    as_it_was = called(there)
    morning = next_morning(evening(config, *CAME))
    morning.now += timedelta(hours=8)
    for number, kind in enumerate(("high", "priority", "regular")):
        morning.do(c.IssueVisit(visit_id=f"new{number}", service_id="ktp", priority_class=kind))
    assert called(morning)[: len(CAME)] == as_it_was


def test_the_number_on_paper_stays_and_is_given_to_nobody_else() -> None:
    morning = next_morning(evening(hall(), ("ktp", "regular"), ("kk", "regular"), ("pajak", "regular")))
    assert sorted(visit.number for visit in morning.day.visits.values()) == ["A-001", "A-002", "B-001"]
    assert {visit.id for visit in morning.day.visits.values()} == {"v1", "v2", "v3"}
    morning.now += timedelta(hours=8)
    morning.do(c.IssueVisit(visit_id="new", service_id="ktp"))
    assert morning.day.visits["new"].number == "A-003", "numbers go on after those of the evening"


def test_a_service_that_does_not_open_the_next_day_keeps_its_numbers_for_the_day_after() -> None:
    thursday = Hours((1, 3), time(8), time(15), scope=service_scope("pajak"))
    config = hall(thursday)
    morning = next_morning(evening(config, ("pajak", "regular"), ("ktp", "regular")))
    assert [visit.number for visit in morning.day.visits.values()] == ["A-001"]
    (right,) = morning.day.vouchers.values()
    assert (right.number, right.valid_on) == ("B-001", date(2026, 4, 16))
    thursday_morning = next_morning(morning)
    assert [visit.number for visit in thursday_morning.day.visits.values()] == ["B-001"]
    wednesday = DayDriver(hall(), morning.now, carried=(right,))
    wednesday.now += timedelta(hours=9)
    wednesday.do(c.IssueVisit(visit_id="new", service_id="pajak"))
    assert wednesday.day.visits["new"].number == "B-002"


def test_a_night_is_no_waiting_time() -> None:
    there = evening(hall(), ("ktp", "regular"))
    morning, opens = next_morning(there), OPENS + timedelta(days=1)
    assert morning.now < opens
    assert morning.day.legs["v1.2"].arrived_at == opens
    assert morning.day.visits["v1"].issued_at == opens
    late = DayDriver(hall(), opens + timedelta(hours=2), carried=carried_over(there.day, opens.date()))
    assert late.day.legs["v1.2"].arrived_at == opens, "also where the hub was off in the morning"


def test_who_does_not_come_is_absent_like_anybody() -> None:
    morning = next_morning(evening(hall(), ("ktp", "regular"), ("ktp", "regular")))
    morning.now += timedelta(hours=8)
    morning.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    morning.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    morning.do(c.Miss(counter_id="l1", leg_id="v1.2", actor=BUDI))
    morning.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    assert morning.day.counter("l1").leg_id == "v2.2"
    assert next_morning(morning).day.visits.get("v1") is None, "not a third time"


def test_who_is_not_reached_that_day_either_waits_on_before_those_of_that_day() -> None:
    morning = next_morning(evening(hall(), ("ktp", "regular")))
    morning.now += timedelta(hours=8)
    morning.do(c.IssueVisit(visit_id="new", service_id="ktp", priority_class="priority"))
    morning.do(c.CloseDay(codes={visit_id: f"again-{visit_id}" for visit_id in morning.day.visits}))
    third = next_morning(morning)
    third.now += timedelta(hours=8)
    assert called(third) == ["A-001", "A-002"]


def test_who_is_cancelled_does_not_come_back_by_itself() -> None:
    morning = next_morning(evening(hall(), ("ktp", "regular")))
    morning.do(c.CancelVisit(visit_id="v1"))
    (right,) = morning.day.vouchers.values()
    assert (right.code, right.place) == ("code-v1", None)
    third = next_morning(morning)
    assert not third.day.visits
    third.now += timedelta(hours=8)
    third.do(c.IssueVisit(visit_id="v9", service_id="ktp", voucher="code-v1"))


def test_the_hall_closes_on_the_day_after_all() -> None:
    holiday = ClosedDay(date(2026, 4, 15), "Hari uji", confirmed=True)
    there = evening(hall(), ("ktp", "regular"))
    morning = next_morning(there, hall(closed=(holiday,)))
    assert not morning.day.visits
    assert [visit.number for visit in next_morning(morning).day.visits.values()] == ["A-001"]


def test_a_hall_that_gives_rights_keeps_no_order() -> None:
    rights = replace(hall(), rules=Rules())
    morning = next_morning(evening(rights, ("ktp", "regular")))
    assert (len(morning.day.visits), len(morning.day.vouchers)) == (0, 1)


def test_a_group_and_its_journey_wait_on_whole() -> None:
    driver = DayDriver(hall(), OPENS)
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", also=("pajak",), persons=3))
    driver.do(c.CloseDay(codes={"v1": "code"}))
    morning = next_morning(driver)
    visit = morning.day.visits["v1"]
    assert (visit.plan, visit.persons, visit.number) == (("pajak",), 3, "A-001")
    assert morning.day.taken == {"ktp": 3, "pajak": 3}
    assert morning.day.legs["v1.2"].state is LegState.WAITING
