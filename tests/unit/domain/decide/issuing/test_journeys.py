"""The hours of every step of a journey are looked at when the number is given, and when somebody is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.errors import Refusal
from balai.domain.events import VisitChanged, VisitIssued, event_from
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours, service_scope
from balai.domain.hall.config import HallConfig
from tests.support.days import DayDriver, journey_hall

BUDI = "staff:budi"
OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
TUESDAY, WEDNESDAY = date(2026, 4, 14), date(2026, 4, 15)
WEEK = Hours((0, 1, 2, 3, 4), time(8), time(15))


def hall(*more: Hours, closed: tuple[ClosedDay, ...] = ()) -> HallConfig:
    """Tax comes after the identity card; both take 15 minutes."""
    return replace(journey_hall(), calendar=Calendar((WEEK, *more), closed))


def until(hour: int, minute: int = 0) -> Hours:
    return Hours((0, 1, 2, 3, 4), time(8), time(hour, minute), scope=service_scope("pajak"))


def staffed(config: HallConfig) -> DayDriver:
    driver = DayDriver(config, OPENS)
    for counter in ("l1", "l2", "l3"):
        driver.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=f"staff:{counter}"))
    return driver


def told(config: HallConfig, hours: float, *before: str, service: str = "pajak") -> VisitIssued:
    """What is told to somebody who comes so many hours after the hall opened, after these."""
    driver = staffed(config)
    driver.now = OPENS + timedelta(hours=hours)
    for number, other in enumerate(before):
        driver.do(c.IssueVisit(visit_id=f"b{number}", service_id=other), after=0)
    (issued,) = driver.do(c.IssueVisit(visit_id="v1", service_id=service), after=0)
    assert isinstance(issued.event, VisitIssued)
    return issued.event


def test_in_time_for_every_step_nothing_is_said() -> None:
    event = told(hall(), 1)
    assert (event.service_id, event.plan, event.reach, event.step) == ("ktp", ("pajak",), "sure", None)


@pytest.mark.parametrize("hours", [3.75, 3.9])
def test_a_later_step_that_has_closed_by_then_is_told_with_its_next_day(hours: float) -> None:
    event = told(hall(until(12)), hours)
    assert (event.reach, event.step, event.first_on) == ("part_today", "pajak", WEDNESDAY)


def test_a_later_step_that_is_closed_all_day_is_told_too() -> None:
    closed = ClosedDay(TUESDAY, "Rapat", scope=service_scope("pajak"), confirmed=True)
    event = told(hall(closed=(closed,)), 1)
    assert (event.reach, event.step, event.first_on) == ("part_today", "pajak", WEDNESDAY)


def test_in_doubt_the_number_is_given_with_the_doubt_on_it() -> None:
    event = told(hall(until(12)), 2.5, *["ktp"] * 10)
    assert (event.reach, event.step, event.first_on) == ("doubtful", "pajak", WEDNESDAY)
    assert told(hall(until(12)), 2.5).reach == "sure"


def test_the_line_of_the_later_step_counts() -> None:
    config = hall(until(12))
    alone = replace(config, services=tuple(replace(s, after=()) for s in config.services))
    driver = staffed(alone)
    for number in range(10):
        driver.do(c.IssueVisit(visit_id=f"b{number}", service_id="pajak"), after=0)
    driver.do(c.ChangeConfiguration(config=config))
    driver.now = OPENS + timedelta(hours=2)
    (issued,) = driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    assert isinstance(issued.event, VisitIssued)
    assert (issued.event.reach, issued.event.step) == ("doubtful", "pajak")


def test_what_is_told_of_the_first_step_comes_before_the_later_ones() -> None:
    event = told(hall(until(12)), 5.5, *["ktp"] * 12)
    assert (event.reach, event.step) == ("doubtful", None)


def test_a_later_step_after_a_break_is_in_time() -> None:
    afternoon = Hours((0, 1, 2, 3, 4), time(13), time(15), scope=service_scope("pajak"))
    assert told(hall(afternoon), 1).reach == "sure"


def test_several_services_chosen_at_once_are_looked_at_alike() -> None:
    driver = staffed(hall(until(12)))
    driver.now = OPENS + timedelta(hours=3.9)
    (issued,) = driver.do(c.IssueVisit(visit_id="v1", service_id="kk", also=("pajak",), done=("ktp",)))
    assert isinstance(issued.event, VisitIssued)
    assert (issued.event.reach, issued.event.step) == ("part_today", "pajak")


@pytest.mark.parametrize(("hours", "code"), [(4.1, "closed_now"), (3.99, "no_more_today"), (3.5, "")])
def test_nobody_is_sent_where_they_cannot_be_served_but_for_a_reason(hours: float, code: str) -> None:
    driver = DayDriver(hall(until(12)), OPENS)
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    driver.now = OPENS + timedelta(hours=hours)
    send = c.Transfer(counter_id="l1", leg_id="v1.1", service_id="pajak", actor=BUDI)
    if code:
        with pytest.raises(Refusal) as refused:
            driver.do(send, after=0)
        assert refused.value.code == code
        assert (refused.value.params["next_day"], refused.value.params["next_time"]) == (
            "2026-04-15",
            "08:00",
        )
        send = replace(send, reason="manager_request")
    driver.do(send, after=0)
    assert driver.day.current_leg(driver.day.visits["v1"]).service_id == "pajak"


def test_who_goes_for_another_service_is_told_of_its_steps_too() -> None:
    driver = staffed(hall(until(12)))
    driver.do(c.IssueVisit(visit_id="v1", service_id="kk"))
    driver.now = OPENS + timedelta(hours=3.9)
    (changed,) = driver.do(ec.ChangeVisit(visit_id="v1", service_id="pajak"))
    assert isinstance(changed.event, VisitChanged)
    assert (changed.event.service_id, changed.event.plan) == ("ktp", ("pajak",))
    assert (changed.event.reach, changed.event.step) == ("part_today", "pajak")
    assert changed.event.first_on == WEDNESDAY
    old = '{"visit_id":"v1","leg_id":"v1.1","service_id":"ktp","priority_class":"regular","plan":["pajak"]}'
    assert event_from("visit_changed", 1, old) == VisitChanged("v1", "v1.1", "ktp", "regular", ("pajak",))
