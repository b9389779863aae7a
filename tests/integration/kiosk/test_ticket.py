from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageChops

from balai.badges import BADGES
from balai.domain.hall.config import TicketRules
from balai.protocol.views import WallView
from balai.words import LANGUAGES, Language, words_in
from demo.driving.tickets import read_number
from hardware.ports import TextLine
from kiosk.paper import wording
from kiosk.paper.sample import SAMPLE
from kiosk.paper.sheet import draw_badge, layout_for
from kiosk.paper.text_slip import text_slip
from kiosk.paper.ticket_layout import Ticket, draw_ticket
from kiosk.paper.typefaces import face_of, pieces
from kiosk.paper.typesetting import SMALLEST, Style, advance, fit, measure, set_line
from tests.support.kiosk_fakes import hall_view, issued
from tests.support.paper.papers import LONG

SAY = words_in("id")

WIDTHS = (384, 576)
LONGEST = replace(
    LONG, number="M-088", at=datetime(2026, 9, 30, 10, 42, tzinfo=ZoneInfo("Asia/Makassar")), expected=None
)


def _ink(picture: Image.Image) -> Image.Image:
    return ImageChops.invert(picture.convert("L"))


@pytest.mark.parametrize("width", [360, 384, 432, 512, 576, 640, 832])
@pytest.mark.parametrize(
    "ticket", [SAMPLE, LONGEST, replace(SAMPLE, number="W-10238")], ids=["sample", "longest", "wide-number"]
)
def test_a_ticket_is_one_bit_of_the_papers_width_with_its_margins_free(ticket: Ticket, width: int) -> None:
    picture = draw_ticket(ticket, width)
    assert picture.mode == "1"
    assert picture.width == width
    box = _ink(picture).getbbox()
    assert box is not None
    margin = layout_for(width).margin
    assert margin - 1 <= box[0]
    assert box[2] <= width - margin + 1
    assert picture.height - box[3] >= 30


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("number", ["A-038", "M-088", "Q-777", "W-111", "L-909"])
def test_the_number_can_be_read_back_from_its_dots(number: str, width: int) -> None:
    assert read_number(draw_ticket(replace(SAMPLE, number=number), width)) == number
    assert read_number(draw_ticket(replace(LONGEST, number=number), width)) == number


def test_a_ticket_without_a_number_is_not_read_as_one() -> None:
    blank = Image.new("1", (576, 600), 1)
    with pytest.raises(AssertionError):
        read_number(blank)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_stands_where_the_drawn_target_has_it(width: int) -> None:
    top, bottom = {576: (267, 388), 384: (224, 305)}[width]
    bands = list(_rows(_ink(draw_ticket(SAMPLE, width))))
    nearest = min(bands, key=lambda band: abs(band[0] - top))
    assert abs(nearest[0] - top) <= 2
    assert abs(nearest[1] - bottom) <= 2


def _rows(ink: Image.Image) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for y in range(ink.height + 1):
        has_ink = y < ink.height and ink.crop((0, y, ink.width, y + 1)).getbbox() is not None
        if has_ink and start is None:
            start = y
        elif not has_ink and start is not None:
            yield start, y - 1
            start = None


@pytest.mark.parametrize("width", [120, 260, 422, 528])
@pytest.mark.parametrize("text", [LONGEST.service, LONGEST.hall, "Pertanggungjawabanketidakseragaman x", "A"])
def test_text_wraps_or_shrinks_and_loses_no_letter(text: str, width: int) -> None:
    lines = fit(text, Style(560, 36, 1.12), width)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert measure(line.text, line.style) <= width
        assert SMALLEST <= line.style.size <= 36


@pytest.mark.parametrize("width", WIDTHS)
def test_what_no_font_can_draw_is_passed_over_and_no_box(width: int) -> None:
    cuneiform = replace(SAMPLE, service="Akta\U00012000 Kelahiran", hall="MPP\U00012000\U00012001 Tenggarong")
    plain = replace(SAMPLE, service="Akta Kelahiran", hall="MPP Tenggarong")
    assert draw_ticket(cuneiform, width).tobytes() == draw_ticket(plain, width).tobytes()


