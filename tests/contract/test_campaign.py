"""Kiosks through a bad day, some presses of it; `make campaign` plays thousands."""

from __future__ import annotations

from pathlib import Path

from tests.campaign.bad_day import BadDay


def test_a_bad_day_loses_nothing_and_gives_nobody_anothers_number(tmp_path: Path) -> None:
    day = BadDay(tmp_path, seed=2)
    try:
        counted = day.play(45)
    finally:
        day.close()
    assert counted.holds(), counted.row
    assert counted.printed > 25
    assert counted.own
    assert counted.power_cuts
