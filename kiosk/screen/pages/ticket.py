"""The number that was given: where its paper comes out, what to do without paper, and what it is worth."""

from __future__ import annotations

from datetime import datetime

from balai.codes import address, ticket_code
from balai.words.dates import either
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.qr_code import QUIET_ZONE, modules
from kiosk.flow.ports import Given
from kiosk.paper.wording import span
from kiosk.screen.sheet import EDGE, NUMBER, STRONG, TEXT, Block, Sheet
from kiosk.screen.view import Room, View

_TAKE_HIGH = 136.0
#: Agency, number and what is known of the wait need so much height; below it, as with large text, where the
#: paper comes out is said beside them.
_LEAST_HIGH, _FACTS_HIGH, _FACTS_LOW, _SMALLEST_NUMBER = 330.0, 118.0, 112.0, 96.0
#: What follows under the same number needs so much.
_THEN_HIGH = 56.0


def draw_ticket(sheet: Sheet, view: View, room: Room) -> None:
    """The number, large; beside it, or below, what is to be known about it."""
    given = view.session.given
    assert given is not None
    whole = Box(EDGE, room.read.y, sheet.width - 2 * EDGE, room.reach.bottom - room.read.y)
    if view.on_paper and room.wide and whole.height - _TAKE_HIGH < _LEAST_HIGH:
        left = whole._replace(width=whole.width * 0.58)
        _number(sheet, view, given, left, cramped=True)
        x = left.right + 24
        _take_beside(sheet, view, Box(x, whole.y + 20, whole.right - x, whole.height - 40), given)
        return
    if view.on_paper:
        whole = whole._replace(height=whole.height - _TAKE_HIGH)
        _take(sheet, view, Box(0, whole.bottom, sheet.width, _TAKE_HIGH), given)
    share, apart = (720 / 1200, 72.0) if view.on_paper else (560 / 1200, 64.0)
    left = whole._replace(width=whole.width * share if room.wide else whole.width)
    bottom = _number(sheet, view, given, left)
    right = Box(left.right + apart, whole.y, whole.right - left.right - apart, whole.height)
    if not room.wide:
        right = Box(whole.x, bottom + 8, whole.width, whole.bottom - bottom - 8)
    _beside(sheet, view, given, right)


def _beside(sheet: Sheet, view: View, given: Given, box: Box) -> None:
    if not view.on_paper:
        _ways(sheet, view, box, given)
    elif given.own:
        _stands(sheet, view, given, box)
    elif page := view.offer.hall.wall.visitor_page:
        _phone(sheet, view, address(page, ticket_code(given.visit.visit_id)), box)
    else:
        _where(sheet, view, given, box)


def _number(sheet: Sheet, view: View, given: Given, box: Box, *, cramped: bool = False) -> float:
    """Agency and service, the number as large as the height allows, and what is known of the wait; where
    that ends. A `cramped` one has facts that may take two lines each."""
    look, visit, offer = sheet.look, given.visit, view.offer
    agency, service = offer.agency(visit.agency_id), offer.service(visit.service_id)
    plain = not given.own and view.on_paper
    y = box.y + (30 if plain else 24 if view.on_paper else 40)
    size, leading = (28, 1.2) if plain else (26, 1.25)
    x = box.x
    if agency is not None:
        sheet.badge(x, y + 3.6, 60, agency)
        x += 78
    room = box.right - x
    names = (agency.short_name or agency.name if agency else "", view.name(service) if service else "")
    strong = sheet.block(names[0], Face(STRONG, size, look.ink), room, leading=leading, most=70)
    usual = sheet.block(names[1], Face(TEXT, size, look.ink), room, leading=leading, most=70)
    y = max(sheet.put(x, sheet.put(x, y, strong), usual), y + 67.2)
    high = 254.0 if plain else 196.0 if view.on_paper else 190.0
    then = _THEN_HIGH if visit.plan else 0.0
    high -= then
    below = 56 + (_FACTS_HIGH if cramped else _FACTS_LOW) + then
    high = min(high, max(_SMALLEST_NUMBER, (box.bottom - y - below) / 0.72))
    face = sheet.canvas.fit_number(visit.number, Face(NUMBER, high, look.ink), box.width + 8)
    y += 30 if plain else 26 if view.on_paper else 34
    sheet.canvas.number(box.x - 3, y + 0.36 * face.size + MIDDLE * face.size, visit.number, face)
    y += 0.72 * face.size + 26
    sheet.hair(box.x, y, box.width)
    sheet.tell(view.say("touch.your_number", number=visit.number), *(f"{name}." for name in names if name))
    end = _facts(sheet, view, given, Box(box.x, y, box.width, 0))
    return _then(sheet, view, visit.plan, Box(box.x, end, box.width, box.bottom - end)) if visit.plan else end


