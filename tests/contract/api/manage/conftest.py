"""The hub of the sample hall, and who manages it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from balai.hall_file.read import load_hall
from demo.driving.hubs import SAMPLE_HALL
from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inside]:
    with Inside(tmp_path_factory.mktemp("hub"), load_hall(SAMPLE_HALL)) as inside:
        yield inside


@pytest.fixture
def manager(hub: Inside) -> Asker:
    return hub.staff("citra")
