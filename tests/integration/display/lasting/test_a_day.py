"""An hour of calls with each fault injected; `make prove` plays ten, a thousand calls."""

from __future__ import annotations

from tests.support.wall_day.day import Day


def test_every_call_is_seen_and_heard_or_its_desk_is_told() -> None:
    verdict = Day(seed=1).run(hours=1)
    assert verdict.lost == ()
    assert verdict.faults >= 12
    assert verdict.heard > 0.85 * verdict.calls > 90
    # The hall's limit for old calls, and what the hub waits longer than that.
    assert verdict.slowest <= 180 + 30 + 10
