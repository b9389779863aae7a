"""What a kiosk tells of tickets that are not on paper, and the copies that it prints for who asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.protocol.devices.samples import Sample, SampleTicket
from balai.protocol.pushes import Admitted, Push
from hardware.ports import HubUnavailable
from kiosk.paper.ticket_layout import draw_ticket
from tests.support.kiosk_fakes import DAY, NO_PAPER, START, WELL, Bench, hall_view, issued, refused

FIRST, SECOND = issued(1).visit_id, issued(2).visit_id


def _copy(visit_id: str = FIRST, number: str = "A-001", kiosk: str | None = None, **more: object) -> Push:
    data = {"visit_id": visit_id, "number": number, "service_id": "akta", "at": START.isoformat()}
    return Push(
        day=DAY, seq=9, prev=8, type="ticket_copy_asked", at=START, data={**data, "kiosk_id": kiosk, **more}
    )


def _asked(bench: Bench, push: Push) -> None:
    bench.kiosk.post(push)
    bench.work()


def test_a_ticket_that_cannot_be_printed_is_told_at_once_and_told_again_when_it_is_on_paper() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2, 3)
    assert sorted(bench.link.marked) == [(FIRST, False), (SECOND, False)]
    bench.pass_time(2.0)
    assert len(bench.link.marked) == 2, "once each"
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.link.marked[2:] == [(FIRST, True), (SECOND, True)]


def test_a_ticket_that_is_printed_at_once_is_not_spoken_of() -> None:
    bench = Bench()
    bench.press(2, 3)
    assert bench.link.marked == []


def test_a_mark_waits_for_a_hub_that_does_not_answer_and_one_that_says_no_is_an_answer() -> None:
    bench = Bench()
    bench.link.mark_answers = [HubUnavailable("no answer"), refused("visit_unknown")]
    bench.printer.now = NO_PAPER
    bench.press(2)
    assert bench.link.marked == []
    bench.pass_time(5.0)
    assert (bench.link.marked, bench.link.mark_answers) == ([], []), "refused: not asked again"
    bench.printer.now = WELL
    bench.pass_time(5.0)
    assert bench.link.marked == [(FIRST, True)], "the hub may have heard of it"


def test_a_ticket_given_up_stays_marked() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2)
    bench.pass_time(31 * 60)
    bench.printer.now = WELL
    bench.pass_time(5.0)
    assert bench.link.marked == [(FIRST, False)]


def test_a_copy_has_the_number_and_says_that_it_is_one_and_nothing_that_is_old() -> None:
    bench = Bench()
    _asked(bench, _copy(persons=4, plan=["kk", "gone"]))
    (ticket,) = bench.tickets
    assert (ticket.number, ticket.copy, ticket.ahead, ticket.expected) == ("A-001", True, None, None)
    assert (ticket.persons, ticket.then, ticket.counters) == (4, ("Akta Kelahiran", "gone"), ("2", "3"))
    assert bench.link.marked == [(FIRST, True)]
    for width in (576, 384):
        assert draw_ticket(ticket, width).height > 300


def test_a_number_that_staff_gave_has_a_first_ticket_and_no_copy() -> None:
    bench = Bench()
    _asked(bench, _copy(again=False))
    assert ([ticket.copy for ticket in bench.tickets], bench.link.marked) == ([False], [(FIRST, True)])


def test_a_copy_comes_out_where_it_was_asked_for_and_nowhere_else() -> None:
    bench = Bench(vouchers=False)
    bench.kiosk.post(Admitted(device_id="kios-2"))
    _asked(bench, _copy())
    _asked(bench, _copy(kiosk="kios-1"))
    assert bench.printer.printed == [], "another kiosk prints what is asked of none"
    _asked(bench, _copy(kiosk="kios-2"))
    assert bench.printer.printed == ["A-001"]


def test_a_copy_that_cannot_be_printed_is_told_too() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    _asked(bench, _copy())
    assert bench.link.marked == [(FIRST, False)]
    bench.printer.now = WELL
    bench.pass_time(5.0)
    assert (bench.printer.printed, bench.link.marked[1:]) == (["A-001"], [(FIRST, True)])


def test_a_ticket_of_which_a_part_may_be_out_comes_again_as_a_copy_and_then_a_person_sees_to_it() -> None:
    bench = Bench()
    bench.printer.now, bench.printer.begins = NO_PAPER, True
    bench.press(2)
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert ([ticket.copy for ticket in bench.tickets], bench.printer.printed) == ([False, True], ["A-001"])
    assert bench.link.marked == [(FIRST, False), (FIRST, True)]
    bench.printer.now = NO_PAPER
    bench.press(3)
    for _ in range(5):
        bench.printer.before_print = lambda _number: setattr(bench.printer, "now", NO_PAPER)
        bench.printer.asked = lambda: setattr(bench.printer, "now", WELL)
        bench.pass_time(2.0)
    assert [ticket.copy for ticket in bench.tickets if ticket.number == "A-002"] == [False, True]
    assert bench.link.marked[2:] == [(SECOND, False), (SECOND, None)], "nobody knows"
    assert bench.kiosk.pending_numbers == []


def test_a_ticket_of_which_nothing_left_comes_as_itself_however_often_it_is_tried() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2)
    for _ in range(4):
        bench.printer.asked = lambda: setattr(bench.printer, "now", WELL)
        bench.printer.before_print = lambda _number: setattr(bench.printer, "now", NO_PAPER)
        bench.pass_time(2.0)
    bench.printer.before_print = lambda _number: None
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001"]
    assert not any(ticket.copy for ticket in bench.tickets)


def test_a_printer_that_did_not_say_that_a_ticket_is_out_is_not_believed_to_have_said_it() -> None:
    bench = Bench()
    bench.printer.certainty = "unknown"
    bench.press(2)
    assert (bench.link.marked, bench.status.counts["printed"]) == ([(FIRST, None)], 0)
    assert bench.status.counts["unsure"] == 1


def test_of_a_printer_that_never_says_anything_each_ticket_is_not_told_of() -> None:
    bench = Bench()
    bench.printer.certainty = "unknown"
    bench.printer.now = replace(WELL, paper="unknown", cover="unknown")
    bench.pass_time(5.0)
    bench.press(2)
    assert (bench.link.marked, bench.status.counts["unsure"]) == ([], 1)
    _asked(bench, _copy())
    assert bench.link.marked == [(FIRST, None)], "asked for, and not known to be out"
    bench.printer.now = NO_PAPER
    bench.press(3)
    bench.printer.now = replace(WELL, paper="unknown", cover="unknown")
    bench.pass_time(2.0)
    assert bench.link.marked[1:] == [(SECOND, False), (SECOND, None)]


def test_a_printer_that_takes_for_ever_holds_up_neither_numbers_nor_news_nor_the_heartbeat() -> None:
    bench = Bench()
    bench.lane.holds = True
    bench.press(2)
    beats = bench.beats
    bench.press(3)
    _asked(bench, _copy(SECOND, "A-002"))
    assert (len(bench.link.asked), bench.status.counts["issued"], bench.status.seq) == (2, 2, 9)
    assert bench.beats > beats
    bench.pass_time(200.0)
    assert bench.status.faults[0].code == "printer_stuck"
    assert bench.modes == ["off"] * 3
    bench.lane.holds = False
    bench.lane.held.pop()()
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001", "A-002", "A-002"]
    assert bench.status.state == "ok"


@pytest.mark.parametrize("at", ["print", "status"])
def test_whatever_a_library_raises_is_a_fault_of_the_printer_and_ends_nothing(at: str) -> None:
    bench = Bench()

    def broken(*_: object) -> None:
        raise AttributeError("of a library under a library")

    if at == "status":
        bench.printer.asked = broken
        bench.pass_time(5.0)
    else:
        bench.printer.before_print = broken
        bench.press(2)
    states = [bench.status.state]
    bench.printer.before_print = lambda _number: None
    bench.printer.asked = lambda: None
    bench.pass_time(5.0)
    assert [*states, bench.status.state] == ["fault", "ok"]


def test_a_hub_that_hangs_when_it_is_told_of_a_ticket_holds_up_nobody() -> None:
    bench = Bench()
    bench.marks_lane.holds = True
    bench.printer.now = NO_PAPER
    bench.press(2, 3)
    assert (len(bench.link.asked), bench.link.marked) == (2, [])
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001", "A-002"]
    bench.marks_lane.holds = False
    bench.marks_lane.held.pop()()
    bench.work()
    assert bench.link.marked == [(SECOND, False), (SECOND, True)], "what came meanwhile is told after it"


def test_a_sample_is_marked_on_paper_takes_no_number_and_is_not_printed_later() -> None:
    bench = Bench()
    sample = Sample(ticket=SampleTicket(hall=hall_view(), visit=issued(38), language="en"))
    bench.kiosk.post(sample)
    bench.work()
    [ticket] = bench.tickets
    assert (ticket.sample, ticket.number, ticket.language) == (True, "A-038", "en")
    plain = replace(ticket, sample=False)
    assert draw_ticket(ticket, 576).height > draw_ticket(plain, 576).height, "it says what it is"
    assert (bench.printer.printed, bench.link.wishes, bench.link.marked) == (["A-038"], [], [])
    bench.kiosk.post(Sample())
    bench.printer.now = NO_PAPER
    bench.kiosk.post(sample)
    bench.work()
    bench.pass_time(15.0)
    bench.printer.now = WELL
    bench.pass_time(5.0)
    assert (bench.printer.printed, bench.kiosk.pending_numbers) == (["A-038"], [])
