"""The latest days side by side: as they went, by the rules in force, by those of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from balai.domain import events as e
from balai.domain.hall.config import HallConfig, Rules
from balai.domain.state import Happened
from balai.protocol.managed.replays import Replay
from demo.driving.past import played_day
from server.views.reports.replaying import GROUPS, Went, ranked, read, replay_of
from tests.support.days import small_hall

LEVELS = replace(small_hall(), rules=Rules(discipline="levels", priority_head_start=120))


@cache
def logs() -> tuple[tuple[Happened, ...], ...]:
    """Two days of the small hall with a crowd that must wait."""
    return tuple(tuple(played_day(small_hall(), 45, seed=seed, hours=1.5)) for seed in (1, 2))


def replay(wanted: HallConfig, days: Sequence[int] = (0, 1), *, goes_on: bool = True) -> Replay:
    in_force = next(h.event.config for h in logs()[0] if isinstance(h.event, e.DayOpened))
    found = [read(logs()[n]) for n in days]
    return replay_of(found, in_force, replace(in_force, rules=wanted.rules), lambda: goes_on)


def test_a_draft_that_changes_no_rule_changes_nothing() -> None:
    found = replay(small_hall())
    assert [row.now for row in found.rows] == [row.draft for row in found.rows]
    assert all(row.real.called for row in found.rows)
    assert len(found.days) == 2


def test_priority_gains_by_a_head_start_what_others_lose() -> None:
    regular, priority = replay(LEVELS).rows
    assert priority.draft.p50 < priority.now.p50
    assert regular.draft.p50 >= regular.now.p50
    assert regular.draft.passes > regular.now.passes
    assert [row.draft.called + row.draft.unserved for row in (regular, priority)] == [
        row.now.called + row.now.unserved for row in (regular, priority)
    ]


def test_the_back_test_says_how_far_a_day_by_its_own_rules_is_off() -> None:
    found = replay(small_hall())
    real, own = (Went.all(read(logs()[0]).went + read(logs()[1]).went, part) for part in (50, 95))
    assert real
    assert own
    assert found.off_p50 is not None
    assert found.off_p95 is not None
    assert abs(found.off_p50) <= 25
    assert abs(found.off_p95) <= 25


def test_further_days_are_played_only_as_long_as_there_is_time() -> None:
    assert sum(row.real.called for row in replay(small_hall(), goes_on=False).rows) < sum(
        row.real.called for row in replay(small_hall()).rows
    )


def test_passes_are_those_that_the_log_tells_of() -> None:
    told = 0
    for happened in logs()[0]:
        if isinstance(happened.event, e.LegCalled):
            assert happened.event.why is not None
            for reason in happened.event.why["reasons"]:
                told += reason.get("count", 0) if reason["code"] == "more" else "number" in reason
            told -= sum(r["code"].startswith("parked") for r in happened.event.why["reasons"])
    went = read(logs()[0]).went
    assert sum(went.waits(group).passes for group in GROUPS) == told > 0


def test_a_percentile_is_the_nearest_rank() -> None:
    assert [ranked(range(1, 101), part) for part in (50, 95, 100)] == [50, 95, 100]
    assert ranked([7], 95) == 7
    assert ranked([], 50) == 0
