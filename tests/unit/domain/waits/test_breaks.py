"""Breaks to come where no calendar says them: as on earlier days, and not twice."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from balai.domain import commands as c
from balai.domain.waits.chances import chances_of
from balai.domain.waits.moment import Moment
from balai.domain.waits.standing.attendance import rests
from tests.support.days import MORNING, small_hall
from tests.support.followed import Followed

LUNCH, MINUTES = timedelta(hours=4), 40


def rest(day: Days, after: timedelta, minutes: float | None) -> None:
    """The desk pauses so long after the morning began; None: it pauses still."""
    day.now = day.start + after
    day.do(c.PauseCounter(counter_id="l1", until=None), 0.0)
    if minutes is not None:
        day.do(c.ResumeCounter(counter_id="l1"), 60.0 * minutes)


class Days(Followed):
    """A hall without a calendar whose desk had its lunch at the same time on three days."""

    start = MORNING

    def begin(self, number: int) -> None:
        """Another morning, with the desk open."""
        self.start = self.now = MORNING + timedelta(days=number)
        date, self._day = (self.start + timedelta(hours=8)).date(), None
        self.do(c.OpenDay(date=date, config=small_hall(), previous_hash="0" * 64), 0.0)
        self.do(c.OpenCounter(counter_id="l1", session_id=f"s{number}"), 0.0)


@pytest.fixture(name="day")
def _day() -> Days:
    day = Days(runs=20)
    for number in range(1, 4):
        day.begin(number)
        rest(day, LUNCH, MINUTES)
    day.begin(4)
    return day


def lunches(day: Days) -> list[tuple[float, float]]:
    """What may be to come at the desk, over twenty draws: (minutes from now, minutes)."""
    memory = day.estimator.memory
    moment = Moment(day.day, memory, chances_of(memory, day.day.config), day.now)
    drawn, rng = rests(moment), random.Random(1)
    found = [drawn(rng.random).get("l1", []) for _ in range(20)]
    return sorted({(begin / 60, length / 60) for rests_of in found for begin, length in rests_of})


def test_lunch_is_to_come_as_on_other_days_and_no_more_once_it_was_had(day: Days) -> None:
    assert lunches(day) == [(240.0, 40.0)]
    rest(day, LUNCH - timedelta(minutes=10), MINUTES - 5)
    day.now = day.start + LUNCH - timedelta(minutes=1)
    assert lunches(day) == []


def test_a_short_break_in_the_morning_is_no_lunch(day: Days) -> None:
    rest(day, LUNCH - timedelta(minutes=60), 8)
    assert [length for _, length in lunches(day)] == [40.0]


def test_who_has_lunch_now_will_not_have_it_again(day: Days) -> None:
    rest(day, LUNCH - timedelta(minutes=10), None)
    assert lunches(day) == []
