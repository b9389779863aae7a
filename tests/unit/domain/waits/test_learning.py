"""What a log teaches of people: who walks off, who goes on to another service, who comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from statistics import mean, median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.hall.calendar import Break, Calendar, Hours
from balai.domain.waits.chances import FEW_GAPS, Chances, chances_of
from balai.domain.waits.learned.record import DayRecord
from balai.domain.waits.standing.scene import next_key
from tests.support.days import small_hall
from tests.support.followed import Followed

VISIT = "00000000-0000-4000-8000-{:012d}".format


def manned(*counters: str, runs: int = 20) -> Followed:
    day = Followed(runs=runs)
    for counter in counters:
        day.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=f"staff:{counter}"))
    return day


def odds(day: Followed) -> Chances:
    return chances_of(day.estimator.memory, day.day.config)


def today(day: Followed) -> DayRecord:
    record = day.estimator.memory.today
    assert record is not None
    return record


def at_desk(day: Followed, number: int, counter: str = "l1", waits: float = 60.0) -> str:
    """Somebody comes, and is called after so many seconds."""
    day.issue(number)
    leg = day.call(counter, waits)
    assert leg is not None
    return leg


@settings(max_examples=settings().max_examples * 2)
@given(st.lists(st.booleans(), min_size=1, max_size=25))
def test_who_walks_off_and_says_so_is_learned_by_how_long_all_have_waited(walks: list[bool]) -> None:
    day = manned("l1")
    for number, walk in enumerate(walks):
        day.issue(number)
        if walk:
            day.do(c.CancelVisit(visit_id=VISIT(number)), 300.0)
        else:
            leg = day.call("l1", 300.0)
            assert leg is not None
            day.do(c.Finish(counter_id="l1", leg_id=leg), 60.0)
    assert today(day).left == [300.0] * sum(walks)
    assert today(day).waited == pytest.approx(300.0 * len(walks))
    assert odds(day).leaving == pytest.approx(sum(walks) / (300.0 * len(walks) + 36000.0))


def test_where_people_walk_off_the_line_is_told_to_be_shorter() -> None:
    def last(walkers: int) -> float:
        day = manned("l1", runs=40)
        for number in range(walkers):
            day.issue(number)
            day.do(c.CancelVisit(visit_id=VISIT(number)), 600.0)
        for number in range(100, 112):
            day.issue(number)
        day.call("l1")
        told = day.forecast()[next_key("ktp", "regular")]
        return told.wait(told.point)

    assert last(40) < 0.85 * last(0)


@settings(max_examples=settings().max_examples * 2)
@given(st.lists(st.tuples(st.booleans(), st.floats(1.0, 7000.0)), min_size=1, max_size=20))
def test_who_does_not_come_to_the_desk_is_learned_by_how_long_they_had_waited(
    calls: list[tuple[bool, float]],
) -> None:
    day = manned("l1")
    for number, (misses, waits) in enumerate(calls):
        leg = at_desk(day, number, waits=waits)
        kind = c.Miss if misses else c.Finish
        day.do(kind(counter_id="l1", leg_id=leg), 90.0)
    record, missed = today(day), sum(misses for misses, _ in calls)
    assert (sum(record.gone), sum(record.came)) == (missed, len(calls) - missed)
    assert record.absent == [90.0] * missed
    assert len(record.served["ktp"]) == len(calls) - missed, "nobody was served who did not come"
    assert all(0.0 < odds(day).leaves(waits) < 1.0 for _, waits in calls)


@settings(max_examples=settings().max_examples * 2)
@given(st.lists(st.sampled_from(["pajak", "kk", None]), min_size=1, max_size=20))
def test_where_visitors_are_sent_on_to_is_learned(ways: list[str | None]) -> None:
    day = manned("l1")
    for number, to in enumerate(ways):
        leg = at_desk(day, number)
        if to is None:
            day.do(c.Finish(counter_id="l1", leg_id=leg), 300.0)
        else:
            day.do(c.Transfer(counter_id="l1", leg_id=leg, service_id=to), 300.0)
            new = day.day.current_leg(day.day.visits[VISIT(number)])
            day.do(c.CancelVisit(visit_id=new.visit_id), 0.0)
    assert today(day).moves["ktp"] == ways
    assert odds(day).moves["ktp"] == ways
    assert len(today(day).served["ktp"]) == len(ways)


def test_who_will_be_sent_on_lengthens_the_wait_where_they_go() -> None:
    """Who is sent on keeps the own arrival, and so stands before the next ticket there."""

    def there(sent: bool) -> float:
        day = manned("l1", "l3", runs=40)
        for number in range(20):
            leg = at_desk(day, number)
            if sent:
                day.do(c.Transfer(counter_id="l1", leg_id=leg, service_id="pajak"), 60.0)
            else:
                day.do(c.Finish(counter_id="l1", leg_id=leg), 60.0)
                day.issue(50 + number, "pajak")
            there = day.call("l3", 0.0)
            assert there is not None
            day.do(c.Finish(counter_id="l3", leg_id=there), 300.0)
        for number in range(100, 106):
            day.issue(number)
        day.issue(200, "pajak")
        day.call("l1")
        day.call("l3")
        for number in range(201, 206):
            day.issue(number, "pajak")
        told = day.forecast()[next_key("pajak", "regular")]
        return told.wait(told.point)

    assert there(sent=True) > 1.1 * there(sent=False)


def test_a_journey_goes_on_to_its_next_service_and_that_leg_is_told_and_teaches() -> None:
    day = manned("l1", "l3")
    day.do(c.IssueVisit(visit_id=VISIT(1), service_id="ktp", also=("pajak",)))
    first = day.call("l1", 60.0)
    assert first is not None
    day.do(c.Finish(counter_id="l1", leg_id=first), 300.0)
    second = day.day.current_leg(day.day.visits[VISIT(1)])
    assert second.service_id == "pajak"
    assert today(day).moves["ktp"] == ["pajak"]
    assert _told_and_taught(day, second.id, "l3")


def test_who_was_sent_on_is_told_and_teaches() -> None:
    day = manned("l1", "l3")
    leg = at_desk(day, 1)
    day.do(c.Transfer(counter_id="l1", leg_id=leg, service_id="pajak"), 300.0)
    assert _told_and_taught(day, day.day.current_leg(day.day.visits[VISIT(1)]).id, "l3")


@settings(max_examples=settings().max_examples * 2)
@given(st.lists(st.floats(60.0, 3000.0), min_size=1, max_size=6))
def test_who_waits_aside_comes_back_as_others_did_and_is_told_and_teaches(aside: list[float]) -> None:
    day = manned("l1")
    for number, seconds in enumerate(aside):
        leg = at_desk(day, number)
        day.do(c.Park(counter_id="l1", leg_id=leg), 200.0)
        day.do(c.ReturnLeg(leg_id=leg), seconds)
        assert _told_and_taught(day, leg, "l1")
        day.do(c.Finish(counter_id="l1", leg_id=leg), 100.0)
    assert today(day).aside == pytest.approx(aside, abs=1e-5)
    assert set(today(day).aside) <= set(odds(day).aside)
    assert today(day).moves["ktp"] == ["ktp", None] * len(aside), "they go aside and come back"


def _told_and_taught(day: Followed, leg_id: str, counter: str) -> bool:
    """Whether a leg that waits is told a window, and its call teaches the correction what came of it."""
    told = day.forecast()[leg_id]
    known = day.estimator.correction.outcomes
    day.now += timedelta(seconds=30)
    assert day.call(counter) == leg_id
    return told.low is not None and day.estimator.correction.outcomes == known + 1


@settings(max_examples=settings().max_examples * 2)
@given(st.floats(60.0, 20_000.0))
def test_who_was_forgotten_at_a_desk_counts_as_four_standards_at_least(seconds: float) -> None:
    day = manned("l1")
    leg = at_desk(day, 1)
    day.do(c.Finish(counter_id="l1", leg_id=leg), seconds)
    most = 4 * 60.0 * day.day.config.service_by_id["ktp"].service_minutes
    seen, bounded = today(day).served["ktp"], today(day).at_least["ktp"]
    assert (seen, bounded) == ([], [most]) if seconds > most else seen == [pytest.approx(seconds, abs=1e-5)]


def test_a_service_whose_desk_was_freed_by_a_manager_is_a_bound() -> None:
    day = manned("l1")
    leg = at_desk(day, 1)
    day.do(c.Start(counter_id="l1", leg_id=leg), 20.0)
    day.do(c.ReleaseCounter(counter_id="l1", actor="staff:manager"), 900.0)
    assert today(day).served["ktp"] == []
    assert today(day).at_most["ktp"] == [920.0]
    assert today(day).at_desk["l1"] == []


def test_each_desk_goes_on_to_the_next_as_it_does_itself() -> None:
    """Who ends services by calling the next has no gaps: the lengths have them. Others' are not for them."""
    day = manned("l1", "l2")
    for number in range(80):
        day.issue(number)
    day.call("l1")
    leg = day.call("l2")
    for _ in range(FEW_GAPS + 2):
        assert leg is not None
        day.do(c.Finish(counter_id="l2", leg_id=leg), 200.0)
        leg = day.call("l2", 90.0)
        day.call("l1", 10.0)
    gaps = odds(day).gaps
    assert median(gaps["l1"]) == 0.0
    assert median(gaps["l2"]) == 90.0
    assert 0.0 < mean(gaps["l3"]) < 90.0, "of which nothing is known yet"


