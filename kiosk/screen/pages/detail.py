"""What one service asks of a visitor before a number is taken: the wait, the papers; or why there is none."""

from __future__ import annotations

from balai.protocol.views import ServiceView
from balai.words.dates import long_date
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from kiosk.flow.telling.offer import Opening, Why
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import STRONG, TEXT, Block, Sheet
from kiosk.screen.view import ICONS, Room, View

_PAD, _KEY, _GAP = 32.0, 80.0, 16.0
#: How wide what adds a service is, with its words in two lines.
_ADD = 152.0
#: How high the wait is, told large, and what papers need beside it.
_FACTS, _SOME_PAPERS = 120.0, 124.0


def draw_nothing_chosen(sheet: Sheet, view: View, box: Box) -> None:
    """What to do first."""
    face = Face(TEXT, 28, sheet.look.soft)
    hint = sheet.block(view.say("touch.choose_hint"), face, box.width - 2 * _PAD, most=box.height)
    sheet.put(box.x + _PAD, box.middle - hint.height / 2, hint)


def draw_detail(sheet: Sheet, view: View, service: ServiceView, box: Box, action: Box, room: Room) -> None:
    """One service in a box; what can be done about it at `action`, in the box or apart from it."""
    look, opening, name = sheet.look, view.offer.opening(service.id), view.name(service)
    x, wide = box.x + _PAD, box.width - 2 * _PAD
    title = sheet.block(name, Face(STRONG, 38, look.ink, -0.008), wide, leading=1.1, most=box.height * 0.24)
    y = sheet.put(x, box.y + 26, title) + 18
    bottom = box.bottom - 24 if room.apart else action.y - 16
    sheet.tell(f"{name}.")
    if opening.why is not Why.OPEN:
        _why(sheet, view, opening, Box(x, y, wide, bottom - y))
        sheet.button(action, Action(Act.BACK), view.say("touch.other_service"), size=34)
        return
    large = bottom - y >= _FACTS + _SOME_PAPERS
    y = (_facts if large else _short_facts)(sheet, view, service, Box(x, y, wide, bottom - y))
    beside = _papers(sheet, view, service, Box(x, y, wide, bottom - y), room)
    if beside:
        # No room in the box for a button that leads to all of them: it stands before the other.
        left = action._replace(width=action.width * 0.42 - _GAP)
        icon = "page" if left.width > 300 else ""
        sheet.button(left, Action(Act.PAPERS), beside, icon=icon, icon_size=34)
        action = action._replace(x=left.right + _GAP, width=action.width - left.width - _GAP)
    _take(sheet, view, action)


def _take(sheet: Sheet, view: View, box: Box) -> None:
    """What takes the number, and before it what adds another service to it."""
    label, spoken = view.say("touch.take_priority" if view.session.priority else "touch.take"), ""
    if view.session.may_add and len(view.offer.hall.services) > 1:
        box = draw_add(sheet, view, box)
    if len(told := view.wanted) > 1:
        spoken = view.say("touch.take_all", take=label, count=len(told), services=", ".join(told))
    sheet.button(
        box, Action(Act.TAKE), label, manner="action", size=34, icon="ticket", icon_size=42, gap=12,
        spoken=spoken,
    )  # fmt: skip


def draw_add(sheet: Sheet, view: View, box: Box) -> Box:
    """What adds another service to the number, at the left of a box; what is left of that."""
    add, spoken = box._replace(width=_ADD), view.say("touch.add_spoken")
    sheet.button(add, Action(Act.ADD), view.say("touch.add"), manner="quiet", spoken=spoken)
    return box._replace(x=add.right + _GAP, width=box.width - _ADD - _GAP)


def _wait(view: View, service: ServiceView) -> list[tuple[str, str]]:
    """How many wait, and for how long: values and what they are of."""
    say, waiting, wait = view.say, view.offer.waiting(service.id), view.offer.wait(service.id)
    told = [] if waiting is None else [(str(waiting), say("touch.people_waiting", count=waiting))]
    return [*told, (view.interval(wait) if wait else say("touch.not_known"), say("touch.until_called"))]


def _facts(sheet: Sheet, view: View, service: ServiceView, box: Box) -> float:
    """The wait between two lines; where that ends."""
    look, told = sheet.look, _wait(view, service)
    sheet.hair(box.x, box.y, box.width, look.hair_inside)
    left, end = box.x, box.y
    for value, label in told:
        room = max(120.0, box.right - left)
        number = sheet.block(value, Face(STRONG, 40, look.ink, -0.01), room, leading=1, most=80)
        words = sheet.block(label, Face(TEXT, 21, look.soft), room, leading=1.3)
        end = max(end, sheet.put(left, sheet.put(left, box.y + 18, number), words))
        left += max(sheet.wide(number), sheet.wide(words)) + 44
        sheet.tell(f"{value} {label}.")
    sheet.hair(box.x, end + 16, box.width, look.hair_inside)
    return end + 36


