"""The core under every command in any order: what must hold on a hall's day, always."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.random_days.__main__ import shortest
from tests.support.random_days.machine import STEPS, run

PLANS = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2**32 - 1)), max_size=40)


@given(seed=st.integers(0, 2**16), plan=PLANS)
def test_a_random_day_holds_every_truth(seed: int, plan: list[tuple[str, int]]) -> None:
    run(seed, plan)


def test_a_failing_day_is_told_by_the_steps_that_it_needs() -> None:
    """A step that does not exist fails; the others are left out."""
    assert shortest(1, [("issue", 1), ("no_such_step", 2), ("call", 3)]) == [("no_such_step", 2)]
