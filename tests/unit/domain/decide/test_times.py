"""Times that come from outside have bounds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balai.domain import commands as c
from balai.domain.errors import Refusal
from tests.support.days import one_desk, paused

BUDI = "staff:1"


@pytest.mark.parametrize("minutes", [-1, 0, -1440, 3000])
def test_a_pause_ends_later_and_today(minutes: int) -> None:
    day = one_desk()
    with pytest.raises(Refusal) as refused:
        paused(day, day.now + timedelta(minutes=minutes))
    assert refused.value.code == "until_not_possible"


@pytest.mark.parametrize("minutes", [-1, 0, -1440, 3000])
def test_who_waits_aside_comes_back_later_and_today(minutes: int) -> None:
    day = one_desk()
    day.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    until = day.now + timedelta(minutes=minutes)
    with pytest.raises(Refusal) as refused:
        day.do(c.Park(counter_id="l1", leg_id="v1.1", until=until, actor=BUDI), after=0)
    assert refused.value.code == "until_not_possible"


@pytest.mark.parametrize("seconds", [-5, -3600, -400 * 86_400])
def test_a_tablets_clock_makes_no_end_before_its_call(seconds: int) -> None:
    day = one_desk()
    day.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    called = day.now
    wrong = called + timedelta(seconds=seconds)
    day.do(c.Start(counter_id="l1", leg_id="v1.1", actor=BUDI, occurred_at=wrong), after=5)
    day.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI, occurred_at=wrong), after=60)
    leg = day.day.legs["v1.1"]
    assert leg.called_at == called
    assert leg.started_at is not None
    assert leg.ended_at is not None
    assert called <= leg.started_at <= leg.ended_at <= day.now


def test_nobody_came_before_the_day_was_opened() -> None:
    """A kiosk that is a year behind does not put its visitors before everybody."""
    day = one_desk()
    wrong = day.now - timedelta(days=400)
    day.do(c.IssueVisit(visit_id="v2", service_id="ktp", occurred_at=wrong, actor="device:k1"))
    assert day.day.legs["v2.1"].arrived_at == day.now
    assert day.log[-1].occurred_at == wrong, "the device's own time stays in the log"
