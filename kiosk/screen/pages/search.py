"""Services of all agencies, the most asked for first: found by what is needed, and on a guard's panel."""

from __future__ import annotations

from string import ascii_uppercase

from balai.protocol.views import ServiceView
from drawing.box import Box
from drawing.canvas import Face
from kiosk.flow.telling.offer import Why
from kiosk.screen.pages.detail import draw_add
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import EDGE, STRONG, TEXT, Manner, Sheet, total
from kiosk.screen.view import Room, View

_HEAD, _KEY, _GAP, _BELOW, _APART = 92.0, 80.0, 8.0, 14.0, 20.0
#: More services than can be looked through at two touches.
MANY = 40
#: Of the services of the last number so many signs stand on a guard's panel.
_FEW_SIGNS = 90
#: Keys across, wide and upright, and how many letters take in all.
_ACROSS, _ACROSS_UPRIGHT, _CELLS = 10, 6, 30


def has_room(room: Room) -> bool:
    """Whether all letters can be touched: not where they are large and all in a wide screen's lower half."""
    return _keys_high(room) + _GAP + _BELOW <= room.reach.height


def _keys_high(room: Room) -> float:
    return -(-_CELLS // (_ACROSS if room.wide else _ACROSS_UPRIGHT)) * (_KEY + _GAP) - _GAP


def draw_search(sheet: Sheet, view: View, room: Room) -> None:
    """Letters below, what was found above them; one of both where there is no room for more."""
    _typed(sheet, view, room)
    across = _ACROSS if room.wide else _ACROSS_UPRIGHT
    keys = _keys_high(room)
    top = room.reach.y + (_GAP if room.apart else _HEAD)
    bottom = room.reach.bottom - _BELOW
    both = bottom - top - keys - _GAP >= _KEY
    found = view.offer.find(view.session.typed, view.asked)
    high = (bottom - keys - _GAP if both else bottom) - top
    listed = Box(EDGE, top, sheet.width - 2 * EDGE, high)
    if both or view.session.results:
        _found(sheet, view, found, listed, again=not both)
    if both or not view.session.results:
        _letters(sheet, view, Box(EDGE, bottom - keys, listed.width, keys), across, shows=not both)


def _typed(sheet: Sheet, view: View, room: Room) -> None:
    look, typed, title = sheet.look, view.session.typed, view.say("touch.what_need")
    face = Face(STRONG, 40, look.ink) if typed else Face(TEXT, 34, look.soft)
    block = sheet.block(typed or title, face, sheet.width - 2 * EDGE - 90, leading=1.1, most=_HEAD - 20)
    middle = room.read.y + _HEAD / 2
    sheet.canvas.icon(EDGE, middle - 22, 44, "search", 2.2, colour=look.ink)
    sheet.put(EDGE + 64, middle - block.height / 2, block)
    sheet.hair(EDGE, room.read.y + _HEAD - 12, sheet.width - 2 * EDGE, look.ink)
    sheet.tell(f"{title} {', '.join(typed)}".strip())


def _letters(sheet: Sheet, view: View, box: Box, across: int, *, shows: bool) -> None:
    """A to Z, one less, a blank; and what shows what was found where it has no room beside."""
    say, wide = view.say, (box.width - _GAP * (across - 1)) / across
    last = [("<", say("touch.one_less"), 1 if shows else 2), (" ", say("touch.blank"), 1 if shows else 2)]
    last += [(">", say("touch.show_found"), 2)] if shows else []
    at = 0
    for value, label, cells in [*((sign, sign, 1) for sign in ascii_uppercase), *last]:
        row, column = divmod(at, across)
        width = wide * cells + _GAP * (cells - 1)
        place = Box(box.x + column * (wide + _GAP), box.y + row * (_KEY + _GAP), width, _KEY)
        manner: Manner = "action" if value == ">" else "plain" if len(label) == 1 else "quiet"
        sheet.button(place, Action(Act.TYPE, value), label, manner=manner, size=34 if len(label) == 1 else 22)
        at += cells


def _found(sheet: Sheet, view: View, found: list[ServiceView], box: Box, *, again: bool) -> None:
    """As many of what was found as fit; the last places lead to more of them, and back to the letters."""
    say, columns = view.say, 2 if box.width >= 900 else 1
    rows = max(1, int((box.height + _GAP) // (_KEY + _GAP)))
    each, wide = rows * columns, (box.width - _APART * (columns - 1)) / columns
    extra = [(Action(Act.TYPE, ""), say("touch.other_words"))] if again else []
    if len(found) > each - len(extra) and each - len(extra) > 1:
        extra.insert(0, (Action(Act.TURN, "1"), say("touch.more_found")))
    fits = max(1, each - len(extra))
    page = view.session.turned % max(1, -(-len(found) // fits))
    places = [
        Box(box.x + column * (wide + _APART), box.y + row * (_KEY + _GAP), wide, _KEY)
        for row in range(rows)
        for column in range(columns)
    ]
    if not found:
        words = say("touch.none_found")
        sheet.text(box.x, box.y + 8, words, Face(TEXT, 26, sheet.look.ink), box.width, most=64)
        sheet.tell(words)
        places = places[len(places) - len(extra) :]
    for service, place in zip(found[page * fits :][:fits], places, strict=False):
        _row(sheet, view, service, place)
    for (action, label), place in zip(extra, places[len(places) - len(extra) :], strict=True):
        sheet.button(place, action, label, manner="quiet")


def draw_assisted(sheet: Sheet, view: View, room: Room) -> None:
    """A guard's panel: a service, then its class, and the number is given."""
    _picked(sheet, view, room)
    top = room.reach.y + (_GAP if room.apart else _HEAD)
    bottom, wide = room.reach.bottom - _BELOW, sheet.width - 2 * EDGE
    give = bottom - _KEY
    _panel(sheet, view, Box(EDGE, top, wide, give - _GAP - top))
    opening = view.offer.opening(view.session.service).why if view.session.service else Why.AWAY
    keys = Box(EDGE, give, wide, _KEY)
    if opening is Why.OPEN and view.session.may_add:
        keys = draw_add(sheet, view, keys)
    each = (keys.width - _APART) / 2
    for at, kind in enumerate(("regular", "priority")):
        box, label = (
            keys._replace(x=keys.x + at * (each + _APART), width=each),
            view.say(f"touch.give_{kind}"),
        )
        if opening is Why.OPEN:
            manner: Manner = "plain" if kind == "priority" else "action"
            sheet.button(box, Action(Act.GIVE, kind), label, manner=manner, size=30, icon="ticket")
            continue
        ink, _ = sheet.surface(box, "closed")
        block = sheet.block(label, Face(STRONG, 30, ink), each - 48, most=_KEY - 8)
        sheet.put(box.x + each / 2, box.middle - block.height / 2, block, "middle")


def _picked(sheet: Sheet, view: View, room: Room) -> None:
    """The service that was chosen, or the number that was given last."""
    say, session = view.say, view.session
    service, given = view.offer.service(session.service), session.given
    told = say("touch.for_others")
    if service is not None:
        what, when = view.reason(view.offer.opening(service.id))
        told = f"{view.name(service)}. {what or say('touch.which_class')}{f'. {when}' if what else ''}"
    elif given is not None:
        names = view.names((given.visit.service_id, *given.visit.plan))
        listed = view.listed(names, lambda told: len(told) <= _FEW_SIGNS)
        told = say("touch.last_given", number=given.visit.number, service=listed)
    face = Face(STRONG, 34, sheet.look.ink, -0.008)
    block = sheet.block(told, face, sheet.width - 2 * EDGE, leading=1.15, most=_HEAD - 12)
    sheet.put(EDGE, room.read.y + _HEAD / 2 - block.height / 2, block)
    sheet.tell(told)


def _panel(sheet: Sheet, view: View, box: Box) -> None:
    """As many services as fit; the last places find others and turn the page."""
    services = view.offer.find("", view.asked)
    columns = 2 if box.width >= 900 else 1
    rows = max(1, int((box.height + _GAP) // (_KEY + _GAP)))
    wide = (box.width - _APART * (columns - 1)) / columns
    fits = max(1, rows * columns - 1)
    pages = -(-len(services) // fits)
    page = view.session.turned % max(1, pages)
    places = [
        Box(box.x + at // rows * (wide + _APART), box.y + at % rows * (_KEY + _GAP), wide, _KEY)
        for at in range(rows * columns)
    ]
    for service, place in zip(services[page * fits :][:fits], places, strict=False):
        _row(sheet, view, service, place, Action(Act.PICK, service.id))
    last = places[-1]
    half = last._replace(width=(wide - _GAP) / 2)
    sheet.button(
        half, Action(Act.SEARCH), view.say("touch.search"), manner="quiet", icon="search", icon_size=30
    )
    if pages > 1:
        right = half._replace(x=half.right + _GAP)
        sheet.button(right, Action(Act.TURN, "1"), view.say("touch.others"), manner="quiet")


def _row(sheet: Sheet, view: View, service: ServiceView, box: Box, action: Action | None = None) -> None:
    """One service with its agency; `action` is what touching it does, where that is not to go there."""
    opening, agency = view.offer.opening(service.id), view.offer.agency(service.agency_id)
    assert agency is not None  # only such are found
    chosen = action is not None and service.id == view.session.service
    manner: Manner = "ink" if chosen else "quiet" if opening.why is Why.OPEN else "closed"
    ink, soft = sheet.surface(box, manner)
    sheet.badge(box.x + 14, box.middle - 28, 56, agency)
    x, room = box.x + 86, box.width - 86 - 24
    what, when = view.reason(opening)
    name, at = view.name(service), agency.short_name or agency.name
    told = f"{what}. {when}" if what else view.line(service)
    second = sheet.block(f"{at} · {told}", Face(TEXT, 19, soft), room, leading=1.1, most=24)
    first = sheet.block(name, Face(STRONG, 25, ink), room, leading=1.1, most=box.height - 14 - second.height)
    y = box.middle - (total([first, second]) + 4) / 2
    sheet.put(x, sheet.put(x, y, first) + 4, second)
    value = f"{service.agency_id}/{service.id}"
    sheet.target(box, action or Action(Act.FOUND, value), name, f"{name}, {at}. {told}.")
