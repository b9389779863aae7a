"""Notices of the walls come and go by their dates, on every wall or on those of a zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balai.config import Source
from balai.domain.hall.config import Notice, WallRules
from balai.domain.state import HallDay
from balai.errors import ConfigurationFaults
from balai.hall_file.read import read_hall
from demo.driving.hubs import SAMPLE_HALL
from display.picture.board import Board
from display.picture.scope import Scope
from server.views.views import board_view
from tests.support.days import MORNING, small_hall

DAY = date(2026, 4, 14)
NOTICES = (
    Notice("from", first=DAY), Notice("until", last=DAY), Notice("zone", zone_id="atas"),
    Notice("both", first=DAY - timedelta(days=1), last=DAY + timedelta(days=1)),
)  # fmt: skip


def told(on: date, zone: str | None) -> tuple[str, ...]:
    config = replace(small_hall(), display=WallRules(notices=("always",)), notices=NOTICES)
    view = board_view(HallDay(on, config, 1, MORNING))
    return Board(view, scope=Scope.of(zone, (), ())).notices


@pytest.mark.parametrize(
    ("days", "zone", "expected"),
    [
        (0, None, ("always", "from", "until", "both", "zone")),
        (0, "utama", ("always", "from", "until", "both")),
        (0, "atas", ("always", "from", "until", "both", "zone")),
        (1, "utama", ("always", "from", "both")),
        (2, "utama", ("always", "from")),
        (-1, "utama", ("always", "until", "both")),
        (-2, "utama", ("always", "until")),
    ],
)
def test_a_wall_tells_what_is_for_it_on_that_day(
    days: int, zone: str | None, expected: tuple[str, ...]
) -> None:
    assert told(DAY + timedelta(days=days), zone) == expected


@pytest.mark.parametrize(
    ("line", "word"),
    [('zone = "nowhere"', "nowhere"), ("last = 2026-04-01", "14 April 2026"), ('zone = ""', "")],
)
def test_a_notice_of_no_zone_or_that_ends_before_it_begins_is_a_fault_at_its_line(
    line: str, word: str
) -> None:
    text = SAMPLE_HALL.read_text(encoding="utf-8")
    row = f'\n[[notice]]\ntext = "Pekan imunisasi"\nfirst = 2026-04-14\n{line}\n'
    if not word:
        assert read_hall(Source.of_text("hall", text + row)).notices == (
            Notice("Pekan imunisasi", first=date(2026, 4, 14)),
        )
        return
    with pytest.raises(ConfigurationFaults, match=word):
        read_hall(Source.of_text("hall", text + row))
