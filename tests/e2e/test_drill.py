"""A share of `make drill` with real programs: a lost machine and a torn log, no number given twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drill.disks import damaged_store, lost_machine, torn

SIZE = 40


@pytest.mark.slow
def test_a_lost_machine_is_replaced_and_gives_no_number_twice(tmp_path: Path) -> None:
    outcome = lost_machine(tmp_path, SIZE)
    assert (outcome.lost, outcome.twice) == (0, 0), outcome.row()
    assert outcome.acknowledged >= SIZE


@pytest.mark.slow
def test_a_hub_whose_log_is_torn_goes_on_and_gives_no_number_twice(tmp_path: Path) -> None:
    outcome = damaged_store(tmp_path, SIZE, "torn", torn)
    assert (outcome.lost, outcome.twice) == (0, 0), outcome.row()
    assert outcome.lost_told > 0, "nothing was torn"
