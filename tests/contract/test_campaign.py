"""Kiosks through bad days, a little of each; `make campaign` plays thousands of presses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from demo.driving.hubs import ROOT
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


def test_real_kiosks_lose_nothing_by_power_disk_network_and_a_rush() -> None:
    played = subprocess.run(
        [sys.executable, "-m", "tests.campaign", "--small"],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert played.returncode == 0, played.stdout + played.stderr
    for part in ("power", "disk", "network", "rush"):
        (row,) = re.findall(rf"^{part}: (.*)$", played.stdout, re.MULTILINE)
        assert int(re.findall(r"printed (\d+)", row)[0]), row
    assert "nothing was lost" in played.stdout
