"""What stands around every page: the bar above, a message below it, and the buttons at the foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, NamedTuple

from balai.words import words_in
from balai.words.dates import long_date, zone_name
from balai.words.languages import SpokenLanguage
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from kiosk.screen.session import Act, Action, Page
from kiosk.screen.sheet import EDGE, STRONG, TEXT, Manner, Sheet
from kiosk.screen.view import Room, View

_BAR, _BANNER, _FOOT, _KEY, _GAP = 60.0, 88.0, 112.0, 80.0, 16.0
#: Pages on which a service is looked for.
_CHOOSING = frozenset({Page.AGENCIES, Page.SERVICES, Page.PAPERS, Page.SEARCH})
#: The languages that a visitor may choose.
CHOICES: tuple[SpokenLanguage, ...] = ("id", "en")
#: How much the words at the foot are shortened.
Wording = Literal["full", "short", "least"]


class Item(NamedTuple):
    """Something at the foot: as wide as this, drawn into a box; the last ones stand at the right."""

    width: float
    draw: Callable[[Box], None]
    right: bool = False


def room_of(sheet: Sheet, view: View, rows: list[list[Item]]) -> Room:
    """Where the page itself has room."""
    foot = _FOOT + (_KEY + _GAP) * (len(rows) - 1) if rows else 0.0
    top = _BAR + (_BANNER if banner(view) else 0.0)
    whole = Box(0, top, sheet.width, sheet.height - foot - top)
    if not view.session.ways.low:
        return Room(whole, whole)
    half = sheet.height / 2
    return Room(Box(0, top, sheet.width, half - top), Box(0, half, sheet.width, sheet.height - foot - half))


def draw_bar(sheet: Sheet, view: View) -> None:
    """The hall at the left, date and time at the right."""
    canvas, look, offer = sheet.canvas, sheet.look, view.offer
    canvas.fill(Box(0, 0, sheet.width, _BAR), look.bar)
    right, middle = sheet.width - EDGE, _BAR / 2
    baseline = middle + MIDDLE * 22
    right -= canvas.text(right, baseline, f" {zone_name(offer.now)}", Face(TEXT, 22, look.bar_soft), "right")
    right -= canvas.text(
        right, middle + MIDDLE * 26, view.clock(offer.now), Face(STRONG, 26, look.on_bar), "right"
    )
    date = long_date(offer.now.date(), view.session.language)
    face = Face(TEXT, 22, look.bar_soft)
    if right - 18 - canvas.width(date, face) > sheet.width / 2:
        right -= 18 + canvas.text(right - 18, baseline, date, face, "right")
    canvas.icon(EDGE, middle - 15, 30, "hall", 2, colour=look.on_bar)
    name = sheet.block(
        view.offer.hall.hall.name, Face(STRONG, 22, look.on_bar), right - EDGE - 44 - 24, most=_BAR - 8
    )
    sheet.put(EDGE + 44, middle - name.height / 2, name)


def banner(view: View) -> tuple[str, str, str] | None:
    """What everybody is to know first: an icon, and a sentence in a heavy and a plain part."""
    say, standing = view.say, view.standing
    unwell = standing.printer is not None and not standing.printer.ok
    if (view.session.page is Page.TICKET and not view.on_paper) or (view.session.assisted and unwell):
        since = view.clock(standing.unwell or view.offer.now)
        told = say("touch.staff_not_told" if standing.cut_off else "touch.staff_told", time=since)
        code = standing.printer.paper if standing.printer else ""
        heavy = say("touch.paper_out" if code == "out" else "touch.printer_away")
        return "ticket", f"{heavy} {say('touch.number_kept')}", told
    if _adds(view):
        heavy, plain = say.lines("touch.several", services=", ".join(view.names(chosen_before(view))))
        return "page", heavy, plain
    if standing.cut_off is None and not standing.offered and view.offer.closed is None:
        return "closed", say("touch.gives_none"), say("touch.go_to_desk")
    if standing.cut_off is not None:
        since = view.clock(standing.cut_off)
        goes_on = "touch.numbers_go_on" if standing.offered else "touch.numbers_rest"
        return "cut", say("touch.cut_off", since=since), say(goes_on)
    return None


def _adds(view: View) -> bool:
    """Whether services were chosen already, and the next is looked for."""
    return bool(view.session.errands) and view.session.page in _CHOOSING


def chosen_before(view: View) -> list[str]:
    """The services that were chosen before the one that is looked at."""
    return [errand.service for errand in view.session.errands]


def draw_banner(sheet: Sheet, view: View) -> None:
    """The message below the bar, where there is one."""
    told = banner(view)
    if told is None:
        return
    icon, heavy, plain = told
    canvas, look = sheet.canvas, sheet.look
    box = Box(0, _BAR, sheet.width, _BANNER)
    # What a visitor did is no warning.
    calm = _adds(view)
    ground, line = (look.surface, look.hair) if calm else (look.warn_ground, look.warn)
    canvas.fill(box, ground)
    canvas.fill(Box(0, box.bottom - 2, box.width, 2), line)
    canvas.icon(EDGE, box.middle - 24, 46, icon, 2, colour=look.ink if calm else look.warn)
    strong, usual = Face(STRONG, 28, look.ink), Face(TEXT, 28, look.ink)
    x, room = EDGE + 66.0, sheet.width - 2 * EDGE - 66
    wide = canvas.width(f"{heavy} ", strong)
    middle = box.middle - 1
    if wide + canvas.width(plain, usual) <= room:
        canvas.text(x, middle + MIDDLE * 28, heavy, strong)
        canvas.text(x + wide, middle + MIDDLE * 28, plain, usual)
    else:
        first = sheet.block(heavy, strong._replace(size=24), room, most=40)
        second = sheet.block(_shorter(sheet, view, plain, room), usual._replace(size=24), room, most=54)
        top = middle - (first.height + second.height) / 2
        sheet.put(x, sheet.put(x, top, first), second)
    sheet.tell(heavy, plain)


def _shorter(sheet: Sheet, view: View, plain: str, room: float) -> str:
    """The second part of a message; of services that were chosen before as many as two lines hold."""
    if not _adds(view):
        return plain
    say, face = view.say, Face(TEXT, 22, sheet.look.ink)

    def told(services: str) -> str:
        return say.lines("touch.several", services=services)[1]

    def fits(services: str) -> bool:
        return len(sheet.block(told(services), face, room).lines) <= 2

    return told(view.listed(view.names(chosen_before(view)), fits))


def draw_foot(sheet: Sheet, view: View, rows: list[list[Item]]) -> None:
    """The buttons at the foot."""
    high = _FOOT + (_KEY + _GAP) * (len(rows) - 1)
    top = sheet.height - high
    sheet.canvas.fill(Box(0, top, sheet.width, high), sheet.look.surface)
    sheet.hair(0, top, sheet.width)
    y = top + 2 + (_FOOT - 2 - _KEY) / 2
    for row in rows:
        x, right = float(EDGE), sheet.width - EDGE
        for item in row:
            if item.right:
                continue
            item.draw(Box(x, y, item.width, _KEY))
            x += item.width + _GAP
        for item in reversed(row):
            if item.right:
                right -= item.width
                item.draw(Box(right, y, item.width, _KEY))
                right -= _GAP
        y += _KEY + _GAP


def foot_rows(sheet: Sheet, view: View) -> list[list[Item]]:
    """What stands at the foot of a page: in one row where it fits with shorter words, else in several."""
    if view.session.works:
        return []
    upright = sheet.height > sheet.width
    tried: list[tuple[Wording, int]] = [("full", 1), ("short", 1)]
    tried += [("full", 2), ("short", 2)] if upright else []
    for words, most in [*tried, ("least", 1), ("least", 2)]:
        rows = _in_rows(_items(sheet, view, words), sheet.width - 2 * EDGE)
        if len(rows) <= most:
            return rows
    return _in_rows(_items(sheet, view, "least"), sheet.width - 2 * EDGE)


def _in_rows(items: list[Item], room: float) -> list[list[Item]]:
    rows: list[list[Item]] = [[]]
    for item in items:
        taken = sum(other.width + _GAP for other in rows[-1])
        if rows[-1] and taken + item.width > room:
            rows.append([])
        rows[-1].append(item)
    return rows


def _items(sheet: Sheet, view: View, words: Wording) -> list[Item]:
    session, say = view.session, view.say
    if session.page is Page.TICKET and view.on_paper:
        return [
            _button(sheet, Action(Act.START), say("touch.done"), "ink"),
            *_guide(sheet, view, "touch.read_number"),
            _more_time(sheet, view),
        ]
    items = []
    if session.page is Page.TICKET:
        items.append(_button(sheet, Action(Act.START), say("touch.noted"), "ink"))
    elif session.page is not Page.AGENCIES or session.errands:
        items.append(_button(sheet, Action(Act.BACK), say("touch.back"), icon="left", size=34, stroke=2.6))
    items += [*_guide(sheet, view, "touch.guide", words), _languages(sheet, view, words)]
    # A code is typed on the way from there, and needs the room.
    return items if session.page in (Page.HELP, Page.CODE) else [*items, _help(sheet, view)]


def _button(
    sheet: Sheet, action: Action, label: str, manner: Manner = "plain", *, icon: str = "", size: float = 38,
    stroke: float = 2.2,
) -> Item:  # fmt: skip
    """A button as wide as its words."""
    before = size + 14 if icon else 0.0
    wide = 56 + before + sheet.canvas.width(label, Face(STRONG, 24, sheet.look.ink))
    draw = partial(sheet.button, action=action, label=label, manner=manner, icon=icon, icon_size=size,
                   stroke=stroke)  # fmt: skip
    return Item(wide, draw)


def _guide(sheet: Sheet, view: View, key: str, words: Wording = "full") -> list[Item]:
    if not view.speaks:
        return []
    button, label = _button(sheet, Action(Act.GUIDE), view.say(key), icon="aloud"), view.say(key)
    if words != "least":
        return [button]
    sign = partial(sheet.button, action=Action(Act.GUIDE), label="", icon="aloud", spoken=label)
    return [Item(_KEY, sign)]


def _languages(sheet: Sheet, view: View, words: Wording) -> Item:
    """One part for each language, the chosen one dark and ticked; where room is short the other alone."""
    if words == "least":
        other = next(code for code in CHOICES if code != view.session.language)
        label, spoken = other.upper(), words_in(other)("touch.language_choose")
        draw = partial(sheet.button, action=Action(Act.LANGUAGE, other), label=label, spoken=spoken)
        return Item(84.0, draw)
    return _both_languages(sheet, view, short=words == "short")


def _both_languages(sheet: Sheet, view: View, *, short: bool) -> Item:
    names = [code.upper() if short else words_in(code)("touch.own_name") for code in CHOICES]
    wide = []
    for code, name in zip(CHOICES, names, strict=True):
        ticked = 34.0 if code == view.session.language else 0.0
        width = sheet.canvas.width(name, Face(STRONG, 24, sheet.look.ink))
        wide.append(max(84.0, 44 + ticked + width))

    def draw(box: Box) -> None:
        canvas, look = sheet.canvas, sheet.look
        canvas.frame(box, look.ink, look.surface)
        x = box.x
        for index, (code, name, width) in enumerate(zip(CHOICES, names, wide, strict=True)):
            part, chosen = Box(x, box.y, width, box.height), code == view.session.language
            if chosen:
                canvas.panel(part, look.ink)
                inner = x if index else x + 8
                canvas.fill(Box(inner, box.y, width - 8, box.height), look.ink)
            colour = look.surface if chosen else look.ink
            taken = 34.0 if chosen else 0.0
            left = x + (width - taken - canvas.width(name, Face(STRONG, 24, colour))) / 2
            if chosen:
                canvas.icon(left, box.middle - 12, 24, "check", 3, colour=colour)
            canvas.text(left + taken, box.middle + MIDDLE * 24, name, Face(STRONG, 24, colour))
            spoken = words_in(code)("touch.language_chosen" if chosen else "touch.language_choose")
            sheet.target(part, Action(Act.LANGUAGE, code), name, spoken)
            x += width

    return Item(sum(wide), draw)


def _help(sheet: Sheet, view: View) -> Item:
    """Help and priority, for which no reason is asked; in a closed hall help alone."""
    say, look = view.say, sheet.look
    closed = view.session.page is Page.AGENCIES and view.offer.closed is not None
    first, second = say("touch.help_only" if closed else "touch.help"), say("touch.no_reason")
    if closed:
        second = say("touch.call_staff")
    strong, small = Face(STRONG, 27, look.on_action), Face(TEXT, 20, look.on_action)
    words = max(sheet.canvas.width(first, strong), sheet.canvas.width(second, small))

    def draw(box: Box) -> None:
        sheet.surface(box, "action")
        sheet.canvas.icon(box.x + 24, box.middle - 24, 48, "helper", 2, colour=look.on_action)
        x, top = box.x + 90, box.middle - (27 * 1.12 + 4 + 20 * 1.12) / 2
        top = sheet.text(x, top, first, strong, words + 2, leading=1.12)
        sheet.text(x, top + 4, second, small, words + 2, leading=1.12)
        sheet.target(box, Action(Act.HELP), first, f"{first}. {second}.")

    return Item(words + 120, draw, right=True)


def _more_time(sheet: Sheet, view: View) -> Item:
    """How long a ticket still stands there, and a button for more."""
    say, look = view.say, sheet.look
    label, told = say("touch.more_time"), say("touch.back_in", count=view.left or 0)
    button = _button(sheet, Action(Act.MORE_TIME), label, "quiet")
    face = Face(TEXT, 22, look.soft)
    # Not narrower as the seconds go, so that nothing moves.
    before = sheet.canvas.width(say("touch.back_in", count=88), face) + _GAP

    if button.width + before > sheet.width - 2 * EDGE:
        return button._replace(right=True)

    def draw(box: Box) -> None:
        right = Box(box.right - button.width, box.y, button.width, box.height)
        sheet.canvas.text(right.x - _GAP, box.middle + MIDDLE * 22, told, face, "right")
        button.draw(right)

    return Item(button.width + before, draw, right=True)