@pytest.mark.parametrize("typed", ["☎ 112", "Щит и Ґанок", "مركز الخدمة", "Loket ⚠"])
def test_a_sign_that_the_houses_font_lacks_is_drawn_by_another_of_the_machine(typed: str) -> None:
    found = pieces(typed, 560)
    others = [piece for piece in found if piece.path is not None]
    assert "".join(piece.text for piece in found) == typed
    assert others
    for piece in others:
        drawn = face_of(piece, 560, 64).getmask(piece.text[0])
        lacked = face_of(piece, 560, 64).getmask("\U0010ffff")
        assert bytes(drawn) != bytes(lacked)
    (line,) = fit(typed, Style(560, 36, 1.1), 520)
    dots = draw_ticket(replace(SAMPLE, service=typed), 576)
    assert dots.tobytes() != draw_ticket(replace(SAMPLE, service="-"), 576).tobytes()
    assert 0 < measure(line.text, line.style) <= 520


def test_no_style_of_a_ticket_is_smaller_than_25_dots() -> None:
    for layout in map(layout_for, WIDTHS):
        styles = [value for value in vars(layout).values() if isinstance(value, Style)]
        assert len(styles) == 9
        assert all(style.size >= SMALLEST for style in styles)


def test_each_badge_has_its_own_shape_and_carries_its_letter() -> None:
    masks = {shape: draw_badge(shape, "A", 88) for shape in BADGES}
    assert len({mask.tobytes() for mask in masks.values()}) == 8
    for shape, mask in masks.items():
        assert mask.getpixel((44, 12)) == 255, f"{shape} is filled"
        assert draw_badge(shape, "H", 88).tobytes() != mask.tobytes()


def test_an_unknown_badge_does_not_keep_a_ticket_from_its_visitor() -> None:
    assert read_number(draw_ticket(replace(SAMPLE, agency_shape="bintang"), 576)) == "A-038"


def test_the_words() -> None:
    assert wording.counters(["2", "3"], SAY) == "Loket 2 atau 3."
    assert wording.counters(["1", "2", "12"], SAY) == "Loket 1, 2, atau 12."
    assert wording.counters(["Z1-01"], SAY) == "Loket Z1-01."
    assert wording.counters([], SAY) == "Tanyakan loket di Meja Informasi."
    at = datetime(2026, 4, 14, 2, 42, tzinfo=ZoneInfo("UTC"))
    for zone, clock in (
        ("Asia/Makassar", "10.42 WITA"),
        ("Asia/Jakarta", "09.42 WIB"),
        ("Asia/Jayapura", "11.42 WIT"),
    ):
        assert wording.issued(at.astimezone(ZoneInfo(zone)), SAY) == ("Selasa, 14 April 2026", clock)


def test_a_ticket_is_made_from_the_answer_and_the_halls_names() -> None:
    from kiosk.paper.tickets import ticket_for

    ticket = ticket_for(issued(38, "akta"), hall_view())
    assert (ticket.hall, ticket.agency, ticket.agency_shape) == (
        "MPP Kecamatan Tenggarong",
        "Disdukcapil",
        "bulat",
    )
    assert (ticket.number, ticket.ahead, ticket.counters) == ("A-038", 37, ("2", "3"))
    assert wording.issued(ticket.at, SAY)[1] == "10.42 WITA"
    nameless = ticket_for(issued(38, "new-service"), hall_view([]))
    assert nameless.service == "new-service"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_of_the_kiosks_own_says_that_the_wait_is_not_known(width: int, language: Language) -> None:
    own = replace(LONGEST, own=True, ahead=None, expected=None, language=language)
    picture, guessed = draw_ticket(own, width), draw_ticket(replace(own, certain=False), width)
    assert read_number(picture) == read_number(guessed) == "M-088"
    assert guessed.height < picture.height, "a time that is a guess is not told"
    box = _ink(picture).getbbox()
    assert box is not None
    assert box[2] <= width - layout_for(width).margin + 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_tells_how_likely_today_is_where_it_is_not_sure(width: int) -> None:
    picture = draw_ticket(replace(LONGEST, chance=35), width)
    assert picture.height > draw_ticket(LONGEST, width).height
    assert read_number(picture) == "M-088"
    assert SAY("ticket.chance", percent=35) == "Kemungkinan terlayani hari ini: 35 %."


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("reach", ["doubtful", "no_counter"])
def test_a_ticket_tells_when_today_may_not_be_enough(width: int, reach: str) -> None:
    told = replace(LONGEST, reach=reach, first_on=LONGEST.at.date())
    picture = draw_ticket(told, width)
    assert picture.height > draw_ticket(LONGEST, width).height
    assert read_number(picture) == "M-088"
    box = _ink(picture).getbbox()
    assert box is not None
    assert box[2] <= width - layout_for(width).margin + 1
    say = words_in("id")
    assert "didahulukan Rabu, 30 September 2026." in wording.reach(reach, LONGEST.at.date(), say)
    assert "didahulukan" not in wording.reach(reach, None, say)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("reach", ["doubtful", "part_today"])
