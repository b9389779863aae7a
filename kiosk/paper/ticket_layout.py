"""A ticket as a picture of black and white dots, for heads of any width from 360 to 832 dots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from PIL import Image

from balai.domain.hall.config import TicketRules
from balai.words import LANGUAGES, Language, Words, words_in
from balai.words.dates import clock_time
from kiosk.paper import wording
from kiosk.paper.qr import follow
from kiosk.paper.sheet import Letterhead, Sheet, agency, copy_line, head, joined, layout_for, number
from kiosk.paper.typesetting import Line, measure, squeeze

#: What is printed where nobody has switched anything.
ALL = TicketRules()


@dataclass(frozen=True)
class Ticket(Letterhead):
    """What a ticket says. `at` is the time of issue, `expected` from when to when the visitor will
    probably be called (None where nobody knows); both in the hall's own zone; `chance` how likely that is
    today, in per cent, where it is not nearly sure. `reach` says whether today
    is enough for it, `first_on` when its visitor comes first if it is not, `step` the later service that this
    is about, if it is one; `good_over_night` whether its number keeps its place for the next day. So many
    `persons` come on it; `then` are the services that follow under its number.
    A `code` is printed as a picture, with the visitors' `page` where the hall has one. Where the hall has
    several `letters` the ticket says that another one may be called earlier. What matters is told once
    more, in small letters, in the language `beside`, where there is one.
    An `own` number of the kiosk says that nobody can know yet how many are ahead; of one whose time is not
    `certain` none is told. A `copy` says that it is one, and how many are ahead (None) it does not say: that
    was told when the number was given. A `sample` is nobody's. The hall says what of it is told (`prints`):
    also the `requirements` of the service."""

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
    sample: bool = False
    good_over_night: bool = False
    own: bool = False
    certain: bool = True
    prints: TicketRules = ALL
    requirements: tuple[str, ...] = ()
    code: str = ""
    page: str = ""
    letters: bool = False
    beside: Language | None = None

    @property
    def today_only(self) -> bool:
        """Whether it promises no other day."""
        return self.first_on is None and not self.good_over_night and not self.copy


def draw_ticket(ticket: Ticket, width_dots: int) -> Image.Image:
    """The ticket as a 1-bit picture of that width, as high as its text needs."""
    return set_ticket(ticket, width_dots).picture()


def set_ticket(ticket: Ticket, width_dots: int, *, native: bool = False) -> Sheet:
    """The ticket with all that stands on it; `native`: the printer draws its code."""
    sheet = Sheet(layout_for(width_dots), words_in(ticket.language), native=native)
    head(sheet, ticket)
    if ticket.copy or ticket.sample:
        copy_line(sheet, "ticket.sample" if ticket.sample else "ticket.copy")
    agency(sheet, ticket)
    number(sheet, ticket.number)
    known = facts(ticket, sheet.say, short=sheet.layout.side_by_side)
    if known:
        _facts(sheet, known, on_lines=sheet.layout.side_by_side or ticket.own)
    _hint(sheet, ticket)
    _end(sheet, ticket)
    return sheet


def facts(ticket: Ticket, say: Words, *, short: bool = False) -> list[tuple[str, str]]:
    """What is known of the wait, as labels (`short` ones for narrow paper) and values: how many are ahead and
    when the call will probably be; of an own number when it was taken, which its place is by, and that the
    wait is not known. Nothing of a copy."""
    label = say("ticket.expected_short" if short else "ticket.expected")
    prints = ticket.prints
    if ticket.ahead is not None:
        found = [(say("ticket.ahead"), say("ticket.people", count=ticket.ahead))] if prints.ahead else []
        if ticket.expected is not None and prints.window:
            found.append((label, wording.span(*ticket.expected, say)))
        return found
    if not ticket.own:
        return []
    taken = [(say("ticket.taken_at"), clock_time(ticket.at, None, say.language))] if ticket.certain else []
    return [*taken, (label, say("ticket.not_known_yet"))] if prints.window else taken


def in_short(ticket: Ticket, say: Words) -> str:
    """What matters on a ticket, in one paragraph."""
    told = [f"{label}: {value}." for label, value in facts(ticket, say)]
    return " ".join([*told, *hints(ticket, say)])


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


def hints(ticket: Ticket, say: Words) -> Iterator[str]:
    """What a visitor is to know besides; the truth about today first, where that is not enough."""
    if doubt := wording.reach(ticket.reach, ticket.first_on, say, ticket.step):
        yield doubt
    if ticket.chance is not None:
        yield say("ticket.chance", percent=ticket.chance)
    if ticket.persons > 1:
        yield say("ticket.persons", count=ticket.persons)
    if ticket.own:
        yield say("ticket.by_time")
    if ticket.prints.at_counters:
        yield wording.counters(ticket.counters, say)
    if ticket.then:
        yield say("ticket.then", services=", ".join(ticket.then))
    yield say("ticket.watch")
    if ticket.letters:
        yield say("ticket.letters")


def _hint(sheet: Sheet, ticket: Ticket) -> None:
    sheet.y += sheet.layout.hint_gaps[0]
    for place, hint in enumerate(hints(ticket, sheet.say)):
        sheet.text(hint, sheet.layout.hint)
        if place == 0 and ticket.reach != "sure":
            sheet.y += sheet.layout.hint_gaps[0]
    if ticket.requirements:
        sheet.y += sheet.layout.hint_gaps[0]
        sheet.text(sheet.say("ticket.to_bring"), sheet.layout.end)
        for paper in ticket.requirements:
            sheet.text(f"- {paper}", sheet.layout.hint)
    if ticket.beside is not None:
        sheet.y += sheet.layout.hint_gaps[0]
        sheet.text(in_short(ticket, words_in(ticket.beside)), sheet.layout.private)
    sheet.y += sheet.layout.hint_gaps[1]
    sheet.rule(2 if ticket.code else 4)
    if ticket.code:
        follow(sheet, ticket.page, ticket.code)
        sheet.rule(4)


def _end(sheet: Sheet, ticket: Ticket) -> None:
    layout = sheet.layout
    sheet.y += layout.end_above
    if ticket.certain:
        joined(sheet, wording.issued(ticket.at, sheet.say), ", ", layout.end)
    if ticket.prints.footer:
        sheet.text(ticket.prints.footer, layout.hint)
    sheet.y += layout.private_above
    joined(sheet, wording.private(sheet.say, today_only=ticket.today_only), " ", layout.private)
