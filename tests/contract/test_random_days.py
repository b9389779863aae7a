"""Random days ask for everything there is: every command, and every view."""

from __future__ import annotations

from random import Random

import pytest

from tests.support.random_days.machine import STEPS, RandomDay, run
from tests.support.random_days.truths.exercised import commands
from tests.support.random_days.truths.views import VIEWS

SELDOM = [seed for seed in range(200) if Random(seed).random() < 0.05][:3]


@pytest.fixture(scope="module")
def each_step_in_turn() -> RandomDay:
    """A day on which every step happens some times, also what happens seldom: these draw little first."""
    names = sorted(set(STEPS))
    return run(2, [(name, seed) for seed in (*range(7), *SELDOM) for name in names])


def test_every_command_is_asked(each_step_in_turn: RandomDay) -> None:
    asked = {name.removeprefix("asked ") for name in each_step_in_turn.counts}
    assert {kind.__name__ for kind in commands()} <= asked


def test_every_view_is_asked(each_step_in_turn: RandomDay) -> None:
    assert {f"view {name}" for name in VIEWS} <= each_step_in_turn.counts.keys()
