"""What the estimator learns from a log: lengths, absences, moves, breaks; and outcomes only at the call."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from balai.domain import commands as c
from balai.domain.day import evolve
from balai.domain.waits.chances import arrival_rates, chances_of
from balai.domain.waits.learned.learning import Memory
from balai.domain.waits.learned.record import waited_group
from balai.domain.waits.lots import Lots
from balai.domain.waits.moment import Moment
from balai.domain.waits.standing.scene import scene_of
from bench.hall_file import HALLS, Scenario, read_hall
from bench.waits.hall_day import simulate_day
from tests.support.days import DayDriver
from tests.support.followed import busy


def remembered(driver: DayDriver) -> Memory:
    memory = Memory()
    for happened in driver.log:
        memory.see(driver.days[happened.seq], happened)
    return memory


def test_lengths_absences_moves_and_breaks_are_told_from_the_log() -> None:
    day = DayDriver()
    day.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:a"))
    for number in range(4):
        day.do(c.IssueVisit(visit_id=f"v{number}", service_id="ktp"))
    ends = (c.Finish, c.Miss, c.Park)
    for kind in ends:
        day.do(c.CallNext(counter_id="l1", finishes=None), 30)
        leg = day.day.counter("l1").leg_id
        assert leg is not None
        day.do(kind(counter_id="l1", leg_id=leg), 200)
    day.do(c.CallNext(counter_id="l1", finishes=None), 30)
    leg = day.day.counter("l1").leg_id
    assert leg is not None
    day.do(c.Transfer(counter_id="l1", leg_id=leg, service_id="pajak"), 100)
    day.do(c.PauseCounter(counter_id="l1"))
    day.do(c.ResumeCounter(counter_id="l1"), 600)
    today = remembered(day).today
    assert today is not None
    assert today.served["ktp"] == [200.0, 200.0, 100.0]
    assert today.moves["ktp"] == [None, "ktp", "pajak"]
    assert today.absent == [200.0]
    assert (sum(today.gone), sum(today.came)) == (1, 3)
    assert today.gaps == {"l1": [30.0, 30.0, 30.0]}
    assert [length for _, length in today.pauses["l1"]] == [600.0]


def test_services_that_last_longer_than_on_other_days_change_the_pace() -> None:
    hall = read_hall(HALLS / "eight_counters.toml")
    paces = []
    for scenario in (Scenario("nominal"), Scenario("longer", service_factor=1.5)):
        memory, config = Memory(), hall.config
        for number, what in enumerate((Scenario("nominal"), scenario)):
            day = None
            for happened in simulate_day(hall, what, 11, number):
                day = evolve(day, happened)
                memory.see(day, happened)
        paces.append(chances_of(memory, config).pace)
    assert paces[0] == pytest.approx(1.0, abs=0.12)
    assert paces[1] == pytest.approx(1.5, abs=0.2)


def test_without_any_sample_the_standard_time_is_what_is_drawn_from() -> None:
    day = DayDriver()
    chances = chances_of(remembered(day), day.day.config)
    lengths = chances.lengths["ktp"]
    assert sum(lengths) / len(lengths) == pytest.approx(15 * 60, rel=0.01)
    assert 0 < chances.leaves(0.0) < 0.2


def test_an_outcome_comes_with_the_call_and_not_before() -> None:
    day = busy(2, ("l1",))
    day.forecast()
    leg = day.issue(900)
    called, before = None, 0
    while called != leg:
        before = day.estimator.correction.outcomes
        called = day.call("l1", 200.0)
    assert day.estimator.correction.outcomes == before + 1


def test_only_those_who_may_overtake_are_drawn_among_future_visitors() -> None:
    day = busy(5)
    for number in range(6):
        day.issue(700 + number, kind="priority", after=60.0)
    memory = day.estimator.memory
    moment = Moment(day.day, memory, chances_of(memory, day.day.config), day.now)
    waiting = frozenset(leg.id for leg in day.day.line("ktp"))
    scene = scene_of(moment, (), waiting, frozenset(["ktp", "kk"]))
    lots = Lots(random.Random(1), 20)
    coming = [joins() for _ in range(50) for _, joins in scene.coming(lots)]
    latest = max(leg.due for leg in day.day.line("ktp"))
    assert coming
    assert all(player.due < latest + timedelta(seconds=1) for player in coming)
    assert arrival_rates(memory, day.now, 3600.0)["ktp", "priority"] > 0


@pytest.mark.parametrize(("seconds", "group"), [(0, 0), (599, 0), (600, 1), (1800, 2), (9999, 3)])
def test_waits_are_grouped_by_their_bounds(seconds: float, group: int) -> None:
    assert waited_group(seconds) == group
