from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from balai.clock import ManualClock
from balai.protocol.pushes import Push
from hardware.ports import HubUnavailable, LinkDown, LinkUp, PrinterStatus
from kiosk.flow.messages import Stop
from tests.support.kiosk_fakes import NO_PAPER, START, WELL, Bench, Lost, hall_view, refused, snapshot

SILENT = HubUnavailable("no answer")


def test_a_press_brings_a_saved_number_and_one_ticket_of_it() -> None:
    bench = Bench()
    saved_before_printing: list[bool] = []
    bench.printer.before_print = lambda number: saved_before_printing.append(
        number in {visit.number for visit in bench.link.saved.values()}
    )
    bench.press(2)
    assert bench.printer.printed == ["A-001"]
    assert saved_before_printing == [True]
    (ticket,) = bench.tickets
    assert (ticket.agency, ticket.service, ticket.number) == ("Disdukcapil", "Akta Kelahiran", "A-001")
    assert ticket.at.hour == 10, "02.42 UTC is 10.42 in the hall"


def test_lamps_say_open_working_and_open_again() -> None:
    bench = Bench()
    assert bench.modes == ["on", "on", "on"]
    during: list[list[str]] = []
    bench.printer.before_print = lambda _number: during.append(bench.modes)
    bench.press(2)
    assert during == [["blink", "on", "on"]]
    assert bench.modes == ["blink", "on", "on"], "locked: not yet open for the next press"
    bench.pass_time(3.0)
    assert bench.modes == ["on", "on", "on"]


def test_a_second_press_within_the_lock_out_prints_nothing_twice() -> None:
    bench = Bench()
    bench.press(2, 2)
    bench.pass_time(2.9)
    bench.press(2)
    assert bench.printer.printed == ["A-001"]
    assert len(bench.link.asked) == 1
    bench.pass_time(0.2)
    bench.press(2)
    assert bench.printer.printed == ["A-001", "A-002"]


def test_presses_of_different_buttons_are_served_in_order_and_none_is_lost() -> None:
    bench = Bench()
    bench.press(4, 2, 3)
    assert [service for service, _ in bench.link.asked] == ["kk", "akta", "ktp"]
    assert bench.printer.printed == ["A-001", "A-002", "A-003"]
    assert len({request_id for _, request_id in bench.link.asked}) == 3


def test_a_lost_answer_is_asked_for_again_under_the_same_request_id() -> None:
    bench = Bench()
    bench.link.answers = [Lost(SILENT), SILENT]
    bench.press(2)
    assert len(bench.link.asked) == 3
    assert len(set(bench.link.asked)) == 1
    assert len(bench.link.saved) == 1
    assert bench.printer.printed == ["A-001"]


def test_a_hub_that_stays_silent_gives_no_ticket_and_says_so() -> None:
    bench = Bench()
    bench.link.answers = [SILENT] * 50
    bench.press(2)
    assert bench.printer.printed == []
    assert 5.5 <= bench.real <= 6.5, "a few seconds of patience, no more"
    assert bench.modes == ["off", "on", "on"]
    assert (bench.status.state, bench.status.counts["unanswered"]) == ("degraded", 1)
    assert "Tidak ada nomor" in bench.status.detail
    bench.pass_time(5.0)
    assert bench.modes == ["on", "on", "on"], "it may be tried again"


def test_what_was_never_answered_is_voided_and_the_next_press_has_a_number_of_its_own() -> None:
    bench = Bench()
    bench.link.answers = [Lost(SILENT), *[SILENT] * 12]
    bench.press(2)
    assert bench.printer.printed == []
    bench.link.answers = []
    bench.pass_time(6.0)
    assert bench.link.voided == [bench.link.visit_ids[0]]
    bench.press(2)
    assert bench.printer.printed == ["A-002"]


def test_a_refusal_prints_nothing_and_is_told_in_the_hubs_words() -> None:
    bench = Bench()
    bench.link.answers = [refused()]
    bench.press(2)
    assert bench.printer.printed == []
    assert len(bench.link.asked) == 1, "a refusal is an answer: it is not asked again"
    assert bench.modes == ["off", "on", "on"]
    assert bench.status.detail == "Nomor hari ini sudah habis."
    bench.pass_time(5.0)
    bench.press(2)
    assert bench.printer.printed == ["A-001"]
    assert bench.status.state == "ok"


def test_a_ticket_that_could_not_be_printed_is_owed_and_printed_when_paper_is_back() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2, 3)
    assert len(bench.link.saved) == 2, "both numbers stay recorded"
    assert bench.printer.printed == []
    assert bench.modes == ["off", "off", "off"]
    told = bench.status
    assert (told.state, told.detail) == ("fault", "Kertas tiket habis. Nomor Anda tetap tercatat.")
    assert bench.kiosk.pending_numbers == ["A-001", "A-002"]
    bench.press(4)
    assert len(bench.link.saved) == 2, "a dark button gives no number"
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001", "A-002"]
    assert bench.kiosk.pending_numbers == []
    assert bench.status.state == "ok"
    bench.pass_time(5.0)
    assert bench.printer.printed == ["A-001", "A-002"], "once each"


def test_paper_that_ends_again_while_owed_tickets_are_printed_loses_none() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2, 3, 4)

    def end_after_first(number: str) -> None:
        bench.printer.now = WELL if number == "A-001" else NO_PAPER

    bench.printer.now = WELL
    bench.printer.before_print = end_after_first
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001"]
    bench.printer.before_print = lambda _number: None
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == ["A-001", "A-002", "A-003"]


