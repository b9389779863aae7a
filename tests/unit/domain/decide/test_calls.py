"""Calling over somebody who was called, taking a call back, and what a call's own finish begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig, Rules
from balai.domain.visit import AT_COUNTER, LegState
from tests.support.days import DayDriver, small_hall

BUDI, ANI = "staff:1", "staff:2"


def driver(rules: Rules | None = None, config: HallConfig | None = None, visits: int = 3) -> DayDriver:
    """A day with Budi at l1 and Ani at l2, and so many who came for an ID card."""
    config = config or small_hall()
    day = DayDriver(replace(config, rules=rules or config.rules))
    day.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    day.do(c.OpenCounter(counter_id="l2", session_id="s2", actor=ANI))
    for number in range(1, visits + 1):
        day.do(c.IssueVisit(visit_id=f"v{number}", service_id="ktp"))
    return day


def call(day: DayDriver, *, after: float = 1, became: str | None = None, at: str = "l1") -> list[e.Event]:
    finishes, actor = day.day.counter(at).leg_id, BUDI if at == "l1" else ANI
    command = c.CallNext(counter_id=at, finishes=finishes, became=became, actor=actor)
    return [happened.event for happened in day.do(command, after)]


def state(day: DayDriver, leg_id: str) -> LegState:
    return day.day.legs[leg_id].state


def test_whoever_is_called_over_is_not_served_but_absent_by_the_rules() -> None:
    day = driver()
    call(day)
    call(day)
    assert state(day, "v1.1") is LegState.MISSED
    assert day.day.counter("l1").leg_id == "v2.1"
    day.do(c.ReinstateLeg(leg_id="v1.1"))
    assert state(day, "v1.1") is LegState.WAITING


@pytest.mark.parametrize("rules", [Rules(recalls_before_miss=1), Rules(miss_after_seconds=30)])
def test_whoever_may_not_be_absent_yet_is_set_aside_and_comes_back(rules: Rules) -> None:
    day = driver(rules)
    call(day)
    assert [type(event) for event in call(day)] == [e.LegParked, e.LegCalled]
    leg = day.day.legs["v1.1"]
    assert leg.until is not None
    assert leg.until > day.now
    with pytest.raises(Refusal, match=r"again first|a moment more"):
        call(day, became="absent")


def test_whoever_was_called_longer_ago_than_presence_takes_was_there() -> None:
    day = driver(Rules(presence_seconds=60))
    call(day)
    assert [type(event) for event in call(day, after=61)] == [e.LegStarted, e.LegFinished, e.LegCalled]


@pytest.mark.parametrize(
    ("became", "stands"),
    [("present", LegState.FINISHED), ("absent", LegState.MISSED), ("aside", LegState.PARKED)],
)
def test_staff_may_say_what_became_of_the_one_who_is_called_over(became: str, stands: LegState) -> None:
    day = driver()
    call(day)
    called = call(day, became=became)[-1]
    assert state(day, "v1.1") is stands
    assert isinstance(called, e.LegCalled)
    assert called.settles == "v1.1"
    day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert state(day, "v1.1") in AT_COUNTER
    assert state(day, "v2.1") is LegState.WAITING
    assert day.day.counter("l1").leg_id == "v1.1"


def test_what_became_is_one_of_a_list() -> None:
    day = driver()
    call(day)
    with pytest.raises(Refusal) as refused:
        call(day, became="gone")
    assert refused.value.code == "became_unknown"


def test_a_wrong_call_is_taken_back_as_if_it_had_not_been() -> None:
    day = driver()
    before = day.day
    call(day)
    day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert day.day == replace(before, seq=day.day.seq, at=day.day.at)
    assert call(day, at="l2")[-1].leg_id == "v1.1"  # type: ignore[attr-defined]


def test_a_call_stands_once_the_visitor_has_come_or_the_time_is_over() -> None:
    day = driver(Rules(undo_seconds=30))
    call(day)
    with pytest.raises(Refusal) as late:
        day.do(c.Undo(counter_id="l1", actor=BUDI), 31)
    day.do(c.Undo(counter_id="l1", actor="system"), -30)
    call(day)
    day.do(c.Start(counter_id="l1", leg_id="v1.1", actor=BUDI))
    with pytest.raises(Refusal) as overtaken:
        day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert (late.value.code, overtaken.value.code) == ("undo_too_late", "undo_overtaken")


def journey(config: HallConfig) -> HallConfig:
    """Family card after ID card: both at l1."""
    return replace(
        config, services=tuple(replace(s, after=("ktp",) if s.id == "kk" else ()) for s in config.services)
    )


def test_the_leg_that_a_finish_begins_takes_part_in_the_choice_of_the_same_call() -> None:
    """Who came first goes on first: before the one who came for the same counter later."""
    day = driver(config=journey(small_hall()), visits=0)
    day.do(c.IssueVisit(visit_id="first", service_id="kk"))
    day.do(c.IssueVisit(visit_id="later", service_id="ktp"))
    call(day)
    day.do(c.Start(counter_id="l1", leg_id="first.1", actor=BUDI))
    assert day.day.config.rules.transfer_cap > 1
    config = replace(day.day.config, rules=replace(day.day.config.rules, transfer_cap=1))
    day.do(c.ChangeConfiguration(config=config))
    assert call(day)[-1].leg_id == "first.2"  # type: ignore[attr-defined]


def test_the_reasons_name_the_leg_that_the_same_call_began() -> None:
    day = driver(config=journey(small_hall()), visits=0)
    day.do(c.IssueVisit(visit_id="first", service_id="kk"))
    day.do(c.IssueVisit(visit_id="later", service_id="ktp"))
    call(day)
    day.do(c.Start(counter_id="l1", leg_id="first.1", actor=BUDI))
    called = call(day)[-1]
    assert isinstance(called, e.LegCalled)
    assert called.leg_id == "later.1"
    assert called.why is not None
    assert [reason["number"] for reason in called.why["reasons"] if "number" in reason] == ["A-001"]


def test_undo_does_not_remove_a_leg_that_somebody_has_acted_on() -> None:
    """Called by another counter, set aside and back: it waits as before, and is not the same."""
    day = driver(visits=1)
    call(day)
    day.do(c.Transfer(counter_id="l1", leg_id="v1.1", service_id="kk", actor=BUDI))
    call(day, at="l2")
    day.do(c.Park(counter_id="l2", leg_id="v1.2", actor=ANI))
    day.do(c.ReturnLeg(leg_id="v1.2"))
    with pytest.raises(Refusal) as refused:
        day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert refused.value.code == "undo_overtaken"


def test_undo_does_not_bring_back_whom_somebody_has_acted_on() -> None:
    day = driver(visits=1)
    call(day)
    day.do(c.Park(counter_id="l1", leg_id="v1.1", actor=BUDI))
    day.do(c.ReturnLeg(leg_id="v1.1"))
    call(day, at="l2")
    day.do(c.Park(counter_id="l2", leg_id="v1.1", actor=ANI))
    with pytest.raises(Refusal) as refused:
        day.do(c.Undo(counter_id="l1", actor=BUDI))
    assert refused.value.code == "undo_overtaken"
