"""Closing reaches everybody, and whatever it did by mistake can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.decide.closing import GRACE, carried_over, ends_at, is_left_behind, overtaken
from balai.domain.decide.stopping import over
from balai.domain.errors import Refusal
from balai.domain.events import NumbersResumed, NumbersStopped, VisitIssued
from balai.domain.hall.calendar import Calendar, ClosedDay, Hours, agency_scope
from balai.domain.hall.config import HallConfig
from balai.domain.order.line import Line
from balai.domain.visit import CounterStatus, LegState
from tests.support.days import DayDriver, small_hall

TODAY = date(2026, 4, 14)
OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
WEEK = Hours((0, 1, 2, 3, 4), time(8), time(15))
BUDI, CITRA = "staff:budi", "staff:citra"


def hall(*hours: Hours, closed: tuple[ClosedDay, ...] = ()) -> HallConfig:
    return replace(small_hall(), calendar=Calendar(hours or (WEEK,), closed))


def issue(driver: DayDriver, *services: str) -> None:
    for service in services:
        driver.do(c.IssueVisit(visit_id=f"v{len(driver.day.visits) + 1}", service_id=service))


def sit(driver: DayDriver, counter: str = "l1", actor: str = BUDI) -> None:
    driver.do(c.OpenCounter(counter_id=counter, session_id="s", actor=actor))


def call(driver: DayDriver, counter: str = "l1", actor: str = BUDI) -> str:
    driver.do(c.CallNext(counter_id=counter, finishes=driver.day.counter(counter).leg_id, actor=actor))
    return str(driver.day.counter(counter).leg_id)


def codes(driver: DayDriver) -> dict[str, str]:
    return {visit_id: f"code-{visit_id}" for visit_id in driver.day.visits}


def states(driver: DayDriver) -> list[str]:
    return [driver.day.legs[f"v{n}.1"].state.value for n in range(1, len(driver.day.visits) + 1)]


def refused(driver: DayDriver, command: c.Command) -> Refusal:
    with pytest.raises(Refusal) as caught:
        driver.do(command)
    return caught.value


def test_an_agency_that_ends_at_noon_tells_its_visitors_at_noon() -> None:
    noon = Hours((0, 1, 2, 3, 4), time(8), time(12), scope=agency_scope("dua"))
    driver = DayDriver(hall(WEEK, noon), OPENS)
    issue(driver, "ktp", "pajak")
    at_noon = OPENS + timedelta(hours=4)
    assert overtaken(driver.day, at_noon + GRACE - timedelta(seconds=1)) == []
    assert [leg.service_id for leg in overtaken(driver.day, at_noon + GRACE)] == ["pajak"]
    assert len(overtaken(driver.day, OPENS + timedelta(hours=7) + GRACE)) == 2


def test_each_second_of_an_open_day_nobody_who_waits_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, "ktp", "pajak", "ktp")
    monkeypatch.setattr(Line, "__iter__", lambda _: pytest.fail("the lines were gone through"))
    assert overtaken(driver.day, OPENS + timedelta(hours=7) + GRACE - timedelta(seconds=1)) == []
    monkeypatch.undo()
    assert len(overtaken(driver.day, OPENS + timedelta(hours=7) + GRACE)) == 3


def test_a_hall_that_is_closed_today_by_an_edit_lets_nobody_wait_for_ever() -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, "ktp")
    joined = driver.now
    closed = hall(closed=(ClosedDay(TODAY, "Hari uji", confirmed=True),))
    driver.do(c.ChangeConfiguration(config=closed))
    assert overtaken(driver.day, joined + GRACE - timedelta(seconds=1)) == []
    assert len(overtaken(driver.day, joined + GRACE)) == 1


def test_a_day_that_is_over_leaves_nobody_in_it() -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, "ktp", "ktp", "ktp", "pajak")
    sit(driver)
    sit(driver, "l2", CITRA)
    served, called = call(driver), call(driver, "l2", CITRA)
    driver.do(c.Start(counter_id="l1", leg_id=served, actor=BUDI))
    assert is_left_behind(driver.day)
    driver.do(c.EndDay(codes=codes(driver)))
    assert [driver.day.legs[leg].state for leg in (served, called)] == [LegState.LAPSED, LegState.UNSERVED]
    assert sorted(states(driver)) == ["lapsed", "unserved", "unserved", "unserved"]
    assert all(state.status is CounterStatus.CLOSED for state in driver.day.counters.values())
    assert len(driver.day.unserved) == 3
    assert not is_left_behind(driver.day)
    assert ends_at(driver.day) == OPENS + timedelta(hours=15, minutes=58)


def test_a_right_without_a_date_holds_on_the_day_that_opens_again() -> None:
    short = replace(WEEK, end=TODAY)
    driver = DayDriver(hall(short), OPENS)
    issue(driver, "ktp")
    driver.do(c.CloseDay(codes=codes(driver)))
    (right,) = driver.day.unserved.values()
    assert right.valid_on is None
    later = date(2026, 9, 1)
    assert carried_over(driver.day, later) == (right,)
    again = DayDriver(hall(), datetime(2026, 9, 1, 1, tzinfo=UTC), carried=(right,))
    again.do(c.IssueVisit(visit_id="v1", service_id="ktp", voucher=right.code))
    assert isinstance(again.log[-1].event, VisitIssued)


def test_a_person_ends_the_waiting_in_two_steps_and_may_take_it_back() -> None:
    driver = DayDriver(hall(), OPENS)
    issue(driver, "ktp", "kk", "pajak")
    assert refused(driver, c.CloseDay(codes=codes(driver), actor=CITRA)).code == "numbers_go_on"
    driver.do(c.StopNumbers(scope="hall", reason="closing", actor=CITRA))
    assert refused(driver, c.IssueVisit(visit_id="v9", service_id="ktp")).code == "numbers_stopped"
    before = [leg.id for leg in driver.day.line("ktp")]
    driver.do(c.CloseDay(codes=codes(driver), actor=CITRA))
    assert states(driver) == ["unserved"] * 3
    driver.do(c.Reopen(actor=CITRA))
    assert (states(driver), driver.day.unserved) == (["waiting"] * 3, {})
    assert [leg.id for leg in driver.day.line("ktp")] == before
    issue(driver, "ktp")
    assert overtaken(driver.day, driver.now) == []


@pytest.mark.parametrize("scope", ["hall", "agency:satu", "service:ktp", "kiosk:k1"])
def test_numbers_stop_for_a_part_of_the_hall_with_reason_and_time(scope: str) -> None:
    driver = DayDriver(hall(), OPENS)
    until = OPENS + timedelta(minutes=30)
    driver.do(c.StopNumbers(scope=scope, reason="technical", until=until, actor=CITRA))
    ask = c.IssueVisit(visit_id="v1", service_id="ktp", actor="device:k1")
    told = refused(driver, ask)
    assert (told.code, told.params) == (
        "numbers_stopped", {"scope": scope, "reason": "technical", "until": "08:30"},
    )  # fmt: skip
    other = c.IssueVisit(visit_id="v2", service_id="pajak", actor="device:k2")
    if scope == "hall":
        assert refused(driver, other).code == "numbers_stopped"
    else:
        driver.do(other)
    assert over(driver.day, until - timedelta(seconds=1)) == []
    assert [stopped.scope for stopped in over(driver.day, until)] == [scope]
    driver.do(c.GoOn(scope=scope))
    driver.do(ask)
    assert driver.do(c.GoOn(scope=scope)) == []


def test_a_stop_has_a_known_part_a_reason_of_the_list_and_an_end_to_come() -> None:
    driver = DayDriver(hall(), OPENS)
    for scope, reason, until, code in (
        ("agency:none", "other", None, "scope_unknown"),
        ("kiosk:", "other", None, "scope_unknown"),
        ("hall", "he is ill", None, "reason_unknown"),
        ("hall", "other", OPENS, "time_passed"),
    ):
        assert refused(driver, c.StopNumbers(scope=scope, reason=reason, until=until)).code == code


def test_the_last_counter_of_a_service_is_asked_what_becomes_of_those_who_wait() -> None:
    driver = DayDriver(hall(), OPENS)
    sit(driver, "l3")
    issue(driver, "pajak", "pajak")
    told = refused(driver, c.CloseCounter(counter_id="l3", actor=BUDI))
    assert (told.code, told.params["services"]) == ("last_counter", ["pajak"])
    driver.do(c.CloseCounter(counter_id="l3", actor=BUDI, waiting="stop"))
    assert refused(driver, c.IssueVisit(visit_id="v9", service_id="pajak")).params["reason"] == "no_counter"
    assert isinstance(driver.log[-2].event, NumbersStopped)
    sit(driver, "l3", CITRA)
    assert isinstance(driver.log[-1].event, NumbersResumed)
    issue(driver, "pajak")
    driver.do(c.CloseCounter(counter_id="l3", actor=CITRA, waiting="end", codes=codes(driver)))
    assert states(driver) == ["unserved"] * 3


def test_a_counter_that_is_not_the_last_leaves_without_a_question() -> None:
    driver = DayDriver(hall(), OPENS)
    sit(driver)
    issue(driver, "ktp")
    driver.do(c.CloseCounter(counter_id="l1", actor=BUDI))
    assert driver.day.counter("l1").status is CounterStatus.CLOSED
    sit(driver, "l2")
    assert refused(driver, c.CloseCounter(counter_id="l2", actor=BUDI)).code == "last_counter"
    driver.do(c.CloseCounter(counter_id="l2", actor=BUDI, waiting="stay"))
    assert not driver.day.stopped
