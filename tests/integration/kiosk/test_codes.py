"""Codes at a touch screen: held before the reader or typed, by fingers or by keys and ear alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from balai.protocol.answers.visits import CodeView
from hardware.ports import HubUnavailable, LinkDown, Scan, Wish
from kiosk.screen.session import Act
from tests.support.kiosk_fakes import Lost, refused
from tests.support.touch import halls
from tests.support.touch.halls import NOW
from tests.support.touch.visitor import Visitor

CODE = "K7MP4XQR"
RIGHT = CodeView(kind="right", service_id="akta", persons=2)
TICKET = CodeView(
    kind="ticket", service_id="akta", number="A-038", state="waiting", ahead=3,
    expected_from=NOW + timedelta(minutes=15), expected_until=NOW + timedelta(minutes=25),
)  # fmt: skip


def _with(code: CodeView | Exception = RIGHT) -> Visitor:
    visitor = Visitor()
    visitor.link.codes[CODE] = code
    return visitor


def _scan(visitor: Visitor, text: str = CODE, *, whole: bool = True) -> None:
    visitor.front.scanned(Scan(text, whole=whole))
    visitor.look()


def _type(visitor: Visitor, code: str = CODE) -> None:
    visitor.touch("Butuh bantuan", "Punya kode?")
    for sign in code:
        visitor.tap(next(t for t in visitor.targets(Act.TYPE) if t.action.value == sign))
    visitor.tap(visitor.targets(Act.CHECK)[0])


def test_a_right_that_is_scanned_on_any_page_is_a_number_on_paper() -> None:
    for way in ((), ("Disdukcapil",), ("Disdukcapil", "Kartu Keluarga"), ("Butuh bantuan",)):
        visitor = _with()
        visitor.touch(*way)
        _scan(visitor)
        assert (visitor.page, visitor.printer.printed) == ("ticket", ["A-001"]), way
        assert visitor.link.wishes == [Wish("akta", persons=2, voucher=CODE)]


def test_one_that_is_typed_is_the_same_and_what_is_wrong_with_it_can_be_mended() -> None:
    visitor = _with()
    visitor.touch("Butuh bantuan", "Punya kode?")
    visitor.tap(visitor.targets(Act.CHECK)[0])
    assert visitor.page == "code", "nothing was typed"
    for sign in "K7MP4XQ3":
        visitor.tap(next(t for t in visitor.targets(Act.TYPE) if t.action.value == sign))
    visitor.tap(next(t for t in visitor.targets(Act.TYPE) if t.action.value == "<"))
    visitor.touch("R", "Periksa")
    assert (visitor.page, visitor.printer.printed) == ("ticket", ["A-001"])


def test_a_ticket_says_when_its_turn_comes_in_the_language_of_whoever_asks() -> None:
    visitor = _with(TICKET)
    _scan(visitor)
    assert "Nomor Anda A-038." in visitor.told
    assert "3 orang di depan Anda. Giliran Anda sekitar 10.57–11.07." in visitor.told
    visitor.touch("EN")
    assert "Your turn is at about 10:57–11:07." in visitor.told
    visitor.touch("Back")
    assert (visitor.page, visitor.link.wishes) == ("agencies", [])


@pytest.mark.parametrize(
    ("text", "told"),
    [("A" * 10_000, "Ini bukan kode antrean"), ("K7MP\x1d4XQR", "Ini bukan kode antrean"),
     ("https://antre.example/balai-lain?t=K7MP4XQRA", "Kode ini dari balai lain"),
     ("HHHHHHHH", "Kode ini tidak dikenal")],
)  # fmt: skip
def test_whatever_is_scanned_is_told_seen_and_heard_and_the_screen_goes_on(text: str, told: str) -> None:
    visitor = _with()
    visitor.press("repeat")
    _scan(visitor, text)
    assert (visitor.page, told in visitor.told, told in visitor.ears.last) == ("checked", True, True)
    visitor.press("language")
    assert "code" in visitor.ears.last
    visitor.press("back")
    assert visitor.page == "agencies"


def test_a_cable_that_is_pulled_in_mid_code_takes_nothing() -> None:
    visitor = _with()
    _scan(visitor, "", whole=False)
    assert ("Kode tidak terbaca" in visitor.told, visitor.link.wishes) == (True, [])


def test_what_the_hub_refuses_between_looking_and_taking_is_told_as_well() -> None:
    visitor = _with()
    visitor.link.answers = [refused("voucher_unknown")]
    _scan(visitor)
    assert (visitor.page, "Kode ini tidak dikenal" in visitor.told) == ("checked", True)
    visitor.link.answers = [Lost(HubUnavailable("no answer"))]
    _scan(visitor)
    assert "Kode Anda tetap berlaku" in visitor.told
    assert visitor.printer.printed == []


def test_without_the_hub_nothing_is_guessed_and_the_screen_says_so() -> None:
    visitor = _with()
    visitor.bench.kiosk.post(LinkDown(since=NOW))
    visitor.look()
    _type(visitor)
    assert "Sambungan ke server balai terputus. Kode Anda tetap berlaku." in visitor.told
    assert visitor.printer.printed == []


def test_while_a_number_is_being_taken_a_scan_is_nothing_and_time_sends_nobody_away() -> None:
    visitor = _with()
    visitor.bench.codes_lane.holds = True
    _scan(visitor)
    assert visitor.page == "checking"
    visitor.wait(600.0)
    _scan(visitor)
    assert (visitor.page, len(visitor.bench.codes_lane.held)) == ("checking", 1)
    visitor.bench.codes_lane.holds = False
    visitor.bench.codes_lane.held.pop()()
    visitor.look()
    assert visitor.page == "ticket"


def test_by_keys_and_ear_alone_a_code_is_typed_sign_by_sign() -> None:
    visitor, code = Visitor(), "1248"
    visitor.link.codes[code] = TICKET
    visitor.press("next")
    visitor.listen_for("Butuh bantuan")
    visitor.listen_for("Punya kode")
    assert "Ketik kode Anda" in visitor.ears.last
    for typed, sign in enumerate(code, 1):
        visitor.listen_for_key(sign)
        assert visitor.ears.last == ", ".join(code[:typed])
    visitor.listen_for("Periksa")
    assert "Giliran Anda sekitar" in visitor.ears.last


def test_a_guard_takes_a_right_for_somebody_and_goes_on() -> None:
    visitor = Visitor(assisted=True)
    visitor.link.codes[CODE] = RIGHT
    _scan(visitor)
    assert (visitor.page, visitor.printer.printed) == ("agencies", ["A-001"])
    _scan(visitor, "HHHHHHHH")
    visitor.touch("Kembali")
    assert visitor.page == "agencies"


def test_the_page_of_another_hall_is_known_by_its_address() -> None:
    visitor = _with()
    visitor.link.codes["K7MP4XQRA"] = TICKET
    _scan(visitor, f"{halls.PAGE}?t=K7MP4XQRA")
    assert "Nomor Anda A-038." in visitor.told
