"""Today's pace is believed as far as days of the hall have differed before."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain.waits.learned.pace import LEAST, USUAL, Spread, pace_of, spread_of
from balai.domain.waits.learned.record import DayRecord

EARLIER = {"ktp": [300.0, 600.0, 900.0]}


def day(rng: random.Random, pace: float, count: int = 150) -> DayRecord:
    """A day on which services lasted ten minutes in the mean, and so much longer."""
    record = DayRecord(datetime(2026, 4, 14, tzinfo=UTC))
    record.served["ktp"] = [600.0 * pace * rng.gammavariate(2.5, 0.4) for _ in range(count)]
    return record


def spread(*paces: float) -> Spread:
    rng = random.Random(3)
    return spread_of([day(rng, pace) for pace in paces])


def test_days_that_are_alike_make_a_few_long_services_chance() -> None:
    alike, unlike = spread(*[1.0] * 12), spread(*[0.7, 1.3] * 6)
    assert alike.days < 0.5 * USUAL + LEAST
    assert unlike.days == pytest.approx(0.3, abs=0.06)
    assert alike.weight > 5 * unlike.weight
    today = day(random.Random(5), 1.3, 20)
    assert pace_of(today, EARLIER, alike) < pace_of(today, EARLIER, unlike)


def test_before_anything_is_known_days_are_as_unsure_as_anywhere() -> None:
    assert spread() == Spread()
    assert spread_of([DayRecord(datetime(2026, 4, 14, tzinfo=UTC))]) == Spread()
    assert pace_of(None, EARLIER, Spread()) == 1.0
    assert pace_of(day(random.Random(1), 1.0, 0), EARLIER, Spread()) == 1.0


@given(st.floats(0.3, 3.0), st.integers(1, 400))
def test_the_pace_goes_from_the_usual_to_what_was_seen(seen: float, count: int) -> None:
    record = DayRecord(datetime(2026, 4, 14, tzinfo=UTC))
    record.served["ktp"] = [600.0 * seen] * count
    found = pace_of(record, EARLIER, Spread())
    assert min(1.0, seen) - 1e-9 <= found <= max(1.0, seen) + 1e-9
    assert abs(found - seen) == pytest.approx(abs(1 - seen) * Spread().weight / (count + Spread().weight))
    assert Spread().doubt(count) < Spread().doubt(count - 1)
