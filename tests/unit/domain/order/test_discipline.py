"""A discipline owns its order: calls, tickets, estimates and explanations follow a throw-away rule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest

from balai.domain import commands as c
from balai.domain.events import LegCalled
from balai.domain.hall.config import Rules, Service
from balai.domain.order.discipline import DISCIPLINES, Discipline, Ordered
from balai.domain.order.lanes import standard
from balai.domain.order.position import ahead
from balai.domain.visit import Leg
from balai.domain.waits.estimate import Estimator
from server.views.explaining import state_of
from tests.support.days import DayDriver, small_hall


def _thrice(leg: Leg, rules: Rules) -> datetime:
    return leg.base + 3 * (leg.due - leg.base)


def _shift(service: Service, priority_class: str, rules: Rules) -> timedelta:
    return 3 * standard(service, priority_class)


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> DayDriver:
    """Two wait under a rule of three times the standard: priority 45 minutes later is before regular."""
    rule = Ordered("thrice_due", "thrice_due", _thrice, _shift, "thrice_later", "due")
    monkeypatch.setitem(cast("dict[str, Discipline]", DISCIPLINES), rule.name, rule)
    driver = DayDriver(replace(small_hall(), rules=Rules("thrice_due")))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.IssueVisit(visit_id="early", service_id="ktp"))
    driver.do(c.IssueVisit(visit_id="late", service_id="ktp", priority_class="priority"), after=45 * 60)
    return driver


def test_tickets_follow_it(day: DayDriver) -> None:
    assert [ahead(day.day, day.day.legs[f"{name}.1"]) for name in ("early", "late")] == [1, 0]


def test_estimates_follow_it(day: DayDriver) -> None:
    estimator = Estimator(random.Random(1), 5)
    for happened in day.log:
        estimator.see(happened)
    found = estimator.forecasts(day.now)
    assert found["late.1"].point < found["early.1"].point


def test_calls_and_explanations_follow_it(day: DayDriver) -> None:
    called = day.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"))[-1].event
    assert isinstance(called, LegCalled)
    assert (called.leg_id, called.rule) == ("late.1", "thrice_due")
    first, passed = (called.why or {})["reasons"][:2]
    early = day.day.legs["early.1"]
    late = day.day.legs["late.1"]
    # It has sentences of its own, which nobody else knows.
    assert first == {"code": "thrice_due", "due": _thrice(late, day.day.config.rules).isoformat()}
    assert (passed["code"], passed["number"]) == ("thrice_later", "A-001")
    assert passed["due"] == _thrice(early, day.day.config.rules).isoformat()


def test_the_shown_line_follows_it(day: DayDriver) -> None:
    assert [row["number"] for row in state_of(day.day)["waiting"]["ktp"]] == ["A-002", "A-001"]


def test_a_priority_that_staff_chose_counts_for_the_ratio() -> None:
    """One priority call for one regular: the chosen one was it, so a regular visitor is next."""
    driver = DayDriver(replace(small_hall(), rules=Rules("ratio", ratio=1)))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    for number in (1, 2, 3):
        kind = "regular" if number == 3 else "priority"
        driver.do(c.IssueVisit(visit_id=f"v{number}", service_id="ktp", priority_class=kind))
    driver.do(
        c.CallChosen(counter_id="l1", finishes=None, leg_id="v2.1", reason="emergency", actor="staff:1")
    )
    driver.do(c.Start(counter_id="l1", leg_id="v2.1", actor="staff:1"))
    called = driver.do(c.CallNext(counter_id="l1", finishes="v2.1", actor="staff:1"))[-1].event
    assert isinstance(called, LegCalled)
    assert called.leg_id == "v3.1"
