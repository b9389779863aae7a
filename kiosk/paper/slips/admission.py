"""The slip of a kiosk that is to be let in: six digits and what to do with them."""

from __future__ import annotations

from PIL import Image

from balai.words import words_in
from kiosk.paper.sheet import Sheet, layout_for, number


def draw_code(code: str, width_dots: int) -> Image.Image:
    """The slip as a 1-bit picture of that width. No hub has told the hall's language yet: it is
    Indonesian."""
    layout, say = layout_for(width_dots), words_in("id")
    sheet = Sheet(layout, say)
    sheet.text(say("admission.title"), layout.hall)
    sheet.y += layout.hint_gaps[0]
    sheet.rule(4)
    number(sheet, code)
    sheet.y += layout.hint_gaps[0]
    sheet.text(say("admission.do"), layout.hint)
    sheet.text(say("admission.lasts"), layout.private)
    return sheet.picture()
