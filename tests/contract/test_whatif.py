"""Whatever happens on a day, it is played again by every rule; what was played is played as it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from balai.domain import events as e
from balai.domain.hall.config import Rules
from balai.domain.order.discipline import DISCIPLINES
from tests.contract.test_reports import random_log
from tests.unit.domain.whatif.test_replay import again, called

FEW = settings(max_examples=max(8, settings().max_examples // 8))
GAPS = {("", True): (7.0,), ("", False): (7.0,)}


@given(st.integers(0, 10**6), st.integers(20, 120), st.sampled_from(sorted(DISCIPLINES)))
@FEW
def test_random_days_are_played_by_every_rule_and_again_as_they_were_played(
    seed: int, count: int, discipline: str
) -> None:
    log = random_log(seed, count)
    opened = log[0].event
    assert isinstance(opened, e.DayOpened)
    again(log, replace(opened.config, rules=Rules(discipline=discipline)))
    once = again(log, gaps=GAPS)
    assert called(again(once, gaps=GAPS)) == called(once)
