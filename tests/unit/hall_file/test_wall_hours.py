"""What a wall is told beside calls: notices of the hall's file, and today's hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from balai.config import Source
from balai.domain.hall.calendar import Calendar
from balai.domain.hall.config import WallRules, config_from_data, config_to_data
from balai.domain.hall.hours import hall_hours
from balai.errors import ConfigurationFaults
from balai.hall_file.read import read_hall
from balai.hall_file.write import hall_toml
from server.views.views import board_view
from tests.support.days import DayDriver
from tests.support.sample import sample_hall

SAMPLE = Path(__file__).resolve().parents[3] / "demo" / "tenggarong.toml"
TUESDAY, SATURDAY = date(2026, 4, 14), date(2026, 4, 18)


def local(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2026, 4, day, hour, minute, tzinfo=ZoneInfo("Asia/Makassar"))


def test_notices_are_read_kept_and_exported() -> None:
    config = sample_hall()
    assert config.display.notices[0].startswith("Tidak dipungut biaya")
    assert config_from_data(config_to_data(config)).display == config.display
    assert read_hall(Source.of_text("export.toml", hall_toml(config))) == config


def test_faults_of_the_section_are_named_by_line() -> None:
    text = SAMPLE.read_text().replace("info_seconds = 12", 'info_seconds = 1\nnotice = ["x"]')
    with pytest.raises(ConfigurationFaults) as caught:
        read_hall(Source.of_text("hall.toml", text))
    line = text[: text.index("info_seconds = 1\n")].count("\n") + 1
    assert {fault.line for fault in caught.value.faults} == {line, line + 1}
    assert "notices" in str(caught.value)


def test_an_agency_that_closes_early_has_its_own_last_number() -> None:
    hours = hall_hours(sample_hall(), TUESDAY)
    assert hours is not None
    bank = next(a for a in hours.agencies if a.agency_id == "bankaltimtara")
    assert (bank.opens, bank.closes, bank.last_ticket) == (local(8), local(14), local(13, 30))
    assert max(a.closes for a in hours.agencies) == local(15)
    assert hours.tickets_from == local(7, 45)
    assert "imigrasi" not in {a.agency_id for a in hours.agencies}


def test_a_closed_day_says_when_the_hall_opens_next() -> None:
    hours = hall_hours(sample_hall(), SATURDAY)
    assert hours is not None
    assert hours.agencies == ()
    assert hours.next_opens == local(8, day=20)


def test_a_hall_without_a_calendar_tells_no_hours() -> None:
    assert hall_hours(replace(sample_hall(), calendar=Calendar()), TUESDAY) is None


def test_the_board_carries_notices_and_hours() -> None:
    config = replace(sample_hall(), display=WallRules(("Satu.",), 20))
    wall = board_view(DayDriver(config).day).wall
    assert (wall.notices, wall.info_seconds, wall.dated) == (("Satu.",), 20, True)
    assert {h.agency_id for h in wall.hours} >= {"bankaltimtara", "samsat"}
