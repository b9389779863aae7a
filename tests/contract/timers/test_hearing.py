"""Presence and absence count from when a call was seen and heard, not from the press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.day import replay
from balai.domain.decide.hearing import counts_from, last_call, on_its_way
from balai.domain.errors import Refusal
from balai.domain.events.announcing import REACHED
from balai.domain.hall.config import Rules
from balai.domain.heard import WALLS
from balai.domain.visit import Leg, LegState
from server.timers.hearing import SPARE_SECONDS, given_up
from server.timers.presence import overdue
from tests.support.days import DayDriver, small_hall

BUDI = "staff:a1"
LEG = "v1.1"


def called(wall: str, **rules: Any) -> DayDriver:
    """A day with A-001 just called to counter 1, where displays can do so much."""
    config = replace(small_hall(), rules=replace(Rules(miss_after_seconds=30), **rules))
    driver = DayDriver(config)
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI, walls={"utama": wall}))
    return driver


def leg(driver: DayDriver) -> Leg:
    return driver.day.legs[LEG]


def report(driver: DayDriver, kind: str, after: float = 1.0, **fields: object) -> None:
    """What a display says of the last call."""
    heard = driver.day.heard[LEG]
    said = c.AnnounceCall(
        leg_id=LEG, called_at=heard.called_at, recalls=heard.recalls, kind=kind, actor="device:wall"
    )
    driver.do(replace(said, **fields), after=after)  # type: ignore[arg-type]  # fields of the command


def miss(driver: DayDriver, after: float) -> None:
    driver.do(c.Miss(counter_id="l1", leg_id=LEG, actor=BUDI), after=after)


def refused(driver: DayDriver, after: float) -> str:
    with pytest.raises(Refusal) as refusal:
        miss(driver, after)
    return refusal.value.code


def test_without_a_display_the_time_counts_from_the_press_and_the_desk_calls_by_voice() -> None:
    driver = called("none")
    assert counts_from(driver.day, leg(driver)) == leg(driver).called_at
    assert driver.day.heard[LEG].by_voice
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_displays_that_report_nothing_are_not_waited_for() -> None:
    driver = called("unknown")
    assert not driver.day.heard[LEG].by_voice
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_in_a_rush_nobody_is_absent_before_the_call_was_spoken() -> None:
    driver = called("speaks")
    assert refused(driver, 103) == "not_heard_yet"
    assert not overdue(driver.day, driver.now)
    report(driver, "shown")
    assert refused(driver, 10) == "not_heard_yet"
    report(driver, "spoken")
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_where_displays_only_show_it_counts_from_there_and_the_desk_calls_by_voice() -> None:
    driver = called("shows")
    assert driver.day.heard[LEG].by_voice
    assert refused(driver, 40) == "not_heard_yet"
    report(driver, "shown")
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_a_call_that_will_not_be_spoken_is_given_to_the_desk() -> None:
    driver = called("speaks")
    assert not driver.day.heard[LEG].by_voice
    report(driver, "dropped", after=20)
    assert driver.day.heard[LEG].by_voice
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_a_display_that_spoke_after_all_is_believed() -> None:
    driver = called("speaks")
    report(driver, "dropped")
    report(driver, "spoken")
    report(driver, "dropped")
    assert driver.day.heard[LEG].voice == "spoken"


def test_presence_is_presumed_from_when_it_was_heard() -> None:
    driver = called("speaks", presence_seconds=60)
    report(driver, "spoken", after=100)
    assert not overdue(driver.day, driver.now + timedelta(seconds=59))
    assert overdue(driver.day, driver.now + timedelta(seconds=60)) == [leg(driver)]


def test_a_report_that_came_late_counts_from_when_it_was_heard_and_never_before_the_press() -> None:
    driver = called("speaks")
    pressed = driver.now
    report(driver, "spoken", after=50, occurred_at=pressed + timedelta(seconds=4))
    assert counts_from(driver.day, leg(driver)) == pressed + timedelta(seconds=4)
    early = called("speaks")
    report(early, "spoken", after=5, occurred_at=early.now - timedelta(hours=1))
    assert counts_from(early.day, leg(early)) == leg(early).called_at


def test_a_recall_is_on_its_way_again_while_the_time_goes_on_counting() -> None:
    driver = called("speaks", recalls_before_miss=1)
    report(driver, "spoken")
    first = driver.now
    driver.do(c.Recall(counter_id="l1", leg_id=LEG, actor=BUDI, walls={"utama": "speaks"}), after=40)
    assert on_its_way(driver.day, leg(driver))
    assert refused(driver, 1) == "not_heard_yet"
    report(driver, "spoken")
    assert counts_from(driver.day, leg(driver)) == first
    miss(driver, 0)


def test_only_the_first_report_of_a_call_that_stands_changes_anything() -> None:
    driver = called("speaks")
    report(driver, "shown", zone_id="utama")
    before = driver.day
    report(driver, "shown", actor="device:another")
    report(driver, "spoken", recalls=1)
    report(driver, "spoken", called_at=driver.now)
    report(driver, "spoken", zone_id="elsewhere")
    assert driver.day is before
    with pytest.raises(Refusal, match="No visitor"):
        report(driver, "spoken", leg_id="v9.1")
    with pytest.raises(Refusal, match="dropped"):
        report(driver, "whispered")


def test_a_call_whose_displays_are_gone_or_silent_for_ever_is_given_to_the_desk() -> None:
    driver = called("speaks")
    assert not list(given_up(driver.day, driver.now, {"utama": "speaks"}))
    old = timedelta(seconds=driver.day.config.voice.old_seconds + SPARE_SECONDS)
    assert list(given_up(driver.day, driver.now + old, {"utama": "speaks"}))
    (command,) = given_up(driver.day, driver.now, {"another": "speaks"})
    driver.do(command)
    assert driver.day.heard[LEG].voice == "no_wall"
    assert not list(given_up(driver.day, driver.now + old, {}))
    assert refused(driver, 29) == "too_early"
    miss(driver, 1)


def test_a_late_report_leaves_a_step_that_can_be_taken_back() -> None:
    driver = called("speaks")
    driver.do(c.Park(counter_id="l1", leg_id=LEG, actor=BUDI))
    report(driver, "spoken")
    driver.do(c.Undo(counter_id="l1", actor=BUDI))
    assert leg(driver).state is LegState.CALLED
    assert counts_from(driver.day, leg(driver)) is not None


def test_a_number_called_anew_elsewhere_is_a_call_of_its_own() -> None:
    driver = called("speaks")
    report(driver, "spoken")
    driver.do(c.Park(counter_id="l1", leg_id=LEG, actor=BUDI))
    driver.do(c.ReturnLeg(leg_id=LEG))
    assert last_call(driver.day, leg(driver)) is None
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI, walls={"utama": "speaks"}))
    assert counts_from(driver.day, leg(driver)) is None


@given(
    wall=st.sampled_from(WALLS),
    told=st.lists(st.tuples(st.sampled_from(REACHED), st.integers(-30, 30), st.integers(0, 20)), max_size=5),
)
def test_whatever_is_reported_the_time_counts_from_no_earlier_than_the_press(
    wall: str, told: list[tuple[str, int, int]]
) -> None:
    driver = called(wall)
    pressed = driver.now
    for kind, offset, after in told:
        occurred: datetime = driver.now + timedelta(seconds=offset)
        report(driver, kind, after, occurred_at=occurred)
    began = counts_from(driver.day, leg(driver))
    assert began is None or pressed <= began <= driver.now
    assert began is not None or wall in ("shows", "speaks")
    assert replay(driver.log) == driver.day
