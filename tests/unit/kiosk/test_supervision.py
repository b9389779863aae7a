"""What a kiosk tells of itself beside its numbers: paper, machine, clock, and papers of which nobody
knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hardware.machine import MachineState
from hardware.ports import LinkDown
from kiosk.journal.roll import FEED_MM, RollBook
from tests.support.clocks import LooseClock
from tests.support.kiosk_fakes import NO_PAPER, START, WELL, Bench, FakeLink


def _codes(bench: Bench) -> list[str]:
    return [fault.code for fault in bench.status.faults]


def test_a_roll_that_was_seen_to_be_changed_tells_how_many_tickets_it_has_left(tmp_path: Path) -> None:
    book = RollBook(tmp_path / "roll.json", metres=10.0, dots_per_mm=8.0)
    book.saw("ok")
    book.printed(640)
    unknown = book.left
    assert unknown is None, "nobody knows when this roll was put in"
    book.saw("low")
    book.saw("out")
    book.saw("ok")
    for _ in range(10):
        book.printed(640)
    assert book.left == int((10_000 - 10 * (80 + FEED_MM)) / (80 + FEED_MM))
    again = RollBook(tmp_path / "roll.json", metres=10.0, dots_per_mm=8.0)
    assert again.left == book.left
    for _ in range(200):
        again.printed(640)
    assert again.left == 0


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"known": true, "tickets": "x", "millimetres": 1}'])
def test_a_roll_that_does_not_read_is_not_known(tmp_path: Path, text: str) -> None:
    (tmp_path / "roll.json").write_text(text)
    assert RollBook(tmp_path / "roll.json", 80.0, 8.0).left is None


def test_the_status_tells_tickets_left_heat_room_and_whose_time_it_is() -> None:
    bench = Bench()
    bench.machine = MachineState(48, 900)
    bench.printer.now = NO_PAPER
    bench.pass_time(6)
    bench.printer.now = WELL
    bench.pass_time(60)
    bench.press(2)
    counts = bench.status.counts
    assert counts["tickets_left"] > 1000
    assert (counts["celsius"], counts["free_mib"], counts["clock_certain"]) == (48, 900, 1)
    assert (bench.status.state, _codes(bench)) == ("ok", [])


def test_all_that_is_wrong_is_told_the_worst_first() -> None:
    bench = Bench()
    bench.machine = MachineState(85, 900)
    bench.printer.now = replace(WELL, paper="low")
    bench.pass_time(60)
    assert (bench.status.state, _codes(bench)) == ("degraded", ["paper_low", "hot"])
    bench.printer.now = NO_PAPER
    bench.kiosk.post(LinkDown(bench.clock.now()))
    bench.pass_time(6)
    assert bench.status.state == "fault"
    assert _codes(bench) == ["paper_out", "no_hub", "hot"]


def test_a_start_without_the_hub_says_that_its_clock_is_not_certain(tmp_path: Path) -> None:
    Bench(folder=tmp_path).journal.close()
    again = Bench(folder=tmp_path, clock=LooseClock(START), linked=False, boot="boot-2")
    assert "clock_uncertain" in _codes(again)
    assert again.status.counts["clock_certain"] == 0


def test_of_a_paper_that_the_power_cut_short_the_hub_is_told_until_it_has_heard_it(tmp_path: Path) -> None:
    link = FakeLink()
    bench = Bench(folder=tmp_path, link=link)
    bench.lane.holds = True
    bench.press(2)
    assert bench.journal.doubtful == set()
    bench.journal.close()
    deaf = Bench(folder=tmp_path, link=link, linked=False, boot="boot-2")
    deaf.journal.close()
    again = Bench(folder=tmp_path, link=link, boot="boot-3")
    again.work()
    (visit,) = link.saved.values()
    assert link.marked == [(visit.visit_id, None)]
    assert (again.printer.printed, again.journal.doubtful) == ([], set())
    again.journal.close()
    last = Bench(folder=tmp_path, link=link, boot="boot-4")
    last.work()
    assert len(link.marked) == 1, "once heard it is not told again"
