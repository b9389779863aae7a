"""Codes at a kiosk: a right or a booking becomes a number, a ticket tells how it stands, all else is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balai.protocol.answers.visits import CodeView
from balai.words import words_in
from hardware.ports import HubUnavailable, LinkDown, LinkUp, Scan, Wish
from kiosk.paper.told import NotTaken, sentences
from tests.support.kiosk_fakes import NO_PAPER, START, Bench, Lost, hall_view, refused, snapshot

CODE = "K7MP4XQR"
RIGHT = CodeView(kind="right", service_id="ktp", persons=3)
TICKET = CodeView(
    kind="ticket", service_id="akta", number="A-007", state="waiting", ahead=4,
    expected_from=START + timedelta(minutes=20), expected_until=START + timedelta(minutes=35),
)  # fmt: skip


def _scan(bench: Bench, text: str = "k7mp-4xqr", *, whole: bool = True) -> list[str]:
    """Hold a code before the reader; what slips say of it."""
    before = len(bench.notes)
    bench.front.scanned(Scan(text, whole=whole))
    bench.work()
    return [f"{note.told.heavy}. {note.told.plain}" for note in bench.notes[before:]]


def test_a_right_that_is_scanned_is_a_number_for_its_service_and_as_many_as_it_was_for() -> None:
    bench = Bench()
    bench.link.codes[CODE] = RIGHT
    assert _scan(bench) == []
    assert bench.link.wishes == [Wish("ktp", persons=3, voucher=CODE)]
    assert bench.printer.printed == ["A-001"]


def test_a_booking_is_checked_in() -> None:
    bench = Bench()
    bench.link.codes["MPP20260001"] = CodeView(kind="booking", service_id="kk", persons=2)
    assert _scan(bench, "MPP-2026-0001") == []
    assert bench.link.wishes == [Wish("kk", persons=2, booking="MPP20260001")]


def test_a_ticket_tells_when_its_turn_comes_and_takes_no_number() -> None:
    bench = Bench()
    bench.link.codes["K7MP4XQRA"] = TICKET
    assert _scan(bench, "K7MP4XQRA") == [
        "4 orang di depan Anda. Giliran Anda sekitar 11.02–11.17. Perhatikan layar dan suara."
    ]
    assert (bench.link.wishes, bench.printer.printed) == ([], ["A-007"])
    assert bench.tickets == []


def test_one_that_is_scanned_again_at_once_is_one_wish() -> None:
    bench = Bench()
    bench.link.codes[CODE] = RIGHT
    bench.front.scanned(Scan(CODE))
    bench.front.scanned(Scan(CODE))
    bench.work()
    assert len(bench.link.wishes) == 1


@pytest.mark.parametrize(
    ("text", "heavy"),
    [("A" * 10_000, "Ini bukan kode antrean"), ("K7MP\x1d4XQR", "Ini bukan kode antrean"),
     ("https://antre.example/lain?t=K7MP4XQRA", "Kode ini dari balai lain"),
     ("XXXX", "Kode ini tidak dikenal"), ("'; DROP", "Ini bukan kode antrean")],
)  # fmt: skip
def test_whatever_is_held_before_it_gets_a_sentence_and_takes_nothing(text: str, heavy: str) -> None:
    bench = Bench()
    (told,) = _scan(bench, text)
    assert told.startswith(heavy)
    assert (bench.link.wishes, bench.status.state) == ([], "ok")


def test_a_code_that_was_not_read_to_its_end_is_never_guessed_at() -> None:
    bench = Bench()
    bench.link.codes["K7MP"] = RIGHT
    (told,) = _scan(bench, "K7MP", whole=False)
    assert told.startswith("Kode tidak terbaca")
    assert bench.link.wishes == []


@pytest.mark.parametrize(
    ("why", "params", "told"),
    [("voucher_other_day", {"valid_on": "2026-04-15"}, "Kode berlaku Rabu, 15 April 2026, didahulukan."),
     ("voucher_other_day", {"valid_on": None}, "pada hari layanan ini buka lagi"),
     ("booking_other_day", {"on": "2026-04-16", "at": "09:00"}, "Kamis, 16 April 2026"),
     ("booking_late", {"at": "09:00"}, "silakan ambil nomor antrean"),
     ("too_many_attempts", {}, "Tunggu satu menit"), ("quota_full", {}, "Meja Informasi")],
)  # fmt: skip
@pytest.mark.parametrize("late", [False, True], ids=["looked up", "taking the number"])
def test_what_keeps_a_code_from_a_number_is_told_and_is_no_fault_of_the_kiosks(
    why: str, params: dict[str, object], told: str, *, late: bool
) -> None:
    bench = Bench()
    no = refused(why)
    no = type(no)(no.problem.model_copy(update={"params": params}))
    bench.link.codes[CODE] = RIGHT if late else no
    bench.link.answers = [no] if late else []
    (said,) = _scan(bench)
    language = words_in("en")
    english = sentences(NotTaken(why, params), hall_view(), language)
    assert english.heavy
    assert english.plain
    if why != "quota_full":
        assert told.lower() in said.lower()
    assert (bench.status.state, bench.tickets) == ("ok", [])


def test_while_the_hub_is_not_heard_a_code_is_not_guessed_at_and_stays_good() -> None:
    bench = Bench()
    bench.link.codes[CODE] = RIGHT
    bench.kiosk.post(LinkDown(since=bench.clock.now()))
    bench.work()
    (told,) = _scan(bench)
    assert "Kode Anda tetap berlaku" in told
    assert bench.link.wishes == []
    bench.kiosk.post(LinkUp())
    bench.kiosk.post(snapshot())
    bench.work()
    bench.pass_time(6.0)
    assert _scan(bench) == []
    assert len(bench.link.wishes) == 1


def test_a_hub_that_answers_too_late_leaves_the_right_as_it_was() -> None:
    bench = Bench()
    bench.link.codes[CODE] = RIGHT
    bench.link.answers = [Lost(HubUnavailable("no answer"))]
    (told,) = _scan(bench)
    assert "Kode Anda tetap berlaku" in told
    assert bench.link.voided == [bench.link.visit_ids[0]], "so that the right can be used again"
    assert bench.printer.printed == []


def test_a_slip_is_not_kept_for_a_printer_without_paper_and_none_follow_each_other_at_once() -> None:
    bench = Bench()
    assert len(_scan(bench, "AAAA")) == 1
    assert _scan(bench, "CCCC") == [], "paper is for tickets"
    bench.pass_time(6.0)
    bench.printer.before_print = lambda _number: setattr(bench.printer, "now", NO_PAPER)
    _scan(bench, "DDDD")
    assert bench.kiosk.pending_numbers == []
