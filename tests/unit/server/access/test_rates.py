"""Token buckets: so many at once, so many a second, whoever asks when."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rates import Bucket, Buckets


def test_so_many_at_once_and_then_one_after_another() -> None:
    bucket = Bucket(rate=2, burst=3)
    assert [bucket.take(10.0) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    assert bucket.take(20.0) == 0


def test_what_is_given_back_did_not_count() -> None:
    bucket = Bucket(rate=1, burst=1)
    assert bucket.take(0) == 0
    bucket.give_back()
    assert bucket.take(0) == 0
    assert bucket.take(0) == 1


def test_each_has_a_bucket_and_those_who_asked_last_are_remembered() -> None:
    buckets = Buckets(most=2)
    first, second = (buckets.of(name, 1, 1) for name in ("ani", "budi"))
    assert buckets.of("ani", 1, 1) is first
    buckets.of("citra", 1, 1)
    assert buckets.of("ani", 1, 1) is first
    assert buckets.of("budi", 1, 1) is not second


@given(
    st.integers(1, 50), st.integers(1, 50), st.lists(st.floats(0, 5), min_size=1, max_size=200).map(sorted)
)
def test_who_waits_as_told_is_never_served_faster_than_the_rate(
    rate: int, burst: int, moments: list[float]
) -> None:
    bucket = Bucket(rate, burst)
    served = [moment + bucket.take(moment) for moment in moments]
    for first, last in pairwise(range(0, len(served), burst + 1)):
        assert served[last] - served[first] >= (last - first - burst) / rate - 1e-6
    assert served == pytest.approx(sorted(served))