def _short_facts(sheet: Sheet, view: View, service: ServiceView, box: Box) -> float:
    """The same in a line."""
    told = view.line(service)
    sheet.tell(f"{told}.")
    sheet.hair(box.x, box.y - 8, box.width, sheet.look.hair_inside)
    return sheet.text(box.x, box.y, told, Face(STRONG, 26, sheet.look.ink), box.width, most=64) + 8


def _papers(sheet: Sheet, view: View, service: ServiceView, box: Box, room: Room) -> str:
    """What is to be brought: all of it, or as much as fits and a button that leads to all; the words of that
    button where it has no room here."""
    say, look = view.say, sheet.look
    told = view.papers(service)
    if not told:
        sheet.text(box.x, box.y, say("touch.no_papers"), Face(TEXT, 23, look.ink), box.width, most=box.height)
        sheet.tell(say("touch.no_papers"))
        return ""
    head = sheet.block(say("touch.papers"), Face(STRONG, 22, look.ink), box.width, leading=1.3)
    blocks, y = papers(sheet, told, box.width - 32), box.y + head.height + 8
    if _height(blocks) <= box.bottom - y:
        sheet.put(box.x, box.y, head)
        draw_papers(sheet, blocks, box.x, y)
        sheet.tell(f"{say('touch.papers')}.", *(f"{n}. {text}." for n, text in enumerate(told, 1)))
        return ""
    label = say("touch.all_papers", count=len(told))
    outside = room.apart or box.height < _KEY
    bottom = box.bottom if outside else box.bottom - _KEY - 8
    fitting = blocks
    while fitting and _height(fitting) > bottom - y:
        fitting = fitting[:-1]
    if fitting:
        sheet.put(box.x, box.y, head)
        draw_papers(sheet, fitting, box.x, y)
    sheet.tell(f"{label}.")
    if outside:
        return label
    place = Box(box.x, box.bottom - _KEY, box.width, _KEY)
    sheet.button(place, Action(Act.PAPERS), label, manner="quiet", icon="page", icon_size=34)
    return ""


def _height(blocks: list[Block]) -> float:
    return sum(block.height + 7 for block in blocks) - 7


def papers(sheet: Sheet, told: tuple[str, ...], room: float) -> list[Block]:
    """What is to be brought, in lines."""
    face = Face(TEXT, 23, sheet.look.ink)
    return [sheet.block(text, face, room, leading=1.25) for text in told]


def draw_papers(sheet: Sheet, blocks: list[Block], x: float, y: float, first: int = 1) -> None:
    """Draw what is to be brought, numbered."""
    for number, block in enumerate(blocks, first):
        sheet.canvas.text(x, y + block.step / 2 + MIDDLE * 23, str(number), Face(TEXT, 23, sheet.look.soft))
        y = sheet.put(x + 32, y, block) + 7


def _why(sheet: Sheet, view: View, opening: Opening, box: Box) -> None:
    """Why there is no number now, and when there is."""
    say, look = view.say, sheet.look
    what, when = view.reason(opening)
    sheet.hair(box.x, box.y, box.width, look.hair_inside)
    icon = ICONS.get(opening.why, "closed")
    sheet.canvas.icon(box.x, box.y + 22, 52, icon, 1.9, colour=look.ink)
    left, room = box.x + 70, box.width - 70
    y = sheet.text(left, box.y + 22, what, Face(STRONG, 30, look.ink), room, leading=1.15)
    taken = opening.why is Why.FULL and opening.quota
    detail = say("touch.quota_taken", count=opening.quota) if taken else when
    y = sheet.text(left, y + 6, detail, Face(TEXT, 23, look.soft), room, leading=1.3)
    sheet.tell(f"{what}.", f"{detail}.")
    if opening.why is not Why.FULL or y + 150 > box.bottom:
        return
    sheet.hair(box.x, y + 20, box.width, look.hair_inside)
    when = _next_numbers(view, opening)
    if when:
        y = sheet.text(
            box.x, y + 44, say("touch.next_numbers"), Face(TEXT, 23, look.ink), box.width, leading=1.3
        )
        y = sheet.text(box.x, y + 4, when, Face(STRONG, 36, look.ink, -0.008), box.width, leading=1.15)
        sheet.tell(say("touch.next_numbers"), f"{when}.")
        if opening.quota:
            told = say("touch.quota", count=opening.quota)
            sheet.text(box.x, y + 6, told, Face(TEXT, 23, look.ink), box.width, leading=1.3)
            sheet.tell(told)


def _next_numbers(view: View, opening: Opening) -> str:
    """The next day on which numbers are given, and from when."""
    if opening.again is not None and opening.on in (None, opening.again.date()):
        return view.say("touch.day_from", day=view.day(opening.again), time=view.clock(opening.again))
    return long_date(opening.on, view.session.language, year=False) if opening.on else ""
