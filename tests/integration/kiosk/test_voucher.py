"""Vouchers at closing time: what they say, that they are printed once, and kept where the printer is ill."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image, ImageChops

from balai.codes import grouped
from balai.protocol.devices.papers import DueVoucher
from balai.protocol.pushes import Push, Unserved
from balai.words import words_in
from demo.driving.tickets import read_number
from hardware.ports import HubUnavailable
from kiosk.paper import wording
from kiosk.paper.sheet import layout_for
from kiosk.paper.voucher import draw_voucher, voucher_for
from tests.support.kiosk_fakes import DAY, NO_PAPER, START, WELL, Bench, FakeLink, hall_view, refused

SAY = words_in("id")

WEDNESDAY = date(2026, 4, 15)


def right(number: str = "A-031", service_id: str = "akta", code: str = "K7MP4XQR") -> DueVoucher:
    return DueVoucher(number=number, service_id=service_id, voucher=code, valid_on=WEDNESDAY)


def push(seq: int = 8, **fields: str) -> Push:
    data = Unserved.model_validate(right(**fields).model_dump(exclude={"again"})).model_dump(mode="json")
    return Push(day=DAY, seq=seq, prev=seq - 1, type="visit_unserved", at=START, data=data)


def close(bench: Bench, *numbers: str) -> None:
    for seq, number in enumerate(numbers, 8):
        code = f"CODE{number[2:]}"
        bench.link.rights[code] = right(number=number, code=code)
        bench.kiosk.post(push(seq, number=number, code=code))
    bench.work()


def test_the_words_of_a_voucher() -> None:
    assert wording.valid(WEDNESDAY, SAY) == "Berlaku Rabu, 15 April 2026, didahulukan."
    assert SAY("ticket.unserved", number="A-031") == "Nomor A-031 belum sempat dilayani."
    assert (grouped("K7MP4XQR"), grouped("K7MP4X")) == ("K7MP-4XQR", "K7MP-4X")
    made = voucher_for(right(), hall_view())
    assert (made.agency, made.service, made.code) == ("Disdukcapil", "Akta Kelahiran", "K7MP4XQR")
    strange = voucher_for(right(service_id="baru"), hall_view())
    assert (strange.agency_letter, strange.service) == ("A", "baru")


@pytest.mark.parametrize("width", [360, 384, 512, 576, 832])
@pytest.mark.parametrize("code", ["K7MP4XQR", "WWWWMMMM", "3347"])
def test_a_voucher_keeps_the_papers_margins(width: int, code: str) -> None:
    picture = draw_voucher(voucher_for(right(code=code), hall_view()), width)
    assert (picture.mode, picture.width) == ("1", width)
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    margin = layout_for(width).margin
    assert margin - 1 <= box[0]
    assert box[2] <= width - margin + 1
    other = draw_voucher(voucher_for(right(code="47"), hall_view()), width)
    assert picture.size != other.size or ImageChops.difference(picture, other).getbbox() is not None
    assert isinstance(picture, Image.Image)


@pytest.mark.parametrize("width", [384, 576])
def test_where_the_order_is_kept_the_slip_says_the_number_and_no_code(width: int) -> None:
    kept = right().model_copy(update={"keeps": True})
    slips = [
        draw_voucher(voucher_for(kept.model_copy(update={"voucher": code}), hall_view()), width)
        for code in "AB"
    ]
    assert slips[0].tobytes() == slips[1].tobytes(), "the code is not on it"
    other = draw_voucher(voucher_for(kept.model_copy(update={"number": "A-032"}), hall_view()), width)
    assert other.tobytes() != slips[0].tobytes()
    assert read_number(slips[0]) == "A-031"


def test_closing_prints_a_voucher_for_each_right_in_order() -> None:
    bench = Bench()
    close(bench, "A-031", "A-032")
    assert bench.printer.printed == ["A-031", "A-032"]
    assert bench.link.asked == []
    assert bench.status.counts["printed"] == 2
    assert bench.link.papers_done == {"CODE031", "CODE032"}


def test_a_kiosk_that_was_off_at_closing_prints_what_nobody_has_printed() -> None:
    link = FakeLink()
    link.rights = {"CODE031": right(code="CODE031"), "CODE032": right("A-032", code="CODE032")}
    link.papers_done = {"CODE031"}
    bench = Bench(link=link)
    assert bench.printer.printed == ["A-032"]


def test_a_voucher_of_which_a_part_may_be_out_elsewhere_is_a_copy() -> None:
    link = FakeLink()
    link.rights = {"CODE031": right(code="CODE031").model_copy(update={"again": True})}
    assert [voucher.copy for voucher in Bench(link=link).vouchers] == [True]


def test_a_hub_that_does_not_answer_is_asked_again() -> None:
    bench = Bench()
    bench.link.paper_answers = [HubUnavailable("away"), refused("not_found")]
    close(bench, "A-031")
    assert bench.printer.printed == []
    bench.pass_time(5.0)
    assert bench.printer.printed == []
    bench.pass_time(61.0)
    assert bench.printer.printed == ["A-031"]


def test_what_was_claimed_and_not_printed_in_time_is_left_to_others_and_claimed_anew() -> None:
    bench = Bench()
    bench.printer.before_print = lambda _number: setattr(bench.printer, "now", NO_PAPER)
    close(bench, "A-031", "A-032")
    assert bench.printer.printed == []
    assert sorted(bench.kiosk.pending_numbers) == ["A-031", "A-032"]
    bench.pass_time(181.0)
    bench.link.papers_done = {"CODE031"}  # another kiosk
    bench.printer.before_print = lambda _number: None
    bench.printer.now = WELL
    bench.pass_time(61.0)
    bench.pass_time(61.0)
    assert (bench.printer.printed, bench.kiosk.pending_numbers) == (["A-032"], [])


def test_a_kiosk_that_is_told_not_to_prints_none() -> None:
    bench = Bench(vouchers=False)
    close(bench, "A-031")
    assert bench.printer.printed == []


def test_vouchers_wait_for_a_printer_that_is_ill_and_all_come_out() -> None:
    bench = Bench()
    bench.printer.now = NO_PAPER
    numbers = [f"A-{n:03d}" for n in range(1, 21)]
    close(bench, *numbers)
    assert (bench.printer.printed, bench.kiosk.pending_numbers) == ([], numbers[:2]), (
        "the rest is left to others"
    )
    bench.pass_time(45 * 60)
    bench.printer.now = WELL
    bench.pass_time(2.0)
    assert bench.printer.printed == numbers


@pytest.mark.parametrize("code", ["quota_full", "closed_now", "no_more_today", "holiday", "closed_today"])
def test_a_refusal_darkens_the_pressed_lamp_is_reported_and_prints_nothing(code: str) -> None:
    bench = Bench()
    bench.link.answers = [refused(code, "Kuota hari ini habis.")]
    bench.press(2)
    assert (bench.printer.printed, bench.modes) == ([], ["off", "on", "on"])
    assert (bench.status.detail, bench.status.counts["refused"]) == ("Kuota hari ini habis.", 1)
