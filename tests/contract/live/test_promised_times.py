"""Promised times that pass are told, and shown as passed, by the hub."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.errors import Refusal
from balai.domain.events import BreakPassed
from balai.domain.visit import CounterStatus
from server.timers.daily import breaks_over
from server.views.projection import project
from server.views.views import board_view, staff_view
from tests.support.days import one_desk, paused

BUDI = "staff:1"


def test_a_break_that_is_over_is_told_once_and_leaves_the_wall() -> None:
    day = one_desk()
    paused(day, day.now + timedelta(minutes=15))
    assert breaks_over(day.day, day.now + timedelta(minutes=15)) == ["l1"]
    assert breaks_over(day.day, day.now + timedelta(minutes=14)) == []
    events = day.do(c.PassBreak(counter_id="l1"), after=15 * 60)
    assert [type(happened.event) for happened in events] == [BreakPassed]
    assert day.do(c.PassBreak(counter_id="l1")) == []
    assert breaks_over(day.day, day.now) == []
    assert board_view(day.day).counters[0].until is None
    desk = staff_view(day.day).counters[0]
    assert (desk.overdue, desk.status, desk.until is not None) == (True, "paused", True)
    assert day.day.counter("l1").status is CounterStatus.PAUSED
    day.do(c.ResumeCounter(counter_id="l1", actor=BUDI))
    assert not staff_view(day.day).counters[0].overdue


def test_a_break_that_lasts_is_not_over() -> None:
    day = one_desk()
    with pytest.raises(Refusal):
        day.do(c.PassBreak(counter_id="l1"))
    paused(day, None)
    with pytest.raises(Refusal) as refused:
        day.do(c.PassBreak(counter_id="l1"))
    assert refused.value.code == "break_not_over"


def test_who_comes_back_by_the_clock_is_told_as_such() -> None:
    day = one_desk()
    day.do(ec.SetAside(leg_id="v1.1", until=day.now + timedelta(minutes=5)))
    (back,) = day.do(c.ReturnLeg(leg_id="v1.1"), after=300)
    assert (project(day.day, back, "staff") or {})["on_time"] is True
    day.do(ec.SetAside(leg_id="v1.1", until=day.now + timedelta(minutes=5)))
    (back,) = day.do(c.ReturnLeg(leg_id="v1.1", actor=BUDI))
    assert (project(day.day, back, "staff") or {})["on_time"] is False


def test_an_end_before_the_start_of_who_was_served_without_a_ticket_is_told_as_it_is_kept() -> None:
    """A tablet whose clock is a second behind begins and ends a visit that nobody called."""
    day = one_desk()
    behind = day.now + timedelta(seconds=1)
    wish = {"counter_id": "l1", "actor": BUDI, "occurred_at": behind}
    day.do(ec.ServeNow(visit_id="v2", service_id="ktp", **wish), after=2)  # type: ignore[arg-type]
    ended = day.do(c.Finish(leg_id="v2.1", **wish), after=0)  # type: ignore[arg-type]
    told = project(day.day, ended[-1], "board")
    assert told is not None
    assert datetime.fromisoformat(told["when"]) == day.day.legs["v2.1"].ended_at == behind
