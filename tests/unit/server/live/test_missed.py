"""Walls are told who was called and did not come, until they are called again or come back."""

from __future__ import annotations

from balai.domain import commands as c
from server.views.views import queues
from tests.support.days import DayDriver


def test_walls_are_told_the_numbers_that_did_not_come() -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor="staff:ani"))
    for visit in ("v1", "v2"):
        driver.do(c.IssueVisit(visit_id=visit, service_id="ktp"))
        driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:ani"))
        driver.do(c.Miss(counter_id="l1", leg_id=f"{visit}.1", actor="staff:ani"), after=600)
    assert queues(driver.day, "board").missed == (("A-002", "l1"), ("A-001", "l1"))
    assert queues(driver.day, "staff").missed is None
    driver.do(c.ReinstateLeg(leg_id="v1.1", actor="staff:ani"))
    assert queues(driver.day, "board").missed == (("A-002", "l1"),)
