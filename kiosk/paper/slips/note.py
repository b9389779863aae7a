"""A slip that says what came of a code, for a kiosk without a screen."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from balai.words import LANGUAGES, Language, words_in
from kiosk.paper.sheet import Sheet, layout_for, number
from kiosk.paper.told import Sentences


@dataclass(frozen=True)
class Note:
    """What the slip says. It is no ticket: the `number` that it names is on one already, and it is not
    printed later."""

    hall: str
    told: Sentences
    language: Language = LANGUAGES[0]

    @property
    def number(self) -> str:
        """The number that it names, if any."""
        return self.told.number


def draw_note(note: Note, width_dots: int) -> Image.Image:
    """The slip as a 1-bit picture of that width."""
    layout, told = layout_for(width_dots), note.told
    sheet = Sheet(layout, words_in(note.language))
    sheet.text(note.hall, layout.regency)
    sheet.y += layout.regency_gaps[1]
    sheet.rule(4)
    if told.number:
        number(sheet, told.number)
    sheet.y += layout.hint_gaps[0]
    sheet.text(told.heavy, layout.value)
    sheet.y += layout.hint_gaps[0]
    sheet.text(told.plain, layout.hint)
    if told.service:
        sheet.text(told.service, layout.hint)
    sheet.y += layout.private_above
    sheet.text(sheet.say("code.no_ticket"), layout.private)
    return sheet.picture()
