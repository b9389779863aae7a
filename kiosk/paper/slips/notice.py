"""A slip without a number: it says why there is none now, and when or where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from balai.words import LANGUAGES, Language, words_in
from kiosk.paper import wording
from kiosk.paper.sheet import Letterhead, Sheet, agency, head, joined, layout_for
from kiosk.paper.typesetting import Style


@dataclass(frozen=True)
class Notice(Letterhead):
    """What it says: `what` keeps the visitor from a number, and `when` or where there is one; `at` in the
    hall's own zone, None where nobody knows the time."""

    what: str
    when: str
    at: datetime | None = None
    language: Language = LANGUAGES[0]


def draw_notice(notice: Notice, width_dots: int) -> Image.Image:
    """The slip as a 1-bit picture of that width, as high as its text needs."""
    layout = layout_for(width_dots)
    sheet = Sheet(layout, words_in(notice.language))
    head(sheet, notice)
    agency(sheet, notice)
    sheet.y += layout.agency_above
    sheet.rule(4)
    sheet.y += layout.hint_gaps[0]
    sheet.text(notice.what, Style(760, layout.value.size, 1.1, -0.01))
    sheet.y += layout.hint_gaps[0]
    sheet.text(notice.when, layout.end)
    sheet.y += layout.hint_gaps[1]
    sheet.rule(2)
    sheet.y += layout.end_above
    sheet.text(sheet.say("ticket.no_number"), layout.hint)
    if notice.at is not None:
        joined(sheet, wording.issued(notice.at, sheet.say), ", ", layout.private)
    return sheet.picture()
