"""The bench's service mall is like one, and what was told there is counted as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from balai.domain import events as e
from balai.domain.waits.estimate import Forecast
from bench.hall_file import HALLS, Scenario, read_hall
from bench.targets import TARGETS
from bench.waits import wait_scores as scores
from bench.waits.hall_day import simulate_day
from bench.waits.wait_cost import DESKS, larger
from bench.waits.wait_trial import Look, Told
from bench.waits.waits import ROWS

MALL = read_hall(HALLS / "mpp.toml")
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def told(wait: float, *looks: tuple[float, float], queue: int = 3) -> Told:
    """Somebody who waited so many minutes, and was shown (minutes to the call, minutes to be back in)."""
    forecast = Forecast(
        "leg", "tax", "regular", NOW, later(20), later(10), later(30), later(5), later(40), later(5)
    )
    shown = tuple(Look(left * 60, back * 60) for left, back in looks)
    return Told("mall", "2026-03-02", "tax", "regular", 9, queue, 1, wait * 60, forecast, {}, {}, shown)


def test_a_day_has_a_crowd_at_the_door_a_break_and_officers_who_end_by_calling() -> None:
    log = simulate_day(MALL, Scenario("mall"), MALL.seeds["development"][1], 0)
    assert log == simulate_day(MALL, Scenario("mall"), MALL.seeds["development"][1], 0)
    zone = MALL.config.zone
    issued = [h for h in log if isinstance(h.event, e.VisitIssued)]
    calls = [h for h in log if isinstance(h.event, e.LegCalled)]
    assert 0.1 < sum(h.at.astimezone(zone).hour < 8 for h in issued) / len(issued) < 0.35
    assert not [h for h in calls if h.at.astimezone(zone).hour < 8]
    assert sum(h.at.astimezone(zone).hour == 12 for h in calls) < 0.05 * len(calls)
    settled = [h for h in calls if isinstance(h.event, e.LegCalled) and h.event.settles]
    assert 0.1 < len(settled) / len(calls) < 0.9


def test_a_hall_of_thirty_desks_is_the_mall_again() -> None:
    hall = larger(MALL)
    assert len(hall.desks) == DESKS
    assert {s for desk in hall.desks for s in desk.services} <= {work.id for work in hall.works}


def test_every_row_has_its_target() -> None:
    assert set(ROWS) <= {target.name for target in TARGETS}


def test_whoever_trusted_any_look_counts() -> None:
    kept = told(30, (30, 5), (20, 5), (5, 0))
    late = told(30, (30, 5), (20, 28), (5, 0))
    a_bit = told(30, (30, 5), (20, 22))
    every = [kept, late, a_bit]
    assert scores.looks_kept(every)[0] == pytest.approx(100 * 6 / 8)
    assert scores.called_before(every) == pytest.approx(200 / 3)
    assert scores.called_before(every, 300.0) == pytest.approx(100 / 3)
    assert scores.jumps([kept, late]) == pytest.approx(50)


def test_the_worst_group_is_found_and_small_ones_are_left_out() -> None:
    inside, outside = told(20), told(90, queue=40)
    many = [inside] * 100 + [outside] * 20
    assert scores.coverage(many, 80) == pytest.approx(100 * 100 / 120)
    far, name = scores.farthest(many, 80)
    assert far == pytest.approx(20.0)
    assert name.startswith("queue 0-4")
    more = [*many, *[replace(outside, hour=11)] * 60]
    assert scores.farthest(more, 80)[0] == pytest.approx(80.0)


def test_a_desk_is_opened_once_for_whoever_comes_back_after_the_end() -> None:
    # On this day two were to be served after closing, and each had the desk opened.
    assert simulate_day(MALL, Scenario("mall"), 61, 6)
