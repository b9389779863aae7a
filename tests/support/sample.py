"""The sample hall, read once for all the tests that ask for it as it is."""

from __future__ import annotations

from functools import cache

from balai.domain.hall.config import HallConfig
from balai.hall_file.read import load_hall
from demo.driving.hubs import SAMPLE_HALL


@cache
def sample_hall() -> HallConfig:
    """The hall of `demo/tenggarong.toml`."""
    return load_hall(SAMPLE_HALL)