def test_a_paper_that_waits_is_told_of_at_every_moment_until_it_is_out() -> None:
    """Whoever asks meanwhile, from another thread, finds it with those that wait or at the printer."""
    bench = Bench()
    bench.printer.now, bench.printer.begins = NO_PAPER, True
    seen: list[tuple[list[str], str]] = []

    def look(*_: object) -> None:
        seen.append((bench.kiosk.pending_numbers, bench.kiosk.number_at_printer))

    def watched(kept: Callable[..., None], *args: object, **more: object) -> None:
        look()
        kept(*args, **more)
        look()

    for step in ("printing", "failed", "printed"):
        setattr(bench.journal, step, partial(watched, getattr(bench.journal, step)))
    bench.press(2)
    bench.printer.before_print = look
    bench.printer.asked = lambda: setattr(bench.printer, "now", WELL)
    bench.pass_time(2.0)
    bench.printer.asked = lambda: None
    assert bench.printer.printed == ["A-001"]
    assert len(seen) > 6
    assert {number for _, number in seen} == {"A-001"}
    assert all(pending in ([], ["A-001"]) for pending, _ in seen)
    first_try = next(at for at, (pending, _) in enumerate(seen) if pending)
    assert all(pending for pending, _ in seen[first_try:]), "from when it waits"
    assert (bench.kiosk.pending_numbers, bench.kiosk.number_at_printer) == ([], "")


def test_pending_tickets_are_given_up_after_half_an_hour() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2)
    bench.pass_time(31 * 60)
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == []
    assert bench.status.counts["given_up"] == 1


def test_pending_tickets_of_yesterday_are_not_printed_today() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.press(2)
    bench.kiosk.post(snapshot(day="2026-04-15", seq=1))
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == []
    assert bench.status.counts["given_up"] == 1


def test_an_empty_roll_that_is_noticed_before_a_press_closes_the_panel() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    bench.pass_time(5.0)
    assert bench.modes == ["off", "off", "off"]
    assert bench.status.detail == "Kertas tiket habis."
    bench.press(2)
    assert bench.link.asked == []


def test_other_printer_troubles_are_named() -> None:
    cover = replace(NO_PAPER, paper="ok", cover="open")
    away = PrinterStatus(ok=False, paper="unknown", cover="unknown", offline=True, detail="unreachable")
    for trouble, words in ((cover, "Tutup pencetak"), (away, "tidak terhubung")):
        bench = Bench()
        bench.printer.now = trouble
        bench.pass_time(5.0)
        assert words in bench.status.detail


def test_without_the_hub_all_is_dark_and_nothing_is_printed() -> None:
    bench = Bench()
    bench.kiosk.post(LinkDown(START))
    bench.work()
    bench.press(2)
    assert bench.modes == ["off", "off", "off"]
    assert bench.link.asked == []
    assert bench.status.state == "fault"
    bench.kiosk.post(LinkUp())
    bench.work()
    assert bench.modes == ["on", "on", "on"]


@pytest.mark.parametrize(
    ("reason", "words"), [("token_invalid", "belum terdaftar"), ("protocol_unsupported", "Versi kios")]
)
def test_a_hub_that_refuses_the_kiosk_is_told_apart_from_one_that_is_away(reason: str, words: str) -> None:
    bench = Bench()
    bench.kiosk.post(LinkDown(START, reason))
    bench.work()
    assert words in bench.status.detail
    bench.kiosk.post(LinkDown(START))
    bench.work()
    assert words not in bench.status.detail


def test_a_scaled_clock_does_not_make_it_ask_the_printer_without_end() -> None:
    bench = Bench(clock=_Hurried(START))
    asked: list[float] = []
    bench.printer.asked = lambda: asked.append(bench.clock.monotonic())
    for _ in range(24):
        bench.pass_time(30.0)
    assert 2 <= len(asked) <= 4, "twelve minutes are three real seconds"


class _Hurried(ManualClock):
    """Four minutes of it take a real second."""

    def real(self, seconds: float) -> float:
        return seconds / 240


def test_before_the_first_snapshot_no_button_is_open() -> None:
    bench = Bench(linked=False)
    bench.kiosk.post(LinkUp())
    bench.press(2)
    assert bench.modes == ["off", "off", "off"]
    assert bench.link.asked == []


def test_a_button_for_a_service_that_the_hall_has_not_stays_dark_and_is_reported() -> None:
    bench = Bench()
    bench.kiosk.post(snapshot(hall_view(["akta", "kk"])))
    bench.work()
    bench.press(3)
    assert bench.modes == ["on", "off", "on"]
    assert bench.link.asked == []
    assert bench.status.state == "degraded"
    assert "ktp" in bench.status.detail


def test_the_status_carries_where_the_kiosk_is_in_the_log_and_is_told_only_on_change() -> None:
    bench = Bench()
    assert (bench.status.day, bench.status.seq, bench.status.state) == ("2026-04-14", 7, "ok")
    told = len(bench.told)
    bench.work()
    assert len(bench.told) == told
    bench.kiosk.post(Push(day="2026-04-14", seq=9, prev=7, type="configuration_changed", at=START))
    bench.work()
    assert bench.status.seq == 9


def test_it_stops_when_told() -> None:
    bench = Bench()
    bench.kiosk.post(Stop())
    assert not bench.kiosk.step()


def test_the_heartbeat_is_of_the_work_itself_and_goes_on_while_a_pile_is_printed() -> None:
    bench = Bench()
    bench.printer.before_print = lambda _number: setattr(bench.printer, "now", NO_PAPER)
    bench.press(2, 3, 4)
    assert bench.printer.printed == []
    beats: list[int] = []
    bench.printer.before_print = lambda _number: beats.append(bench.beats)
    bench.printer.now = WELL
    bench.pass_time(5.0)
    assert len(bench.printer.printed) == len(beats) == 3
    assert sorted(set(beats)) == beats, "a beat before each paper"
