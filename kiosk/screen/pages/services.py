"""An agency's services: the list, as long as a page has room, and where the one that was touched is told."""

from __future__ import annotations

from balai.protocol.views import ServiceView
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from kiosk.flow.telling.offer import Why
from kiosk.screen.pages.detail import draw_detail, draw_nothing_chosen
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import EDGE, STRONG, TEXT, Sheet, total
from kiosk.screen.view import Room, View

_HEAD, _ROW, _GAP, _BELOW, _TAKE, _PAD, _READABLE = 92.0, 80.0, 8.0, 14.0, 96.0, 32.0, 21.0
#: How much of the width the list has beside the detail, and how high the detail is to be below it; how high a
#: row may become for a long name.
_LIST_SHARE, _APART, _DETAIL, _TALLEST = 516 / 1200, 20.0, 520.0, 132.0


def draw_services(sheet: Sheet, view: View, room: Room) -> None:
    """The list, and beside or below it the service that was touched."""
    _head(sheet, view, room)
    chosen = view.offer.service(view.session.service)
    listed, detail, action = _places(room)
    _list(sheet, view, listed, columns=2 if room.apart and room.wide else 1,
          joined=not room.apart and room.wide)  # fmt: skip
    sheet.canvas.frame(detail, sheet.look.ink, sheet.look.surface)
    if chosen is None:
        draw_nothing_chosen(sheet, view, detail)
    else:
        draw_detail(sheet, view, chosen, detail, action, room)


