"""Whoever sits at a counter serves what they may, in the order that they prefer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.errors import Refusal
from balai.domain.events import event_from
from balai.domain.order.position import callers
from tests.support.days import DayDriver

SEATED = "staff:1"


def sat(*skills: str, counter_id: str = "l1") -> DayDriver:
    """A day on which somebody of these skills sits at a counter, and two wait: for a KTP, then for a KK."""
    day = DayDriver()
    day.do(c.OpenCounter(counter_id=counter_id, session_id="s", actor=SEATED, skills=skills))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    day.do(c.IssueVisit(visit_id="v2", service_id="kk"))
    return day


def called(day: DayDriver) -> e.LegCalled | None:
    """Who is called next."""
    happened = day.do(c.CallNext(counter_id="l1", finishes=None, actor=SEATED))
    found = [one.event for one in happened if isinstance(one.event, e.LegCalled)]
    return found[0] if found else None


def test_only_what_somebody_may_serve_is_called_and_it_is_told_why() -> None:
    day = sat("kk", "pajak")
    call = called(day)
    assert call is not None
    assert call.leg_id == "v2.1"
    assert call.why is not None
    assert {"code": "skills", "count": 1, "offered": 2} in call.why["reasons"]
    assert {"code": "nobody_passed"} in call.why["reasons"], "who waits for others is not passed here"
    assert [desk.id for desk in callers(day.day, "kk")] == ["l1"]
    assert [desk.id for desk in day.day.desks_for("ktp")] == ["l2"]


def test_an_order_of_ones_own_breaks_ties_and_is_told() -> None:
    day = DayDriver()
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor=SEATED, skills=("kk", "ktp")))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"), after=0)
    day.do(c.IssueVisit(visit_id="v2", service_id="kk"), after=0)
    call = called(day)
    assert call is not None
    assert call.leg_id == "v2.1"
    assert {"code": "skills_order"} in (call.why or {})["reasons"]


@pytest.mark.parametrize("skills", [None, ("ktp", "kk"), ("ktp", "pajak", "kk")])
def test_who_serves_all_of_a_counter_in_its_order_is_recorded_as_before(
    skills: tuple[str, ...] | None,
) -> None:
    day = DayDriver()
    [opened] = day.do(c.OpenCounter(counter_id="l1", session_id="s", actor=SEATED, skills=skills))
    assert opened.event == e.CounterOpened("l1", "s")
    assert day.day.desks == {}


def test_nobody_sits_where_they_serve_nothing() -> None:
    with pytest.raises(Refusal) as refused:
        sat("pajak")
    assert refused.value.code == "skills_elsewhere"


def test_a_visitor_is_not_sent_to_somebody_who_may_not_serve_them() -> None:
    day = sat("kk")
    day.do(c.OpenCounter(counter_id="l2", session_id="t", actor="staff:2"))
    day.do(c.CallNext(counter_id="l2", finishes=None, actor="staff:2"))
    with pytest.raises(Refusal) as refused:
        day.do(c.Transfer(counter_id="l2", leg_id="v1.1", service_id="ktp", to_counter="l1", actor="staff:2"))
    assert refused.value.code == "service_elsewhere"


def test_the_counter_has_all_of_its_services_for_whoever_comes_next() -> None:
    day = sat("kk")
    day.do(c.CloseCounter(counter_id="l1", actor=SEATED, waiting="stay"))
    assert day.day.desks == {}
    day.do(c.OpenCounter(counter_id="l1", session_id="t", actor=SEATED))
    call = called(day)
    assert call is not None
    assert call.leg_id == "v1.1"


def test_a_counter_that_loses_a_service_loses_it_for_whoever_sits_there_too() -> None:
    day = sat("kk", counter_id="l2")
    counters = tuple(
        replace(one, service_ids=("ktp",)) if one.id == "l2" else one for one in day.day.config.counters
    )
    day.do(c.ChangeConfiguration(config=replace(day.day.config, counters=counters)))
    assert day.day.desks["l2"].service_ids == ()
    assert [desk.id for desk in day.day.desks_for("kk")] == ["l1"]


def test_a_log_of_the_version_before_tells_of_no_skills() -> None:
    before = event_from("counter_opened", 1, '{"counter_id": "l1", "session_id": "s"}')
    assert before == e.CounterOpened("l1", "s", None)
    now = event_from("counter_opened", 2, '{"counter_id": "l1", "session_id": "s", "service_ids": ["kk"]}')
    assert now == e.CounterOpened("l1", "s", ("kk",))
