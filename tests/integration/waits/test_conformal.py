"""Conformal correction: what it claims holds, for quantiles that are far from right, and class by class."""

from __future__ import annotations

import random
from dataclasses import astuple

import pytest

from balai.domain.waits.conformal import ENOUGH, WINDOW, Correction, Raw, Scores


def narrow(point: float, width: float = 60.0) -> Raw:
    return Raw(point - width, point - width / 2, point, point + width / 2, point + width)


def held(correction: Correction, rng: random.Random, count: int, kind: str, spread: float) -> list[float]:
    """Shares of new outcomes within 80 %, 90 %, and not before the time to be back."""
    within = [0, 0, 0]
    for _ in range(count):
        raw = narrow(rng.uniform(1500, 2500))
        came = max(0.0, rng.gauss(raw.q50 + 120, spread))
        told = correction.correct(kind, raw)
        within[0] += told.low80 <= came <= told.high80
        within[1] += told.low90 <= came <= told.high90
        within[2] += told.back <= came
        correction.learn(kind, raw, came)
    return [share / count for share in within]


def test_intervals_far_too_narrow_and_off_to_one_side_come_to_hold_what_they_claim() -> None:
    correction, rng = Correction(), random.Random(4)
    held(correction, rng, WINDOW, "regular", 300)
    at80, at90, back = held(correction, rng, 3000, "regular", 300)
    assert at80 == pytest.approx(0.8, abs=0.03)
    assert at90 == pytest.approx(0.9, abs=0.03)
    assert back == pytest.approx(0.9, abs=0.03)


def test_a_class_that_is_harder_gets_wider_intervals_once_it_has_enough_of_its_own() -> None:
    correction, rng = Correction(), random.Random(5)
    held(correction, rng, WINDOW, "regular", 100)
    raw = narrow(2000.0)
    assert correction.correct("priority", raw) == correction.correct("regular", raw)
    held(correction, rng, ENOUGH, "priority", 900)
    wide, usual = correction.correct("priority", raw), correction.correct("regular", raw)
    assert wide.high90 - wide.low90 > 2 * (usual.high90 - usual.low90)


def test_what_is_told_is_in_order_and_never_before_now() -> None:
    correction, rng = Correction(), random.Random(6)
    held(correction, rng, 200, "regular", 900)
    for point in (0.0, 30.0, 600.0, 5000.0):
        told = correction.correct("regular", narrow(point, 90.0))
        low90, low80, middle, high80, high90 = (
            told.low90, told.low80, told.point, told.high80, told.high90
        )  # fmt: skip
        assert 0 <= low80 <= middle <= high80
        assert 0 <= low90 <= middle <= high90
        assert 0 <= told.back <= middle


def test_only_the_last_scores_count_and_none_changes_nothing() -> None:
    scores = Scores(3)
    assert scores.quantile(0.9) == 0.0
    for score in (100.0, 1.0, 2.0, 3.0):
        scores.add(score)
    assert len(scores) == 3
    assert scores.quantile(1.0) == 3.0
    told = Correction().correct("regular", narrow(300.0))
    assert astuple(told) == (300.0, 270.0, 330.0, 240.0, 360.0, 270.0)
