"""Presence may be presumed or said by mistake: while serving, a visitor can still be recalled or missed."""

from __future__ import annotations

import pytest

from balai.domain import commands as c
from balai.domain.visit import LegState
from tests.support.days import DayDriver

BUDI = "staff:a1"
VISIT = "5b1c0000-0000-4000-8000-000000000001"
LEG = f"{VISIT}.1"


@pytest.mark.parametrize("presumed", [True, False])
def test_a_visitor_who_is_not_there_after_all_can_be_recalled_and_missed(presumed: bool) -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    driver.do(c.IssueVisit(visit_id=VISIT, service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    driver.do(c.Start(counter_id="l1", leg_id=LEG, presumed=presumed, actor=BUDI))
    driver.do(c.Recall(counter_id="l1", leg_id=LEG, actor=BUDI))
    recalled = driver.day.legs[LEG]
    assert (recalled.state, recalled.recalls) == (LegState.SERVING, 1)
    driver.do(c.Miss(counter_id="l1", leg_id=LEG, actor=BUDI))
    assert driver.day.legs[LEG].state is LegState.MISSED
    assert driver.day.counter("l1").leg_id is None