def test_a_ticket_names_the_later_service_that_today_is_too_short_for(width: int, reach: str) -> None:
    on, step = LONGEST.at.date(), "Pelayanan Pencatatan Akta Kelahiran"
    told = replace(LONGEST, reach=reach, first_on=on, step=step)
    picture = draw_ticket(told, width)
    assert picture.height > draw_ticket(LONGEST, width).height
    box = _ink(picture).getbbox()
    assert box is not None
    assert box[2] <= width - layout_for(width).margin + 1
    words = wording.reach(reach, on, words_in("id"), step)
    assert step in words
    assert "didahulukan Rabu, 30 September 2026." in words
    assert "didahulukan" not in wording.reach(reach, None, words_in("id"), step)


def test_the_step_has_its_name_and_a_number_that_is_good_over_night_does_not_say_today_only() -> None:
    from kiosk.paper.tickets import ticket_for

    visit = issued(38, "akta").model_copy(update={"reach": "part_today", "step": "akta"})
    hall = hall_view()
    ticket = ticket_for(visit, hall)
    assert (ticket.step, ticket.good_over_night) == ("Akta Kelahiran", False)
    kept = ticket_for(visit, hall.model_copy(update={"over_night": "order"}))
    assert kept.good_over_night
    assert draw_ticket(kept, 576).tobytes() != draw_ticket(ticket, 576).tobytes()


def _of(**rules: object) -> Ticket:
    """The ticket of a service with papers, in a hall that prints by these rules."""
    from kiosk.paper.tickets import ticket_for

    visit = issued(38).model_copy(update={"expected_from": issued(38).at, "expected_until": issued(38).at})
    hall, page = hall_view(), WallView(visitor_page="https://antre.example")
    papers = tuple(s.model_copy(update={"requirements": ("KTP asli", "Akta lama")}) for s in hall.services)
    told = {"services": papers, "wall": page, "ticket": TicketRules(**rules)}  # type: ignore[arg-type]  # as they come
    return ticket_for(visit, hall.model_copy(update=told))


def _letters(ticket: Ticket) -> list[str]:
    return [piece.text for piece in text_slip(ticket, 48) if isinstance(piece, TextLine)]


@pytest.mark.parametrize(
    ("switch", "gone", "left"),
    [
        ("logo", "A  Disdukcapil", "Disdukcapil"), ("agency_name", "A  Disdukcapil", "A"),
        ("ahead", "Di depan Anda: 37 orang", "Perkiraan dipanggil: 10.42–10.42"),
        ("window", "Perkiraan dipanggil: 10.42–10.42", "Di depan Anda: 37 orang"),
        ("at_counters", "Loket 2 atau 3.", "Perhatikan layar dan suara."),
        ("code", "Pantau dari HP", "A-038"),
    ],
)  # fmt: skip
def test_a_hall_switches_off_what_is_printed_in_dots_and_in_letters(
    switch: str, gone: str, left: str
) -> None:
    usual, off = _of(), _of(**{switch: False})
    assert gone in _letters(usual)
    assert gone not in _letters(off)
    assert left in _letters(off)
    for width in WIDTHS:
        picture = draw_ticket(off, width)
        assert picture.tobytes() != draw_ticket(usual, width).tobytes()
        assert read_number(picture) == "A-038"


def test_papers_and_a_line_of_the_halls_own_are_printed_where_the_hall_wants_it() -> None:
    assert not {"- KTP asli", "Terima kasih"} & set(_letters(_of()))
    told = _of(requirements=True, footer="Terima kasih")
    assert {"Yang perlu dibawa:", "- KTP asli", "- Akta lama", "Terima kasih"} <= set(_letters(told))
    for width in WIDTHS:
        assert draw_ticket(told, width).height > draw_ticket(_of(), width).height


@pytest.mark.parametrize("width", WIDTHS)
def test_what_stands_on_every_ticket_is_measured_and_drawn_once(width: int) -> None:
    draw_ticket(SAMPLE, width)
    measured, badges, lines = (kept.cache_info().misses for kept in (advance, draw_badge, set_line))
    draw_ticket(replace(SAMPLE, number="A-039", ahead=4), width)
    # What is new is the number, and how many are ahead.
    assert advance.cache_info().misses - measured <= 12, "some hundred without"
    assert draw_badge.cache_info().misses == badges
    assert set_line.cache_info().misses - lines == 1
