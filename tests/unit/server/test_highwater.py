"""The mark beside a store's file keeps that of every hall in it, whichever goes on."""

from __future__ import annotations

from pathlib import Path

from balai.domain import commands as c
from server.store.day.head import LogHead
from server.store.safety.highwater import HighWater, Mark, beside, marks
from tests.support.days import DayDriver


def test_each_hall_of_a_store_has_a_mark_of_its_own(tmp_path: Path) -> None:
    place, driver = tmp_path / "balai.db", DayDriver()
    first = HighWater(place)
    for hall_id in ("satu", "hall dua"):
        first.reached(hall_id, LogHead(driver.day, "a" * 64))
    first.close()
    driver.do(c.IssueVisit(visit_id="v", service_id="ktp"))
    again, day = HighWater(place), driver.day
    again.reached("satu", LogHead(day, "b" * 64))
    again.reached("satu", LogHead(driver.days[1], "c" * 64))
    again.close()
    date = day.date.isoformat()
    known = {"satu": Mark(date, 2, "b" * 64, 1), "hall dua": Mark(date, 1, "a" * 64, 0)}
    assert (marks(place), beside(place).stat().st_size) == (known, 512)


def test_a_mark_of_which_a_letter_changed_is_none(tmp_path: Path) -> None:
    place = tmp_path / "balai.db"
    mark = HighWater(place)
    mark.reached("satu", LogHead(DayDriver().day, "a" * 64))
    mark.close()
    written = beside(place).read_bytes()
    for at in range(len(written.rstrip(b"\0"))):
        beside(place).write_bytes(written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :])
        assert marks(place) == {}
