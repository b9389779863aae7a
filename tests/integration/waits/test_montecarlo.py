"""The Monte Carlo against a simulation of its own kind, against the clock, and against itself."""

from __future__ import annotations

import heapq
import random
from datetime import timedelta
from statistics import median

import pytest

from balai.domain import commands as c
from balai.domain.waits.chances import Chances, chances_of, residual
from balai.domain.waits.standing.scene import next_key
from tests.support.followed import SERVICE_SECONDS, Followed, busy


def oracle(odds: Chances, waiting: int, counters: tuple[str, ...], runs: int = 3000) -> float:
    """The median wait of the last in one line, with the same odds, by a heap and nothing else."""
    rng = random.Random(99)

    def until_free(counter_id: str) -> float:
        gone = rng.random() < odds.leaves(0.0)
        length = rng.choice(odds.absent) if gone else odds.length("ktp", counter_id, rng.random)
        return length + rng.choice(odds.gaps[counter_id])

    waits = []
    for _ in range(runs):
        free = [(until_free(counter_id), counter_id) for counter_id in counters]
        heapq.heapify(free)
        for _ in range(waiting):
            at, counter_id = free[0]
            heapq.heapreplace(free, (at + until_free(counter_id), counter_id))
        waits.append(free[0][0])
    return median(waits)


@pytest.mark.parametrize(("waiting", "counters"), [(4, ("l1",)), (9, ("l1", "l2"))])
def test_it_agrees_with_a_plain_simulation_of_one_line(waiting: int, counters: tuple[str, ...]) -> None:
    day = busy(waiting, counters, runs=600)
    told = day.estimator.next_ticket("ktp", "regular", day.now)
    assert told is not None
    assert told.raw is not None
    odds = chances_of(day.estimator.memory, day.day.config)
    assert told.raw.q50 == pytest.approx(oracle(odds, waiting, counters), rel=0.06)


def test_who_stands_further_back_is_told_a_longer_wait() -> None:
    day = busy(12)
    found = day.forecast()
    line = [found[leg.id].point for leg in day.day.line("ktp")]
    assert line == sorted(line)
    assert found[next_key("ktp", "regular")].point >= line[-1]
    assert found[next_key("ktp", "priority")].point <= found[next_key("ktp", "regular")].point


def test_another_open_counter_makes_it_shorter_and_a_longer_line_longer() -> None:
    def wait(day: Followed) -> float:
        told = day.estimator.next_ticket("ktp", "regular", day.now)
        assert told is not None
        return told.wait(told.point)

    assert wait(busy(10)) < wait(busy(10, ("l1",)))
    assert wait(busy(5)) < wait(busy(15))


def test_with_the_same_dice_it_says_the_same() -> None:
    assert busy(6, seed=5).forecast() == busy(6, seed=5).forecast()
    assert busy(6, seed=5).forecast() != busy(6, seed=6).forecast()


def test_a_counter_that_shuts_and_one_on_a_break_count_as_such() -> None:
    day = busy(8)
    before = day.forecast()[next_key("ktp", "regular")]
    leg = day.day.counter("l2").leg_id
    assert leg is not None
    day.do(c.Finish(counter_id="l2", leg_id=leg))
    day.do(c.PauseCounter(counter_id="l2", until=day.now + timedelta(hours=3)))
    on_a_break = day.forecast()[next_key("ktp", "regular")]
    assert on_a_break.wait(on_a_break.point) > 1.5 * before.wait(before.point)


def test_nobody_is_promised_anything_where_no_counter_calls() -> None:
    day = Followed()
    day.issue(1)
    assert day.forecast() == {}
    busy_day = busy(3, ("l1",))
    assert next_key("pajak", "regular") not in busy_day.forecast()


def test_the_first_ticket_of_a_new_hall_has_a_window() -> None:
    day = Followed()
    for counter in ("l1", "l2"):
        day.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=f"staff:{counter}"))
    for number in range(4):
        day.issue(number)
    for counter in ("l1", "l2"):
        day.call(counter)
    assert day.estimator.memory.finished == 0
    told = day.forecast()[next_key("ktp", "regular")]
    # Two wait and two have just been called: four standard times of 15 minutes for two counters.
    assert told.wait(told.point) == pytest.approx(4 * 15 * 60 / 2, rel=0.3)
    assert told.wait(told.low) < 0.8 * told.wait(told.point)
    assert told.wait(told.high) > 1.2 * told.wait(told.point)
    assert next_key("pajak", "regular") not in day.forecast()


@pytest.mark.parametrize("elapsed", [0.0, 150.0, 599.0, 4000.0])
def test_what_is_left_of_a_service_is_never_negative_and_fits_what_has_passed(elapsed: float) -> None:
    rng = random.Random(3)
    left = [residual(SERVICE_SECONDS, elapsed, rng.random) for _ in range(200)]
    assert min(left) > 0
    if elapsed < SERVICE_SECONDS[-1]:
        assert {round(rest + elapsed, 6) for rest in left} <= set(SERVICE_SECONDS)
