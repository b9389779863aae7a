"""What is drawn comes in equal parts over the runs, and nobody's luck hangs on another's."""

from __future__ import annotations

import random
from collections import Counter
from statistics import correlation, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain.waits.lots import PARTS, Lots

RUNS = 100
LOTS = Lots(random.Random(7), RUNS)


def of_person(order: int, spot: int) -> list[float]:
    found = []
    for run in range(RUNS):
        LOTS.start(run, -2)
        found.append(LOTS.table[LOTS.first(order) + spot * LOTS.rows])
    return found


def of_desk(desk: int, draw: int) -> list[float]:
    found = []
    for run in range(RUNS):
        LOTS.start(run, desk)
        found.append([LOTS() for _ in range(draw + 1)][-1])
    return found


def parts(values: list[float]) -> Counter[int]:
    return Counter(int(value * PARTS) for value in values)


EQUAL = Counter(dict.fromkeys(range(PARTS), RUNS // PARTS))


@given(st.integers(0, 1 << 62), st.integers(0, 8))
def test_each_part_of_a_persons_luck_comes_equally_often(order: int, spot: int) -> None:
    assert parts(of_person(order, spot)) == EQUAL


@given(st.integers(-2, 600), st.integers(0, 40))
def test_each_part_of_a_desks_luck_comes_equally_often(desk: int, draw: int) -> None:
    assert parts(of_desk(desk, draw)) == EQUAL


def test_two_persons_two_desks_and_two_draws_have_luck_of_their_own() -> None:
    persons = [of_person(order, 1) for order in range(40)]
    desks = [of_desk(desk, draw) for desk in range(1, 13) for draw in (0, 1)]
    every = [*persons, *desks]
    far = [abs(correlation(a, b)) for n, a in enumerate(every) for b in every[:n]]
    assert fmean(far) < 0.12
    assert sum(value > 0.9 for value in far) <= 2


def test_the_bell_is_whole_at_every_desk() -> None:
    for desk in (-1, 0, 5, 59, 500):
        drawn = LOTS.bells(desk)
        assert len(drawn) == RUNS
        assert fmean(drawn) == pytest.approx(0.0, abs=0.05)
        assert fmean(value * value for value in drawn) == pytest.approx(1.0, abs=0.12)


def test_the_middle_of_a_sum_hangs_little_on_the_dice() -> None:
    def middle(seed: int) -> float:
        lots = Lots(random.Random(seed), RUNS)
        sums = []
        for run in range(RUNS):
            lots.start(run, -2)
            sums.append(sum(lots.table[lots.first(order)] for order in range(12)))
        return fmean(sums)

    # Of plain draws the mean of a hundred such sums has a standard deviation of 0.1.
    assert max(abs(middle(seed) - 6.0) for seed in range(10)) < 0.03
