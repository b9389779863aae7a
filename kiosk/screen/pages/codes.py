"""Codes at the screen: one is typed, looked up, and told of."""

from __future__ import annotations

from string import ascii_uppercase, digits

from balai.protocol.answers.visits import CodeView
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from kiosk.paper.told import sentences
from kiosk.screen.pages.notices import draw_message
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import EDGE, NUMBER, STRONG, TEXT, Sheet
from kiosk.screen.view import Room, View

_HEAD, _KEY, _GAP, _BELOW = 92.0, 80.0, 8.0, 14.0
_SIGNS = digits[1:] + digits[0] + ascii_uppercase
#: So high is the hint, which is left out where the keys need its room.
_HINT = 90.0
#: Keys across, as width and height allow, in order of preference; how many cells "delete" and "check" take.
_LAYOUTS = ((10, 2, 2), (13, 1, 2), (8, 2, 2), (6, 2, 2))
_ICONS = {"cut_off": "cut", "hub_silent": "cut"}


def draw_typing(sheet: Sheet, view: View, room: Room) -> None:
    """Letters and digits, and what was typed."""
    say, look, typed = view.say, sheet.look, view.session.typed
    title = say("touch.type_code")
    face = Face(STRONG, 44, look.ink) if typed else Face(TEXT, 36, look.soft)
    told = sheet.block(typed or title, face, sheet.width - 2 * EDGE, leading=1.1, most=_HEAD - 20)
    sheet.put(EDGE, room.read.y + (_HEAD - told.height) / 2, told)
    sheet.hair(EDGE, room.read.y + _HEAD - 12, sheet.width - 2 * EDGE, look.ink)
    hint = say("touch.code_hint")
    sheet.tell(f"{title}.", hint)
    top = room.reach.y + (_GAP if room.apart else _HEAD)
    bottom = room.reach.bottom - _BELOW
    wide = sheet.width - 2 * EDGE
    layouts = [one for one in _LAYOUTS if (wide + _GAP) / one[0] - _GAP >= _KEY]
    layout = next((one for one in layouts if _high(one) <= bottom - top), min(layouts, key=_high))
    y = bottom - _high(layout)
    free = (room.read.bottom if room.apart else y) - (room.read.y + _HEAD)
    if free >= _HINT:
        sheet.text(EDGE, room.read.y + _HEAD + 12, hint, Face(TEXT, 26, look.ink), sheet.width - 2 * EDGE,
                   leading=1.3, most=free - 20)  # fmt: skip
    if y < top:
        sheet.lacks_room()
    _keys(sheet, view, Box(EDGE, y, sheet.width - 2 * EDGE, bottom - y), layout)


def _high(layout: tuple[int, int, int]) -> float:
    across, *cells = layout
    return -(-(len(_SIGNS) + sum(cells)) // across) * (_KEY + _GAP) - _GAP


def _keys(sheet: Sheet, view: View, box: Box, layout: tuple[int, int, int]) -> None:
    across, less, check = layout
    wide, at = (box.width - _GAP * (across - 1)) / across, 0
    for sign in _SIGNS:
        sheet.button(_cell(box, wide, across, at, 1), Action(Act.TYPE, sign), sign, size=34)
        at += 1
    say = view.say
    last = _cell(box, wide, across, at, less)
    sheet.button(last, Action(Act.TYPE, "<"), "" if less == 1 else say("touch.one_less"), manner="quiet",
                 icon="left" if less == 1 else "", size=22, spoken=say("touch.one_less"))  # fmt: skip
    sheet.button(
        _cell(box, wide, across, at + less, check), Action(Act.CHECK), say("touch.check"), manner="action",
        size=26,
    )  # fmt: skip


def _cell(box: Box, wide: float, across: int, at: int, cells: int) -> Box:
    row, column = divmod(at, across)
    width = wide * cells + _GAP * (cells - 1)
    return Box(box.x + column * (wide + _GAP), box.y + row * (_KEY + _GAP), width, _KEY)


def draw_checking(sheet: Sheet, view: View, room: Room) -> None:
    """The hub is being asked."""
    draw_message(sheet, room, "clock", *view.say.lines("code.checking"))


def draw_checked(sheet: Sheet, view: View, room: Room) -> None:
    """What came of a code: how a ticket stands, or why there is nothing."""
    told, hall = view.session.told, view.standing.hall
    assert told is not None
    assert hall is not None
    words = sentences(told, hall, view.say)
    if not isinstance(told, CodeView):
        draw_message(sheet, room, _ICONS.get(told.code, "closed"), words.heavy, words.plain)
        return
    look, wide = sheet.look, sheet.width - 2 * EDGE
    named = sheet.block(words.service, Face(TEXT, 28, look.ink), wide, leading=1.2, most=70)
    heavy = sheet.block(words.heavy, Face(STRONG, 46, look.ink, -0.012), wide, leading=1.1, most=110)
    plain = sheet.block(words.plain, Face(TEXT, 30, look.ink), wide, leading=1.3, most=160)
    rest = room.read.height - 56 - named.height - heavy.height - plain.height - 52
    size = min(230.0, max(96.0, rest / 0.72))
    face = sheet.canvas.fit_number(words.number, Face(NUMBER, size, look.ink), wide)
    y = sheet.put(EDGE, room.read.y + 28, named) + 20
    sheet.canvas.number(EDGE - 3, y + 0.36 * face.size + MIDDLE * face.size, words.number, face)
    y += 0.72 * face.size + 24
    sheet.hair(EDGE, y - 4, wide)
    sheet.tell(view.say("touch.your_number", number=words.number), f"{words.service}.", f"{words.heavy}.")
    sheet.tell(words.plain)
    sheet.put(EDGE, sheet.put(EDGE, y + 12, heavy) + 12, plain)
