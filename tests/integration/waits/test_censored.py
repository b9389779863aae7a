"""Lengths known by a bound only: the distribution comes out as it was drawn, where a plain mean would not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain.waits.learned.censored import distribution

LENGTHS = st.lists(st.floats(1.0, 5000.0), max_size=30)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_idle_time_is_not_counted_as_service() -> None:
    """An officer who calls when somebody comes: where the line was empty, only a bound is known."""
    rng = random.Random(2)
    exact: list[float] = []
    at_most: list[float] = []
    true: list[float] = []
    for _ in range(600):
        length, next_comes = rng.gauss(600, 150), rng.expovariate(1 / 900)
        true.append(length)
        if next_comes > length:
            at_most.append(next_comes)
        else:
            exact.append(length)
    plain = mean(exact + at_most)
    assert plain > 1.4 * mean(true)
    assert mean(distribution(exact, at_most, [])) == pytest.approx(mean(true), rel=0.06)


def test_what_was_broken_off_lasted_longer() -> None:
    rng = random.Random(3)
    exact: list[float] = []
    at_least: list[float] = []
    true: list[float] = []
    for _ in range(600):
        length, broken = rng.uniform(100, 1100), rng.uniform(100, 2000)
        true.append(length)
        (exact if length <= broken else at_least).append(min(length, broken))
    assert mean(exact) < 0.93 * mean(true)
    assert mean(distribution(exact, [], at_least)) == pytest.approx(mean(true), rel=0.05)


@settings(max_examples=60)
@given(LENGTHS, LENGTHS, LENGTHS)
def test_it_has_values_in_order_within_what_was_seen(
    exact: list[float], at_most: list[float], at_least: list[float]
) -> None:
    usual = [100.0, 200.0, 400.0]
    found = distribution(exact, at_most, at_least, usual)
    assert found == sorted(found)
    assert min(exact + usual) <= found[0]
    assert found[-1] <= 1.3 * max(exact + at_least + usual)
    assert distribution(exact, [], [], usual) == sorted(exact + usual)
