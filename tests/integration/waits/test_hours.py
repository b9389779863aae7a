"""What is told before desks open, in breaks, at the end of the day, and of officers late, idle or gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.hall.calendar import Break, Calendar, Hours
from balai.domain.waits.estimate import Forecast
from balai.domain.waits.standing.scene import next_key
from tests.support.days import small_hall
from tests.support.followed import Followed

NEXT = next_key("ktp", "regular")


def hall() -> Calendar:
    breaks = (Break(time(12), time(13)),)
    return Calendar((Hours(tuple(range(7)), time(8), time(15), breaks, tickets_from=time(7, 30)),))


def local(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 4, 14, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def at(hour: int, minute: int = 0) -> Followed:
    """A hall with hours in which nobody has come yet, one desk for two services."""
    config = replace(small_hall(), calendar=hall(), counters=small_hall().counters[:1])
    return Followed(runs=60, config=config, start=local(hour, minute))


def opened(day: Followed) -> Followed:
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:l1"))
    return day


def served(day: Followed, count: int, seconds: float, first: int = 0) -> Followed:
    """So many visitors come one after another and are served at once."""
    for number in range(first, first + count):
        day.issue(number)
        leg = day.call("l1", 5.0)
        assert leg is not None
        day.do(c.Finish(counter_id="l1", leg_id=leg), seconds)
    return day


def told(day: Followed) -> Forecast:
    return day.forecast()[NEXT]


def minutes(day: Followed, moment: datetime | None) -> float:
    assert moment is not None
    return (moment - day.now).total_seconds() / 60


def test_the_crowd_at_the_door_has_a_window_after_the_opening() -> None:
    day = at(7, 30)
    for number in range(3):
        day.issue(number)
    found = told(day)
    assert found.low is not None
    assert found.low >= local(8)
    assert found.point >= local(8, 20)
    assert found.chance > 0.9


def test_a_late_desk_is_late_as_desks_are_and_not_gone_for_the_day() -> None:
    day = at(7, 45)
    day.issue(1)
    day.now = local(8, 12)
    found = told(day)
    assert found.chance > 0.6
    assert 5 < minutes(day, found.point) < 60


def test_the_calendar_holds_while_the_break_lasts() -> None:
    day = served(opened(at(8)), 8, 600.0)
    day.now = local(11, 58)
    before = day.issue(100)
    day.now = local(12, 5)
    found = day.forecast()[before]
    assert found.low is not None
    assert local(12, 57) <= found.low <= local(13, 10)
    assert found.back_by is not None
    assert found.back_by >= local(12, 55)


def test_a_desk_that_calls_into_the_break_works_through_it() -> None:
    day = served(opened(at(8)), 8, 600.0)
    day.now = local(12, 3)
    served(day, 1, 300.0, 50)
    day.now = local(12, 10)
    assert told(day).point < local(12, 20)


def test_in_the_last_half_hour_it_is_said_how_likely_a_call_is() -> None:
    day = served(opened(at(8)), 8, 600.0)
    day.now = local(14, 10)
    for number in range(3):
        day.issue(100 + number)
    day.now = local(14, 35)
    day.call("l1")
    found = told(day)
    assert found.low is not None
    assert 0.2 < found.chance < 1.0
    assert found.high is not None
    assert found.high <= local(15, 15)
    day.now = local(15, 14)
    last = day.forecast().get(f"00000000-0000-4000-8000-{102:012d}.1")
    assert last is None or (last.chance < 0.2 and last.low is None)


@pytest.fixture(name="idle")
def _idle() -> Followed:
    """Somebody has waited for a minute at a desk that is open and calls nobody."""
    day = served(opened(at(8)), 12, 400.0)
    day.issue(100)
    day.now += timedelta(minutes=1)
    return day


def test_a_desk_that_passes_people_over_is_believed_less_the_longer_it_does(idle: Followed) -> None:
    waits = []
    for later in (1, 10, 30):
        idle.now += timedelta(minutes=later)
        waits.append(minutes(idle, idle.forecast()["00000000-0000-4000-8000-000000000100.1"].point))
    assert waits[0] < waits[1] < waits[2]
    assert waits[0] < 5
    assert waits[2] > 8


def test_who_ends_services_by_calling_the_next_is_idle_and_not_busy_for_hours() -> None:
    day = opened(at(8))
    for number in range(14):
        day.issue(number)
        day.call("l1", 10.0)
        day.now += timedelta(minutes=25)
    today = day.estimator.memory.today
    assert today is not None
    assert sum(map(len, today.served.values())) == 0
    assert len(today.at_most["ktp"]) == 13
    assert minutes(day, told(day).point) < 8


def test_a_finish_that_is_taken_back_teaches_nothing() -> None:
    day = served(opened(at(8)), 1, 0.0)
    day.issue(50)
    leg = day.call("l1", 600.0)
    assert leg is not None
    day.do(c.Finish(counter_id="l1", leg_id=leg), 60.0)
    today = day.estimator.memory.today
    assert today is not None
    before = (len(today.served["ktp"]), list(today.moves["ktp"]))
    day.do(c.Undo(counter_id="l1"), 5.0)
    assert (len(today.served["ktp"]), list(today.moves["ktp"])) == (before[0] - 1, before[1][:-1])


def test_a_time_to_be_back_by_moves_earlier_only_aloud() -> None:
    day = served(opened(at(8)), 10, 600.0)
    for number in range(8):
        day.issue(100 + number)
    last = day.issue(199)
    first = day.forecast()[last]
    assert first.moved is None
    assert first.back_by is not None
    day.now += timedelta(seconds=20)
    again = day.forecast()[last]
    assert again.back_by == first.back_by
    for number in range(7):
        visit = f"00000000-0000-4000-8000-{100 + number:012d}"
        day.do(c.CancelVisit(visit_id=visit))
    sooner = day.forecast()[last]
    assert sooner.back_by is not None
    assert sooner.back_by < first.back_by
    assert sooner.moved == day.now
