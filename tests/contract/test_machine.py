"""The core under every command in any order: what must hold on a hall's day, always."""

from __future__ import annotations

from collections import Counter as Tally

from hypothesis import given
from hypothesis import strategies as st

from balai.domain.order.discipline import DISCIPLINES
from tests.support.random_days.__main__ import shortest
from tests.support.random_days.acts.edit_values import VALUES
from tests.support.random_days.acts.edits import SETTINGS
from tests.support.random_days.machine import STEPS, run
from tests.support.random_days.truths.exercised import ENOUGH, ENOUGH_EDITS, EXPECTED, never
from tests.support.random_days.truths.reasons import FIRST, PASSED
from tests.support.random_days.truths.views import VIEWS, unknown_parameters

PLANS = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2**32 - 1)), max_size=40)


@given(seed=st.integers(0, 2**16), plan=PLANS)
def test_a_random_day_holds_every_truth(seed: int, plan: list[tuple[str, int]]) -> None:
    run(seed, plan)


def test_a_failing_day_is_told_by_the_steps_that_it_needs() -> None:
    """A step that does not exist fails; the others are left out."""
    assert shortest(1, [("issue", 1), ("no_such_step", 2), ("call", 3)]) == [("no_such_step", 2)]


def test_a_view_is_asked_with_everything_that_it_wants_to_know() -> None:
    assert unknown_parameters() == []
    assert "server.views.views.snapshot_of" in VIEWS


def test_every_setting_of_a_halls_file_is_edited() -> None:
    assert VALUES.keys() == set(SETTINGS)


def test_what_each_rule_says_of_its_order_is_worked_out_again() -> None:
    assert {rule.reason for rule in DISCIPLINES.values()} <= FIRST.keys()
    assert {rule.later for rule in DISCIPLINES.values()} <= PASSED.keys()


def test_what_random_days_never_did_is_named() -> None:
    done = Tally(EXPECTED)
    assert never(done, ENOUGH) == []
    del done["done Undo"]
    assert never(done, ENOUGH - 1) == []
    assert never(done, ENOUGH) == ["done Undo"]
    assert "edit letters swapped" in never(done, ENOUGH_EDITS)
