"""Conformal correction: what it claims holds, for quantiles far from right, by group and by day."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain.waits.conformal import FEWEST, Correction, Raw, Scores


def narrow(point: float, width: float = 60.0) -> Raw:
    return Raw(point - width, point - width / 2, point, point + width / 2, point + width)


def held(
    correction: Correction, rng: random.Random, count: int, kind: str, spread: float, middle: float = 2000.0
) -> list[float]:
    """Shares of new outcomes within 80 and 90 %, and not before the lower bound of 90 %."""
    within = [0, 0, 0]
    for _ in range(count):
        raw = narrow(rng.uniform(0.75 * middle, 1.25 * middle))
        came = max(0.0, rng.gauss(raw.q50 + 120, spread))
        told = correction.correct(kind, raw)
        within[0] += told.low80 <= came <= told.high80
        within[1] += told.low90 <= came <= told.high90
        within[2] += told.low90 <= came
        correction.learn(kind, raw, came)
    return [share / count for share in within]


def days(correction: Correction, rng: random.Random, count: int, spread: float) -> list[float]:
    """So many days of 200 calls; the last one's shares."""
    found: list[float] = []
    for number in range(count):
        correction.begin(f"2026-04-{number + 1:02}")
        found = held(correction, rng, 200, "regular", spread)
    return found


def test_intervals_far_too_narrow_and_off_to_one_side_come_to_hold_what_they_claim() -> None:
    at80, at90, back = days(Correction(), random.Random(4), 12, 300)
    assert at80 == pytest.approx(0.8, abs=0.08)
    assert at90 == pytest.approx(0.9, abs=0.06)
    assert back == pytest.approx(0.95, abs=0.05)


def test_one_bad_day_widens_no_calm_one() -> None:
    correction, rng = Correction(), random.Random(7)
    days(correction, rng, 8, 100)
    calm = correction.correct("regular", narrow(2000.0))
    correction.begin("2026-05-01")
    held(correction, rng, 200, "regular", 900)
    correction.begin("2026-05-02")
    after = correction.correct("regular", narrow(2000.0))
    assert after.high90 - after.low90 < 1.15 * (calm.high90 - calm.low90)


def test_what_came_of_a_day_moves_bounds_from_the_next_one_on() -> None:
    correction, rng = Correction(), random.Random(8)
    days(correction, rng, 6, 60)
    correction.begin("2026-05-01")
    before = correction.correct("regular", narrow(2000.0))
    for _ in range(100):
        correction.learn("regular", narrow(2000.0), 2000.0 + 120 + 600)
    told = correction.correct("regular", narrow(2000.0))
    assert (told.low90, told.low80) == (before.low90, before.low80), "those who wait together share one luck"
    assert told.high90 < before.high90 + 20
    for day in range(2, 10):
        correction.begin(f"2026-05-{day:02}")
        for _ in range(100):
            correction.learn("regular", narrow(2000.0), 2000.0 + 120 + 600)
    assert correction.correct("regular", narrow(2000.0)).high90 > before.high90 + 200


def test_a_first_day_is_moved_by_what_came_of_it() -> None:
    correction = Correction()
    correction.begin("2026-05-01")
    raw = narrow(2000.0)
    before = correction.correct("regular", raw)
    for _ in range(100):
        correction.learn("regular", raw, 2000.0 + 600)
    after = correction.correct("regular", raw)
    assert after.high80 > before.high80 + 200
    assert after.low80 <= (raw.q10 + raw.q50) / 2, "nobody is told to stay away on a shift alone"


def test_a_group_that_is_harder_gets_wider_intervals_once_it_has_enough_of_its_own() -> None:
    correction, rng = Correction(), random.Random(5)
    for number in range(6):
        correction.begin(f"2026-04-{number + 1:02}")
        held(correction, rng, 60, "short", 60, 300.0)
        held(correction, rng, 60, "long", 900, 4000.0)
    short, long = correction.correct("short", narrow(300.0)), correction.correct("long", narrow(4000.0))
    assert long.high90 - long.low90 > 4 * (short.high90 - short.low90)


def test_before_there_are_enough_outcomes_nothing_is_corrected() -> None:
    correction, raw = Correction(), narrow(2000.0)
    as_drawn = correction.correct("regular", raw)
    for _ in range(FEWEST - 1):
        correction.learn("regular", raw, 9000.0)
        assert correction.correct("regular", raw) == as_drawn
    correction.learn("regular", raw, 9000.0)
    assert correction.correct("regular", raw) != as_drawn


def test_a_standing_bias_is_taken_out_and_none_is_where_there_is_none() -> None:
    biased, fair = Correction(), Correction()
    rng = random.Random(9)
    for number in range(12):
        for correction, off in ((biased, 600.0), (fair, 0.0)):
            correction.begin(f"2026-04-{number + 1:02}")
            for _ in range(60):
                correction.learn("regular", narrow(2000.0), rng.gauss(2000.0 + off, 200.0))
    assert biased.correct("regular", narrow(2000.0)).point == pytest.approx(2600.0, abs=80)
    assert fair.correct("regular", narrow(2000.0)).point == pytest.approx(2000.0, abs=60)


def test_what_is_told_is_in_order_and_never_before_now() -> None:
    correction, rng = Correction(), random.Random(6)
    held(correction, rng, 200, "regular", 900)
    for point in (0.0, 30.0, 600.0, 5000.0):
        told = correction.correct("regular", narrow(point, 90.0))
        assert 0 <= told.low90 <= told.low80 <= told.point <= told.high80 <= told.high90


def test_only_the_last_scores_count_and_none_changes_nothing() -> None:
    scores = Scores(3)
    assert scores.quantile(0.9) == 0.0
    for score in (100.0, 1.0, 2.0, 3.0):
        scores.add(score)
    assert len(scores) == 3
    assert scores.quantile(1.0) == 3.0


def test_the_middle_does_not_follow_what_those_of_today_have_in_common() -> None:
    correction, rng = Correction(), random.Random(3)
    for number in range(5):
        correction.begin(f"2026-04-{number + 1:02}")
        held(correction, rng, 60, "regular", 200)
    correction.begin("2026-05-01")
    before = correction.correct("regular", narrow(2000.0)).point
    for _ in range(200):
        correction.learn("regular", narrow(2000.0), 3500.0)
    # Whether a standing bias is taken out may have changed; what it is has not.
    assert correction.correct("regular", narrow(2000.0)).point in (2000.0, before)


@settings(max_examples=50)
@given(st.integers(0, 5000), st.integers(1, 3000), st.integers(1, 3000))
def test_the_point_leans_from_the_middle_to_the_longer_side(
    middle: float, below: float, above: float
) -> None:
    low = max(0.0, middle - below)
    raw = Raw(low, low, middle, middle + above, middle + above)
    point = Correction().correct("regular", raw).point
    assert (point > middle) == (above > middle - low)
    assert (raw.q10 + middle) / 2 <= point <= (raw.q90 + middle) / 2
