"""Breaks to come where no calendar says them: as on earlier days, not twice, late after a service."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.waits.chances import chances_of
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.montecarlo import play
from balai.domain.waits.standing.breaks import SOON, like_this, rests
from balai.domain.waits.standing.scene import guest
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


def lunched(runs: int = 20) -> Days:
    """The fourth morning of a desk that had its lunch at the same time on three days."""
    day = Days(runs=runs)
    for number in range(1, 4):
        day.begin(number)
        rest(day, LUNCH, MINUTES)
    day.begin(4)
    return day


@pytest.fixture(name="day")
def _day() -> Days:
    return lunched()


def moment(day: Days) -> Moment:
    memory = day.estimator.memory
    return Moment(day.day, memory, chances_of(memory, day.day.config), day.now)


def drawn(day: Days, count: int) -> list[list[tuple[float, float]]]:
    """What may be to come at the desk, so many times: (seconds from now, seconds)."""
    draws, rng = rests(moment(day), day.day.config.counters), random.Random(1)
    return [draws(rng.random).get("l1", []) for _ in range(count)]


def lunches(day: Days) -> list[tuple[float, float]]:
    """All that may be to come at the desk, over twenty draws: (minutes from now, minutes)."""
    return sorted({(begin / 60, length / 60) for found in drawn(day, 20) for begin, length in found})


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


def called(day: Days, after: timedelta) -> None:
    """Somebody comes and is called so long after the morning began."""
    day.now = day.start + after
    day.issue(1, after=0.0)
    assert day.call("l1", 0.0) is not None


def test_lunch_that_falls_due_in_a_service_is_had_after_it(day: Days) -> None:
    called(day, LUNCH - timedelta(minutes=5))
    day.now = day.start + LUNCH + timedelta(minutes=10)
    assert lunches(day) == [(-10.0, 40.0)]


@given(st.floats(0.5, 200.0), st.floats(0.0, 60.0))
def test_lunch_later_than_ever_comes_soon_or_not_at_all(late: float, since: float) -> None:
    day = lunched()
    called(day, LUNCH + timedelta(minutes=late))
    day.now += timedelta(minutes=since)
    found = lunches(day)
    assert len({length for _, length in found}) <= 1, "there is one lunch"
    for begin, length in found:
        assert -since - 0.01 <= begin <= SOON / 60 - since
        assert length == 40.0


def test_lunch_is_believed_less_the_later_it_is() -> None:
    def share(late: float) -> float:
        day = lunched()
        called(day, LUNCH + timedelta(minutes=late))
        return sum(bool(found) for found in drawn(day, 400)) / 400

    soon = share(1.0)
    assert 0.2 < soon < 0.5, "on one of the days there was none"
    assert 0.3 * soon < share(31.0) < 0.7 * soon
    assert share(240.0) < 0.2 * soon


def test_a_desk_that_is_closed_does_not_owe_a_lunch(day: Days) -> None:
    day.now = day.start + LUNCH - timedelta(minutes=5)
    day.do(c.CloseCounter(counter_id="l1"), 0.0)
    day.now = day.start + LUNCH + timedelta(minutes=5)
    assert lunches(day) == []


def test_how_long_lunch_lasts_is_told_by_other_desks_where_one_has_had_none() -> None:
    day = Days()
    for number in range(1, 4):
        day.begin(number)
        day.do(c.OpenCounter(counter_id="l2", session_id=f"t{number}", actor="staff:2"), 0.0)
        rest(day, LUNCH, MINUTES)
    day.begin(4)
    day.do(c.OpenCounter(counter_id="l2", session_id="t4", actor="staff:2"), 0.0)
    day.now = day.start + LUNCH
    day.do(c.PauseCounter(counter_id="l2", until=None, actor="staff:2"), 0.0)
    found = like_this(moment(day), day.day.config.counter_by_id["l2"], day.now)
    assert set(found) == {60.0 * MINUTES}
    day.now += timedelta(hours=2)
    assert like_this(moment(day), day.day.config.counter_by_id["l2"], day.now) == moment(day).chances.pauses


@given(st.lists(st.tuples(st.floats(1.0, 60.0), st.floats(1.0, 60.0)), min_size=1, max_size=8))
def test_how_well_told_ends_of_breaks_are_kept_is_learned(breaks: list[tuple[float, float]]) -> None:
    day = Days()
    day.begin(1)
    for told, lasted in breaks:
        until = day.now + timedelta(minutes=told)
        day.do(c.PauseCounter(counter_id="l1", until=until), 0.0)
        day.do(c.ResumeCounter(counter_id="l1"), 60.0 * lasted)
    record = day.estimator.memory.today
    assert record is not None
    assert record.after_told == pytest.approx([60.0 * (lasted - told) for told, lasted in breaks], abs=1e-5)


@pytest.mark.parametrize("off", [-4.0, 6.0])
def test_told_ends_of_breaks_are_believed_as_they_were_kept(off: float) -> None:
    day = Days(runs=60)
    day.begin(1)
    for _ in range(40):
        day.do(c.PauseCounter(counter_id="l1", until=day.now + timedelta(minutes=10)), 0.0)
        day.do(c.ResumeCounter(counter_id="l1"), 60.0 * (10.0 + off))
    day.do(c.PauseCounter(counter_id="l1", until=day.now + timedelta(minutes=10)), 0.0)
    day.now += timedelta(minutes=5)
    told = day.estimator.next_ticket("ktp", "regular", day.now)
    assert told is not None
    assert told.raw is not None
    assert told.raw.q50 == pytest.approx(60.0 * (5.0 + off), abs=75.0), "and a gap"


@given(st.floats(11.0, 120.0))
def test_who_comes_to_an_idle_desk_does_not_begin_its_lunch(comes: float) -> None:
    """It went when lunch was due, ten minutes from now."""
    day = lunched()
    day.now = day.start + LUNCH - timedelta(minutes=10)
    leg = day.day.config.services[0].id
    late = guest(day.day.config, leg, "regular", None, day.now + timedelta(minutes=comes))
    scene = day.estimator.scene(moment(day), [], frozenset({late.id}), frozenset({leg}))
    scene = replace(scene, coming=lambda lots: [(60.0 * comes, lambda: late)])
    found, lunch = play(scene, Lots(random.Random(1), 20), 20)[late.id], max(comes, 10.0 + MINUTES)
    without, after = ([at for at in found if 0.0 <= at - 60.0 * begins <= 30.0] for begins in (comes, lunch))
    assert len(after) >= len(found) / 2, "it had lunch on three days of four"
    assert len(without) + len(after) >= len(found)