def _then(sheet: Sheet, view: View, plan: tuple[str, ...], box: Box) -> float:
    """The services that follow under the same number; where they end."""
    say, names, face = view.say, view.names(plan), Face(TEXT, 24, sheet.look.ink)
    sheet.tell(say("touch.after", services=", ".join(names)))

    def block(services: str) -> Block:
        return sheet.block(say("touch.after", services=services), face, box.width)

    listed = view.listed(names, lambda told: len(block(told).lines) <= 2)
    # One name may be longer than that: what comes below would cover it.
    told, most = say("touch.after", services=listed), max(20.0, box.height - 8)
    return sheet.put(box.x, box.y, sheet.block(told, face, box.width, most=most)) + 8


def _facts(sheet: Sheet, view: View, given: Given, box: Box) -> float:
    say, look, visit = view.say, sheet.look, given.visit
    size = 44 if not given.own and view.on_paper else 34 if given.own else 36
    if given.own:
        told = [(say("ticket.taken_at"), view.clock(visit.at))] if given.certain else []
        told.append((say("ticket.expected"), say("ticket.not_known_yet")))
    else:
        told = [(say("touch.ahead"), say("ticket.people", count=visit.ahead))]
        if visit.expected_from is not None and visit.expected_until is not None:
            zone = view.offer.zone
            local: list[datetime] = [m.astimezone(zone) for m in (visit.expected_from, visit.expected_until)]
            told.append((say("ticket.expected"), span(local[0], local[1], say)))
    x, end, y = box.x, box.y, box.y + 18
    for place, (label, value) in enumerate(told):
        unknown = given.own and place == len(told) - 1
        left = x + 18 if unknown else x
        labels = sheet.block(label, Face(TEXT, 22 if size == 44 else 21, look.soft), box.right - left - 8,
                             leading=1.3)  # fmt: skip
        values = sheet.block(
            value, Face(STRONG, size, look.ink, -0.01), box.right - left - 18, leading=1.05, most=1.06 * size
        )
        high = labels.height + 8 + values.height
        if unknown:
            sheet.canvas.dashed(Box(x, y - 4, box.right - x, high + 14), look.faint, look.ground)
        end = max(end, sheet.put(left, sheet.put(left, y, labels) + 8, values))
        wide = [sheet.canvas.width(line, block.face) for block in (labels, values) for line in block.lines]
        x = left + max(wide) + (34 if given.own else 52)
        sheet.tell(f"{label}: {value}.")
    return end + 16


def _taking(sheet: Sheet, view: View, given: Given) -> tuple[str, str]:
    """Where the paper comes out, once it does: told here, and what is to be drawn of it."""
    printing = given.visit.number in (view.standing.printing, *view.without_paper)
    heavy, plain = view.say.lines("touch.is_printed" if printing else "touch.take_ticket")
    sheet.tell(f"{heavy}. {plain}")
    return heavy, plain


def _take(sheet: Sheet, view: View, box: Box, given: Given) -> None:
    """Where the paper comes out, across the page."""
    canvas, look = sheet.canvas, sheet.look
    heavy, plain = _taking(sheet, view, given)
    canvas.fill(box, look.bar)
    canvas.icon(30, box.middle - 52, 104, "behind", 2.7, colour=look.on_bar)
    x, room = 162.0, sheet.width - 162 - EDGE
    first = sheet.block(heavy, Face(STRONG, 46, look.on_bar, -0.012), room, leading=1.1, most=80)
    second = sheet.block(plain, Face(TEXT, 26, look.bar_soft), room, leading=1.2, most=44)
    y = box.middle - (first.height + 4 + second.height) / 2
    sheet.put(x, sheet.put(x, y, first) + 4, second)


def _take_beside(sheet: Sheet, view: View, box: Box, given: Given) -> None:
    """The same where there is no room for it below."""
    canvas, look = sheet.canvas, sheet.look
    heavy, plain = _taking(sheet, view, given)
    canvas.panel(box, look.bar, 8)
    room = box.width - 40
    first = sheet.block(
        heavy, Face(STRONG, 34, look.on_bar, -0.012), room, leading=1.1, most=box.height * 0.42
    )
    second = sheet.block(plain, Face(TEXT, 22, look.bar_soft), room, leading=1.2, most=box.height * 0.3)
    icon = min(96.0, box.height - first.height - second.height - 32)
    y = box.middle - (icon + first.height + 4 + second.height) / 2
    if icon >= 40:
        canvas.icon(box.x + 20, y, icon, "behind", 2.7, colour=look.on_bar)
        y += icon
    sheet.put(box.x + 20, sheet.put(box.x + 20, y, first) + 4, second)


def _phone(sheet: Sheet, view: View, told: str, box: Box) -> None:
    """The address for visitors with the ticket's code, for a phone's camera."""
    look, rows = sheet.look, modules(told)
    size = min(300.0, box.width, box.height - 170)
    if size < 120:
        return
    x, y = box.x, box.y + 30
    sheet.canvas.frame(Box(x, y, size, size), look.hair, (255, 255, 255))
    _code(sheet, rows, x + 2, y + 2, size - 4)
    end = sheet.text(
        x, y + size + 14, view.say("touch.phone"), Face(STRONG, 28, look.ink), box.width, leading=1.15
    )
    hint = view.say("touch.phone_hint")
    sheet.text(
        x, end + 6, hint, Face(TEXT, 22, look.soft), box.width, leading=1.3, most=box.bottom - end - 12
    )


