"""A ticket as a picture of black and white dots, for heads of any width from 360 to 832 dots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image

from balai.words import LANGUAGES, Language, words_in
from balai.words.dates import clock_time
from kiosk.paper import wording
from kiosk.paper.sheet import Letterhead, Sheet, agency, copy_line, head, joined, layout_for, number
from kiosk.paper.typesetting import Line, measure, squeeze


@dataclass(frozen=True)
class Ticket(Letterhead):
    """What a ticket says. `at` is the time of issue, `expected` from when to when the visitor will
    probably be called (None where nobody knows); both in the hall's own zone; `chance` how likely that is
    today, in per cent, where it is not nearly sure. `reach` says whether today
    is enough for it, `first_on` when its visitor comes first if it is not, `step` the later service that this
    is about, if it is one; `good_over_night` whether its number keeps its place for the next day. So many
    `persons` come on it; `then` are the services that follow under its number.
    An `own` number of the kiosk says that nobody can know yet how many are ahead; of one whose time is not
    `certain` none is told. A `copy` says that it is one, and how many are ahead (None) it does not say: that
    was told when the number was given."""

    ahead: int | None
    counters: tuple[str, ...]
    at: datetime
    expected: tuple[datetime, datetime] | None = None
    chance: int | None = None
    language: Language = LANGUAGES[0]
    reach: str = "sure"
    first_on: date | None = None
    step: str = ""
    persons: int = 1
    then: tuple[str, ...] = ()
    copy: bool = False
    good_over_night: bool = False
    own: bool = False
    certain: bool = True


def draw_ticket(ticket: Ticket, width_dots: int) -> Image.Image:
    """The ticket as a 1-bit picture of that width, as high as its text needs."""
    sheet = Sheet(layout_for(width_dots), words_in(ticket.language))
    head(sheet, ticket)
    if ticket.copy:
        copy_line(sheet)
    agency(sheet, ticket)
    number(sheet, ticket.number)
    if ticket.ahead is not None:
        _facts(sheet, _told(sheet, ticket, ticket.ahead), on_lines=sheet.layout.side_by_side)
    elif ticket.own:
        _facts(sheet, _unknown(sheet, ticket), on_lines=True)
    _hint(sheet, ticket)
    _end(sheet, ticket)
    return sheet.picture()


def _told(sheet: Sheet, ticket: Ticket, ahead: int) -> list[tuple[str, str]]:
    say = sheet.say
    facts = [(say("ticket.ahead"), say("ticket.people", count=ahead))]
    if ticket.expected is not None:
        label = say("ticket.expected_short") if sheet.layout.side_by_side else say("ticket.expected")
        facts.append((label, wording.span(*ticket.expected, say)))
    return facts


def _unknown(sheet: Sheet, ticket: Ticket) -> list[tuple[str, str]]:
    """When the number was taken, which its place is by, and that the wait is not known."""
    say = sheet.say
    taken = [(say("ticket.taken_at"), clock_time(ticket.at, None, say.language))] if ticket.certain else []
    label = say("ticket.expected_short") if sheet.layout.side_by_side else say("ticket.expected")
    return [*taken, (label, say("ticket.not_known_yet"))]


def _facts(sheet: Sheet, facts: list[tuple[str, str]], *, on_lines: bool) -> None:
    layout = sheet.layout
    sheet.y += layout.facts_gaps[0]
    if on_lines:
        for place, (label, value) in enumerate(facts):
            sheet.y += 9 if place else 0
            _fact_on_a_line(sheet, label, value)
    else:
        _facts_in_columns(sheet, facts)
    sheet.y += layout.facts_gaps[1]
    sheet.rule(2)


def _fact_on_a_line(sheet: Sheet, label: str, text: str) -> None:
    """A label at the left and its value at the right, below each other where they do not fit."""
    layout = sheet.layout
    line = Line(label, layout.label)
    beside = measure(label, layout.label) + 14
    if beside + measure(text, layout.value) <= layout.inner:
        value = squeeze(text, layout.value, layout.inner - beside)
        sheet.line(line, layout.margin, sheet.y + value.baseline - line.baseline)
    else:
        value = squeeze(text, layout.value, layout.inner)
        sheet.line(line, layout.margin, sheet.y)
        sheet.y += line.dots_high
    right = layout.width - layout.margin - measure(value.text, value.style)
    sheet.line(value, right, sheet.y)
    sheet.y += value.dots_high


def _facts_in_columns(sheet: Sheet, facts: list[tuple[str, str]]) -> None:
    """Values under their labels, side by side; squeezed evenly where together they are too wide."""
    layout = sheet.layout
    gaps = layout.facts_apart * (len(facts) - 1)
    widths = [max(measure(label, layout.label), measure(text, layout.value)) for label, text in facts]
    share = min(1.0, (layout.inner - gaps) / sum(widths))
    left, high = float(layout.margin), 0.0
    for (label, text), width in zip(facts, widths, strict=True):
        line = squeeze(label, layout.label, width * share)
        value = squeeze(text, layout.value, width * share)
        sheet.line(line, left, sheet.y)
        sheet.line(value, left, sheet.y + line.dots_high + 10)
        high = max(high, line.dots_high + 10 + value.dots_high)
        left += width * share + layout.facts_apart
    sheet.y += high


def _hint(sheet: Sheet, ticket: Ticket) -> None:
    sheet.y += sheet.layout.hint_gaps[0]
    if doubt := wording.reach(ticket.reach, ticket.first_on, sheet.say, ticket.step):
        sheet.text(doubt, sheet.layout.hint)
        sheet.y += sheet.layout.hint_gaps[0]
    if ticket.chance is not None:
        sheet.text(sheet.say("ticket.chance", percent=ticket.chance), sheet.layout.hint)
    if ticket.persons > 1:
        sheet.text(sheet.say("ticket.persons", count=ticket.persons), sheet.layout.hint)
    if ticket.own:
        sheet.text(sheet.say("ticket.by_time"), sheet.layout.hint)
    sheet.text(wording.counters(ticket.counters, sheet.say), sheet.layout.hint)
    if ticket.then:
        sheet.text(sheet.say("ticket.then", services=", ".join(ticket.then)), sheet.layout.hint)
    sheet.text(sheet.say("ticket.watch"), sheet.layout.hint)
    sheet.y += sheet.layout.hint_gaps[1]
    sheet.rule(4)


def _end(sheet: Sheet, ticket: Ticket) -> None:
    layout = sheet.layout
    sheet.y += layout.end_above
    if ticket.certain:
        joined(sheet, wording.issued(ticket.at, sheet.say), ", ", layout.end)
    sheet.y += layout.private_above
    today_only = ticket.first_on is None and not ticket.good_over_night and not ticket.copy
    joined(sheet, wording.private(sheet.say, today_only=today_only), " ", layout.private)