def test_a_break_of_the_calendar_is_no_part_of_a_service_that_the_next_call_ended() -> None:
    hours = Hours(tuple(range(7)), time(8), time(15), (Break(time(12), time(13)),))
    start = datetime(2026, 4, 14, 3, 50, tzinfo=UTC)
    day = Followed(runs=20, config=replace(small_hall(), calendar=Calendar((hours,))), start=start)
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:l1"))
    for number in range(3):
        day.issue(number, after=0.0)
    day.call("l1", 60.0)
    day.call("l1", 75 * 60.0)
    assert today(day).served["ktp"] == []
    assert today(day).at_least["ktp"] == []
    assert today(day).at_most["ktp"] == [15 * 60.0]


def test_who_is_not_said_to_be_there_as_others_are_is_believed_to_be_gone() -> None:
    day = manned("l1", runs=60)
    for number in range(40):
        leg = at_desk(day, number)
        if number % 5:
            day.do(c.Start(counter_id="l1", leg_id=leg), 30.0)
            day.do(c.Finish(counter_id="l1", leg_id=leg), 600.0)
        else:
            day.do(c.Miss(counter_id="l1", leg_id=leg), 100.0)
    at_desk(day, 100)

    def left(elapsed: float) -> float:
        told = day.estimator.next_ticket("ktp", "regular", day.now + timedelta(seconds=elapsed))
        assert told is not None
        assert told.raw is not None
        return told.raw.q50

    assert left(10.0) > 400.0
    assert left(60.0) < 120.0


def test_where_nobody_says_that_visitors_are_there_silence_says_nothing() -> None:
    day = manned("l1", runs=60)
    for number in range(30):
        day.do(c.Finish(counter_id="l1", leg_id=at_desk(day, number)), 600.0)
    at_desk(day, 100)
    told = day.estimator.next_ticket("ktp", "regular", day.now + timedelta(seconds=60.0))
    assert told is not None
    assert told.raw is not None
    assert told.raw.q50 > 400.0
