"""Coming back on another day to collect what is ready then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.decide.closing import carried_over
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import Calendar, Hours
from tests.support.days import DayDriver, small_hall

BUDI, FRIDAY, SATURDAY = "staff:a1", date(2026, 4, 17), date(2026, 4, 18)
WEEKDAYS = Calendar((Hours(tuple(range(5)), time(8), time(15)),))


def served() -> DayDriver:
    driver = DayDriver(replace(small_hall(), calendar=WEEKDAYS))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    driver.do(c.Start(counter_id="l1", leg_id="v1.1", actor=BUDI))
    return driver


def promise(on: date, code: str = "AC3D") -> ec.PromiseCollection:
    return ec.PromiseCollection(counter_id="l1", leg_id="v1.1", on=on, code=code, actor=BUDI)


def test_the_right_is_kept_for_its_day_and_is_first_then() -> None:
    driver = served()
    driver.do(promise(FRIDAY))
    driver.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI))
    (right,) = carried_over(driver.day, FRIDAY)
    assert (right.number, right.service_id, right.valid_on) == ("A-001", "ktp", FRIDAY)
    later = DayDriver(
        replace(small_hall(), calendar=WEEKDAYS), start=driver.now.replace(day=17), carried=(right,)
    )
    assert later.day.date == FRIDAY
    later.do(c.IssueVisit(visit_id="early", service_id="ktp"))
    later.do(c.IssueVisit(visit_id="back", service_id="ktp", voucher=right.code))
    later.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    later.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    assert later.day.counter("l1").leg_id == "back.1", "first in line on that day"


def test_it_is_a_later_day_on_which_the_service_is_open_and_a_code_of_its_own() -> None:
    driver = served()
    for on, code in ((driver.day.date, "collect_later"), (SATURDAY, "collect_closed")):
        with pytest.raises(Refusal) as refused:
            driver.do(promise(on))
        assert refused.value.code == code
    driver.do(promise(FRIDAY))
    with pytest.raises(Refusal, match="another right"):
        driver.do(promise(FRIDAY))