def _places(room: Room) -> tuple[Box, Box, Box]:
    """Where list, detail, and the button that takes a number go."""
    reach, wide = room.reach, room.reach.width - 2 * EDGE
    if room.apart:
        detail = Box(EDGE, room.read.y + _HEAD, wide, room.read.bottom - room.read.y - _HEAD - 8)
        action = Box(EDGE, reach.bottom - _BELOW - _ROW, wide, _ROW)
        return Box(EDGE, reach.y + 8, wide, action.y - reach.y - 8), detail, action
    top = reach.y + _HEAD
    if room.wide:
        listed = Box(EDGE, top, round(wide * _LIST_SHARE), reach.bottom - _BELOW - top)
        left = listed.right + _APART
        detail = Box(left, top, sheet_right(room) - left, reach.bottom - _BELOW - top)
    else:
        rows = max(2, int((reach.bottom - _BELOW - top - _DETAIL) // (_ROW + _GAP)))
        listed = Box(EDGE, top, wide, rows * (_ROW + _GAP))
        detail = Box(EDGE, listed.bottom + 8, wide, reach.bottom - _BELOW - listed.bottom - 8)
    take = _TAKE if detail.height > 420 else _ROW
    return listed, detail, Box(detail.x + _PAD, detail.bottom - 28 - take, detail.width - 2 * _PAD, take)


def sheet_right(room: Room) -> float:
    """The right edge of what a page shows."""
    return room.reach.right - EDGE


def _head(sheet: Sheet, view: View, room: Room) -> None:
    agency = view.offer.agency(view.session.agency)
    if agency is None:
        return
    middle = room.read.y + _HEAD / 2
    sheet.badge(EDGE, middle - 30, 60, agency)
    x, right = EDGE + 78.0, sheet.width - EDGE
    plain = Face(TEXT, 28, sheet.look.soft)
    hint = view.say("touch.choose_service")
    aside = sheet.canvas.width(hint, plain) + 10
    name = agency.short_name or agency.name
    strong = Face(STRONG, 40, sheet.look.ink, -0.012)
    beside = sheet.canvas.width(name, strong) + aside <= right - x
    block = sheet.block(name, strong, right - x, leading=1.1, most=_HEAD - 8)
    sheet.put(x, middle - block.height / 2, block)
    if beside:
        sheet.canvas.text(x + sheet.canvas.width(name, strong) + 10, middle + MIDDLE * 40, hint, plain)
    sheet.tell(name, hint)


def _list(sheet: Sheet, view: View, box: Box, *, columns: int, joined: bool) -> None:
    """The services; where they are too many the last row leads on. The one that was touched is dark, and
    `joined` to the detail where that stands beside it."""
    services = view.offer.services(view.session.agency)
    wide = (box.width - _APART * (columns - 1)) / columns
    high = _row_height(sheet, view, services, wide, box.height)
    rows = max(1, int((box.height + _GAP) // (high + _GAP)))
    room = rows * columns
    several = len(services) > room
    fits = max(1, room - 1) if several else room
    pages = max(1, -(-len(services) // fits))
    page = view.session.turned % pages
    shown = services[page * fits : (page + 1) * fits]
    places = [
        Box(box.x + column * (wide + _APART), box.y + row * (high + _GAP), wide, high)
        for column in range(columns)
        for row in range(rows)
    ]
    for service, place in zip(shown, places, strict=False):
        _row(sheet, view, service, place, joined=joined)
    if several and len(places) > len(shown):
        following = services[(page + 1) % pages * fits :][:fits]
        _onward(sheet, view, following, places[len(shown)])


def _row_height(
    sheet: Sheet, view: View, services: tuple[ServiceView, ...], wide: float, most: float
) -> float:
    """As high as the longest name needs at a size that can be read from afar."""
    longest = max((view.name(service) for service in services), key=len, default="")
    name = sheet.block(longest, Face(STRONG, _READABLE, sheet.look.ink), wide - 88, leading=1.1)
    return min(max(_ROW, name.height + 38), _TALLEST, max((most - _GAP) / 2, _ROW))


def _row(sheet: Sheet, view: View, service: ServiceView, box: Box, *, joined: bool) -> None:
    opening, look = view.offer.opening(service.id), sheet.look
    chosen = service.id == view.session.service
    if chosen:
        wide = box.width + (_APART if joined else 0)
        sheet.canvas.panel(box._replace(width=wide - (12 if joined else 0)), look.ink)
        if joined:
            sheet.canvas.fill(Box(box.x + 12, box.y, wide - 10, box.height), look.ink)
        ink = soft = look.surface
    else:
        ink, soft = sheet.surface(box, "quiet" if opening.why is Why.OPEN else "closed")
    what, when = view.reason(opening)
    whole = f"{what}. {when}" if what else view.line(service)
    # What does not fit in a row stands beside it, where the service is told whole.
    shorter = (whole, view.full_until(opening), what)
    face, most = Face(TEXT, 20, soft), box.width - 114
    small = next((one for one in shorter if one and sheet.canvas.width(one, face) <= most), what or whole)
    if any(errand.service == service.id for errand in view.session.errands):
        whole = small = view.say("touch.picked")
    _words(sheet, box, view.name(service), small, ink, soft, calendar=opening.why is Why.FULL)
    arrow = ink if chosen else look.faint if look.surface != look.ground else look.ink
    sheet.canvas.icon(box.right - 48, box.middle - 15, 30, "onward", 2.6, colour=arrow)
    told = view.say("touch.chosen") if chosen else ""
    spoken = f"{view.name(service)}. {whole}. {told}".strip()
    sheet.target(box, Action(Act.SERVICE, service.id), view.name(service), spoken)


def _words(
    sheet: Sheet, box: Box, name: str, small: str, ink: tuple[int, int, int], soft: tuple[int, int, int], *,
    calendar: bool = False,
) -> None:  # fmt: skip
    x, room = box.x + 24, box.width - 24 - 64
    aside = 26.0 if calendar else 0.0
    second = sheet.block(small, Face(TEXT, 20, soft), room - aside, leading=1.1, most=24)
    first = sheet.block(
        name, Face(STRONG, 27, ink), room, leading=1.1, most=box.height - 10 - 6 - second.height
    )
    y = box.middle - (total([first, second]) + (6 if second.lines else 0)) / 2
    y = sheet.put(x, y, first) + 6
    if calendar:
        sheet.canvas.icon(x, y + second.height / 2 - 10, 20, "calendar", 2.2, colour=soft)
    sheet.put(x + aside, y, second)


def _onward(sheet: Sheet, view: View, following: tuple[ServiceView, ...], box: Box) -> None:
    """Leads to the services of the next page, and names the first of them."""
    ink, soft = sheet.surface(box, "quiet")
    face, told = Face(TEXT, 20, soft), ""
    for service in following:
        longer = f"{told}, {view.name(service)}" if told else view.name(service)
        if len(sheet.block(longer, face, box.width - 88).lines) > 1:
            break
        told = longer
    label = view.say("touch.others")
    _words(sheet, box, label, told, ink, soft)
    sheet.canvas.icon(box.right - 48, box.middle - 15, 30, "onward", 2.6, colour=ink)
    sheet.target(box, Action(Act.TURN, "1"), label, f"{label}. {told}".strip())
