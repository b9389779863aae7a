"""Ids that the core makes: none stands for two things, whatever was taken back in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.closing import carried_over
from balai.domain.hall.config import Rules
from balai.domain.state import Happened
from tests.support.days import DayDriver, journey_hall

BUDI = "staff:budi"


def served() -> DayDriver:
    driver = DayDriver(journey_hall())
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    return driver


def begun(driver: DayDriver) -> list[str]:
    found = (getattr(h.event, "new_leg_id", None) for h in driver.log)
    started = (h.event.leg_id for h in driver.log if isinstance(h.event, (e.VisitIssued, e.LegBegun)))
    return [*started, *(leg_id for leg_id in found if leg_id)]


def test_a_leg_that_was_taken_back_leaves_its_id_to_nobody() -> None:
    driver = served()
    driver.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI))
    driver.do(c.Undo(counter_id="l1", actor=BUDI))
    driver.do(c.Transfer(counter_id="l1", leg_id="v1.1", service_id="kk", actor=BUDI))
    assert driver.day.visits["v1"].leg_ids == ("v1.1", "v1.3")
    driver.do(c.Undo(counter_id="l1", actor=BUDI))
    driver.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI))
    assert begun(driver) == ["v1.1", "v1.2", "v1.4", "v1.3"]


def test_a_log_in_which_an_id_was_given_again_still_reads() -> None:
    driver = served()
    for _ in range(2):
        event = e.LegTransferred("v1.1", "l1", "v1.2", "kk")
        driver.take(e_at(driver, event))
        driver.do(c.Undo(counter_id="l1", actor=BUDI))
    driver.do(c.Transfer(counter_id="l1", leg_id="v1.1", service_id="kk", actor=BUDI))
    assert driver.day.visits["v1"].leg_ids == ("v1.1", "v1.4")


def e_at(driver: DayDriver, event: e.Event) -> Happened:
    return Happened(driver.day.seq + 1, driver.now, BUDI, event)


def test_a_visit_that_waits_on_the_next_day_has_legs_of_new_ids() -> None:
    config = replace(journey_hall(), rules=Rules(over_night="order"))
    driver = DayDriver(config)
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    driver.do(c.CloseDay(codes={"v1": "code"}))
    tomorrow = driver.day.date + timedelta(days=1)
    later = DayDriver(config, driver.now + timedelta(days=1), carried=carried_over(driver.day, tomorrow))
    later.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    later.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    later.do(c.Finish(counter_id="l1", leg_id="v1.2", actor=BUDI))
    assert later.day.visits["v1"].leg_ids == ("v1.2", "v1.3")