def _code(sheet: Sheet, rows: tuple[tuple[bool, ...], ...], x: float, y: float, size: float) -> None:
    canvas = sheet.canvas
    # A whole number of pixels for each module: a camera reads nothing else well.
    count = len(rows) + 2 * QUIET_ZONE
    step = max(1, int(size * canvas.scale / count)) / canvas.scale
    left = x + (size - step * count) / 2 + step * QUIET_ZONE
    top = y + (size - step * count) / 2 + step * QUIET_ZONE
    for row, modules_ in enumerate(rows):
        for column, dark in enumerate(modules_):
            if dark:
                canvas.fill(Box(left + column * step, top + row * step, step, step), (0, 0, 0))


def _stands(sheet: Sheet, view: View, given: Given, box: Box) -> None:
    """That a number of the kiosk's own is as good as any."""
    say, number = view.say, given.visit.number
    digits = number.rpartition("-")[2]
    order = (
        say("touch.order_by", time=view.clock(given.visit.at)) if given.certain else say("touch.order_kept")
    )
    _ticked(sheet, box, say("touch.number_good"), [
        (order, say("touch.no_count", number=digits)),
        (say("touch.watch"), say("touch.ask_in_doubt")),
    ])  # fmt: skip


def _where(sheet: Sheet, view: View, given: Given, box: Box) -> None:
    """Where the number will be called."""
    say, visit = view.say, given.visit
    at = visit.counter_labels or tuple(map(str, visit.counters))
    where = say("touch.counter", counters=either(at, view.session.language)) if at else say("touch.watch")
    _ticked(sheet, box, say("touch.then"), [
        (where, say("touch.counter_hint")),
        (say("touch.watch"), say("touch.ask_in_doubt")),
    ])  # fmt: skip


def _ticked(sheet: Sheet, box: Box, title: str, items: list[tuple[str, str]]) -> None:
    look, x = sheet.look, box.x
    y = sheet.text(x, box.y + 26, title, Face(STRONG, 30, look.ink), box.width, leading=1.15) + 14
    sheet.tell(f"{title}.")
    for heavy, plain in items:
        first = sheet.block(heavy, Face(STRONG, 25, look.ink), box.width - 44, leading=1.2)
        second = sheet.block(plain, Face(TEXT, 23, look.soft), box.width - 44, leading=1.3)
        if y + 16 + first.height + second.height > box.bottom:
            sheet.lacks_room()
            return
        sheet.hair(x, y, box.width)
        sheet.canvas.icon(x, y + 18, 26, "check", 3, colour=look.well)
        y = sheet.put(x + 44, sheet.put(x + 44, y + 16, first), second) + 14
        sheet.tell(f"{heavy}. {plain}")


def _ways(sheet: Sheet, view: View, box: Box, given: Given) -> None:
    """What a visitor without paper may do."""
    say, look, x = view.say, sheet.look, box.x
    page = view.offer.hall.wall.visitor_page
    y = (
        sheet.text(
            x, box.y + 40, say("touch.choose_way"), Face(STRONG, 30, look.ink), box.width, leading=1.15
        )
        + 14
    )
    sheet.tell(say("touch.choose_way") + ".")
    ways = [("touch.way_phone", "")] if page else []
    ways += [("touch.way_note", "page"), ("touch.way_desk", "left")]
    for number, (key, icon) in enumerate(ways, 1):
        heavy, plain = say.lines(key)
        aside = 152.0 if not icon else 68.0
        room = box.width - 60 - aside
        first = sheet.block(heavy, Face(STRONG, 26, look.ink), room, leading=1.15)
        second = sheet.block(plain, Face(TEXT, 21, look.soft), room, leading=1.25)
        high = max(first.height + 4 + second.height, 152.0 if not icon else 52.0) + 34
        if y + high > box.bottom:
            sheet.lacks_room()
            return
        sheet.hair(x, y, box.width)
        middle = y + 1 + high / 2
        sheet.canvas.disc(x, middle - 20, 40, look.ink)
        sheet.canvas.text(x + 20, middle + MIDDLE * 22, str(number), Face(STRONG, 22, look.ground), "middle")
        top = middle - (first.height + 4 + second.height) / 2
        sheet.put(x + 60, sheet.put(x + 60, top, first) + 4, second)
        if icon:
            sheet.canvas.icon(box.right - 52, middle - 26, 52, icon, 1.8, colour=look.ink)
        else:
            frame = Box(box.right - 152, middle - 76, 152, 152)
            sheet.canvas.frame(frame, look.hair, (255, 255, 255))
            told = address(page, ticket_code(given.visit.visit_id))
            _code(sheet, modules(told), frame.x + 2, frame.y + 2, 148)
        y += high
        sheet.tell(f"{number}. {heavy}. {plain}")
