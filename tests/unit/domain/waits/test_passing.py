"""Desks that are open and pass people over: since when, and never where a desk need not call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.hall.calendar import Break, Calendar, Hours
from balai.domain.visit import CounterStatus
from balai.domain.waits.standing.passing import passed_over_since
from tests.support.days import DayDriver, busy_day, one_desk, small_hall


def since(day: DayDriver, counter_id: str = "l1", later: float = 0.0) -> datetime | None:
    counter = day.day.config.counter_by_id[counter_id]
    return passed_over_since(day.day, counter, day.now + timedelta(seconds=later))


def test_a_free_desk_passes_people_over_from_when_somebody_waits() -> None:
    day = one_desk()
    came = day.now
    assert since(day, later=600) == came
    assert since(day, "l2") is None, "it is closed"
    day.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"), 60.0)
    assert since(day) is None
    leg = day.day.counter("l1").leg_id
    assert leg is not None
    day.do(c.IssueVisit(visit_id="v2", service_id="ktp"), 60.0)
    day.do(c.Finish(counter_id="l1", leg_id=leg, actor="staff:1"), 300.0)
    assert since(day, later=600) == day.now
    day.do(c.Undo(counter_id="l1", actor="staff:1"), 5.0)
    assert since(day) is None


def test_after_a_break_it_counts_from_the_end_of_the_break() -> None:
    day = one_desk()
    day.do(c.PauseCounter(counter_id="l1", actor="staff:1", until=None), 10.0)
    assert since(day, later=3600) is None
    day.do(c.ResumeCounter(counter_id="l1", actor="staff:1"), 900.0)
    assert since(day, later=60) == day.now


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("07.50", None), ("08.20", "08.00"), ("12.30", None), ("13.10", "13.00"), ("15.10", None)],
)
def test_by_the_calendar_nobody_is_passed_over_before_the_opening_and_in_breaks(
    clock: str, expected: str | None
) -> None:
    def at(told: str) -> datetime:
        hours, minutes = map(int, told.split("."))
        return datetime(2026, 4, 14, hours, minutes, tzinfo=UTC) - timedelta(hours=8)

    hours = Hours(tuple(range(7)), time(8), time(15), (Break(time(12), time(13)),), tickets_from=time(7))
    day = DayDriver(replace(small_hall(), calendar=Calendar((hours,))), at("07.30"))
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    day.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    found = passed_over_since(day.day, day.day.config.counters[0], at(clock))
    assert found == (at(expected) if expected else None)


@settings(max_examples=settings().max_examples * 4)
@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_whatever_happens_only_a_free_desk_with_somebody_in_line_passes_people_over(picks: list[int]) -> None:
    day = busy_day(iter(picks))
    for counter in day.day.config.counters:
        state, found = day.day.counter(counter.id), since(day, counter.id)
        could = state.status is CounterStatus.OPEN and state.leg_id is None
        waits = any(day.day.waiting_count(service) for service in counter.service_ids)
        assert (found is not None) == (could and waits)
        assert found is None or found <= day.now
