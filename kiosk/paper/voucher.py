"""A voucher: the right of a visitor whom closing overtook, printed when the hub says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PIL import Image

from balai.codes import grouped
from balai.protocol.pushes import Unserved
from balai.protocol.views import DeviceView
from balai.words import LANGUAGES, Language, Words, known_language, words_in
from kiosk.paper import wording
from kiosk.paper.letterhead import beside, letterhead
from kiosk.paper.qr import code_alone
from kiosk.paper.sheet import Layout, Letterhead, Sheet, agency, copy_line, head, joined, layout_for, number
from kiosk.paper.typesetting import Style


@dataclass(frozen=True)
class Voucher(Letterhead):
    """What a voucher says. `number` is the one that was not served, `valid_on` a date in the hall
    (None: the day on which the service opens again). `keeps`: number and place wait then by themselves.
    `copy`: a part of one may be out already. What matters is told once more, in small letters, in the
    language `beside`, where there is one."""

    code: str
    valid_on: date | None
    language: Language = LANGUAGES[0]
    keeps: bool = False
    copy: bool = False
    beside: Language | None = None


def voucher_for(unserved: Unserved, hall: DeviceView) -> Voucher:
    """The voucher of a right."""
    return Voucher(
        **vars(letterhead(hall, unserved.service_id, unserved.number)),
        code=unserved.voucher,
        valid_on=unserved.valid_on,
        language=known_language(hall.hall.language),
        keeps=unserved.keeps,
        beside=beside(hall),
    )


def in_short(voucher: Voucher, say: Words) -> str:
    """What matters on a voucher, in one paragraph."""
    right, do = (
        ("ticket.place_kept", "ticket.number_stays") if voucher.keeps else ("ticket.right", "ticket.hand_in")
    )
    unserved, valid = say("ticket.unserved", number=voucher.number), wording.valid(voucher.valid_on, say)
    return " ".join((f"{say(right).rstrip('.')}.", unserved, valid, say(do)))


def draw_voucher(voucher: Voucher, width_dots: int) -> Image.Image:
    """The voucher as a 1-bit picture of that width, as high as its text needs."""
    return set_voucher(voucher, width_dots).picture()


def set_voucher(voucher: Voucher, width_dots: int, *, native: bool = False) -> Sheet:
    """The voucher with all that stands on it; `native`: the printer draws its code."""
    layout = layout_for(width_dots)
    say = words_in(voucher.language)
    sheet = Sheet(layout, say, native=native)
    head(sheet, voucher)
    if voucher.copy:
        copy_line(sheet)
    sheet.y += layout.number_gaps[0] / 2
    sheet.text(say("ticket.place_kept") if voucher.keeps else say("ticket.right"), _large(layout))
    sheet.text(say("ticket.unserved", number=voucher.number), layout.hint)
    agency(sheet, voucher)
    sheet.y += layout.agency_above
    sheet.rule(4)
    sheet.y += layout.hint_gaps[0]
    sheet.text(wording.valid(voucher.valid_on, say), layout.end)
    sheet.text(say("ticket.number_stays") if voucher.keeps else say("ticket.hand_in"), layout.hint)
    if voucher.beside is not None:
        sheet.y += layout.hint_gaps[0]
        sheet.text(in_short(voucher, words_in(voucher.beside)), layout.private)
    # A code is set smaller than a number.
    sheet.y -= layout.hint_gaps[0] + (0 if voucher.keeps else layout.number_gaps[0])
    number(sheet, voucher.number if voucher.keeps else grouped(voucher.code))
    if not voucher.keeps:
        code_alone(sheet, voucher.code)
    sheet.y += layout.private_above
    joined(sheet, say.lines("ticket.private")[:1], " ", layout.private)
    return sheet


def _large(layout: Layout) -> Style:
    return Style(760, layout.value.size + 8, 1.1, -0.01)
