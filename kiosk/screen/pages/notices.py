"""Pages that say something: help, papers to bring, the closed hall, a number on its way, no number, time."""

from __future__ import annotations

from drawing.box import Box
from drawing.canvas import Face
from kiosk.flow.telling.offer import Closed
from kiosk.screen.pages.detail import draw_papers, papers
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import EDGE, STRONG, TEXT, Block, Sheet
from kiosk.screen.view import Room, View

_KEY, _GAP = 80.0, 16.0
#: Below this width what may be asked for has no room for large signs.
_NARROW = 520.0


def draw_help(sheet: Sheet, view: View, room: Room) -> None:
    """Help, and a number with priority, without a reason; how the screen may be made easier."""
    say, look = view.say, sheet.look
    wide = sheet.width - 2 * EDGE
    top = room.read.y + (44 if room.read.height > 400 else 12)
    y = sheet.text(EDGE, top, say("touch.we_help"), Face(STRONG, 52, look.ink, -0.012), wide, leading=1.1)
    y = sheet.text(EDGE, y + 6, say("touch.needs_no_reason"), Face(TEXT, 28, look.soft), wide, leading=1.3)
    sheet.tell(say("touch.we_help") + ".", say("touch.needs_no_reason"))
    y = room.reach.y + 8 if room.apart else y + 24
    options = _options(view)
    space = room.reach.bottom - 16 - y
    across = room.wide or space - (_KEY + _GAP) * len(options) < 3 * (_KEY + 8)
    # Beside each other where below each other they would not fit.
    columns = max(1, len(options)) if space < (_KEY + _GAP) * len(options) + _KEY else 1
    rows = max(1, len(options) // max(1, columns))
    high = (space - (_KEY if across else 3 * (_KEY + 8) - 8) - _GAP * rows) / rows
    high, each = max(_KEY, min(186.0, high)), (wide - _GAP * (columns - 1)) / columns
    for at, (told, icon, act) in enumerate(options):
        row, column = divmod(at, columns)
        box = Box(EDGE + column * (each + _GAP), y + row * (high + _GAP), each, high)
        _option(sheet, box, told, icon, act)
    _ways(sheet, view, y + rows * (high + _GAP), across=across)


def _options(view: View) -> list[tuple[tuple[str, ...], str, Act]]:
    """What may be asked for: staff, whom a kiosk that is cut off cannot call, and priority while the hall is
    open."""
    say, found = view.say, list[tuple[tuple[str, ...], str, Act]]()
    if view.called is not None:
        found.append((say.lines("touch.staff_called", time=view.clock(view.called)), "check", Act.STAFF))
    elif view.standing.cut_off is None:
        found.append((say.lines("touch.call"), "bell", Act.STAFF))
    if not view.session.assisted and (view.offer.closed is None or not found):
        found.append((say.lines("touch.priority"), "ticket", Act.PRIORITY))
    if not view.session.assisted:
        found.append((say.lines("touch.code"), "page", Act.CODE))
    return found


def _ways(sheet: Sheet, view: View, y: float, *, across: bool) -> None:
    """What makes the screen easier, a key each."""
    say, ways, wide = view.say, view.session.ways, sheet.width - 2 * EDGE
    each = (wide - 2 * _GAP) / 3 if across else wide
    for index, (act, on) in enumerate(
        ((Act.LARGE, ways.large), (Act.CONTRAST, ways.contrast), (Act.LOW, ways.low))
    ):
        place = Box(EDGE, y + index * (_KEY + 8), each, _KEY)
        box = Box(EDGE + index * (each + _GAP), y, each, _KEY) if across else place
        label = say(f"touch.{act.value}")
        spoken = say("touch.is_on" if on else "touch.is_off", name=label)
        icon = "check" if on and each > 240 else ""
        sheet.button(box, Action(act), label, manner="ink" if on else "plain", icon=icon,
                     icon_size=24, stroke=3, spoken=spoken)  # fmt: skip


def _option(sheet: Sheet, box: Box, told: tuple[str, ...], icon: str, act: Act) -> None:
    heavy, plain = told
    ink, soft = sheet.surface(box, "plain")
    narrow = box.width < _NARROW
    size = 48.0 if narrow else min(84.0, box.height - 16)
    left = box.x + (20 if narrow else 38)
    sheet.canvas.icon(left, box.middle - size / 2, size, icon, 1.7, colour=sheet.look.action)
    x = left + size + 16 if narrow else box.x + 156
    room = box.right - x - (16 if narrow else 100)
    first = sheet.block(heavy, Face(STRONG, 38, ink, -0.008), room, leading=1.1, most=box.height * 0.44)
    second = sheet.block(plain, Face(TEXT, 24, soft), room, leading=1.25, most=box.height * 0.32)
    gap = min(8.0, box.height * 0.06)
    y = box.middle - (first.height + gap + second.height) / 2
    sheet.put(x, sheet.put(x, y, first) + gap, second)
    if not narrow:
        sheet.canvas.icon(box.right - 84, box.middle - 24, 48, "onward", 2.4, colour=sheet.look.action)
    sheet.target(box, Action(act), heavy, f"{heavy}. {plain}")


def draw_all_papers(sheet: Sheet, view: View, room: Room) -> None:
    """All that is to be brought for a service, on as many pages as that takes."""
    service = view.offer.service(view.session.service)
    if service is None:
        return
    say, look, wide = view.say, sheet.look, sheet.width - 2 * EDGE
    title = f"{view.name(service)}: {say('touch.papers')}"
    y = sheet.text(EDGE, room.read.y + 20, title, Face(STRONG, 34, look.ink, -0.008), wide, most=90) + 12
    bottom = (room.read.bottom if room.apart else room.reach.bottom - _KEY) - 16
    pages: list[tuple[int, list[Block]]] = []
    used = bottom
    for number, block in enumerate(papers(sheet, view.papers(service), wide - 32), 1):
        rest = block
        while rest.lines:
            fits = int((bottom - used) // block.step)
            if fits < min(2, len(rest.lines)):
                pages.append((number, []))
                used, fits = y, int((bottom - y) // block.step)
            part = rest._replace(lines=rest.lines[: max(1, fits)])
            pages[-1][1].append(part)
            used += part.height + 7
            rest = rest._replace(lines=rest.lines[max(1, fits) :])
    first, blocks = pages[view.session.read % len(pages)]
    draw_papers(sheet, blocks, EDGE, y, first)
    sheet.tell(title + ".", *(" ".join(block.lines) + "." for block in blocks))
    if len(pages) > 1:
        label = say("touch.papers_on", page=view.session.read % len(pages) + 1, count=len(pages))
        box = Box(EDGE, (room.reach.y if room.apart else bottom) + 8, wide, _KEY)
        sheet.button(box, Action(Act.TURN, "1"), label, icon="onward", icon_size=34)


def draw_closed(sheet: Sheet, view: View, room: Room, closed: Closed) -> None:
    """When the hall opens again, and what those may do who still hold a number."""
    look = sheet.look
    x, top = float(EDGE), room.read.y + (64 if room.wide else 36)
    wide = 640.0 * (sheet.width - 2 * EDGE) / 1200 if room.wide else sheet.width - 2 * EDGE
    sheet.canvas.icon(x - 7, top, 84, "clock", 1.8, colour=look.ink)
    title, plain = _closed_words(view, closed)
    y = sheet.text(x, top + 104, title, Face(STRONG, 76, look.ink, -0.012), wide, leading=1.02, most=160)
    if plain:
        y = sheet.text(x, y + 12, plain, Face(TEXT, 28, look.soft), wide, leading=1.3)
    sheet.tell(f"{title}.", plain)
    if closed.again is not None:
        y = _opens(sheet, view, closed, x, y + 44, wide)
    if not room.wide:
        _holders(sheet, view, closed, Box(x, y + 24, wide, room.reach.bottom - y - 24))
        return
    left = x + wide + 64
    _holders(sheet, view, closed, Box(left, top, sheet.width - EDGE - left, room.reach.bottom - top))


def _closed_words(view: View, closed: Closed) -> tuple[str, str]:
    say = view.say
    if closed.closed_at is not None:
        return say("touch.hall_closed"), say("touch.open_until", time=view.clock(closed.closed_at))
    if closed.holiday:
        return say("touch.closed_today"), closed.holiday
    today = closed.again is not None and closed.again.date() == view.offer.now.date()
    return say("touch.not_yet" if today else "touch.closed_today"), ""


def _opens(sheet: Sheet, view: View, closed: Closed, x: float, y: float, wide: float) -> float:
    say, look = view.say, sheet.look
    assert closed.again is not None
    sheet.hair(x, y, wide, look.ink)
    first = closed.opens or closed.again
    same_day = first.date() == view.offer.now.date()
    when = view.clock(first) if same_day else f"{view.day(first)}, {view.clock(first)}"
    label = say("touch.opens_again" if closed.opens else "touch.numbers_again")
    y = sheet.text(x, y + 20, label, Face(TEXT, 24, look.soft), wide, leading=1.3)
    y = sheet.text(x, y + 4, when, Face(STRONG, 52, look.ink, -0.012), wide, leading=1.1)
    sheet.tell(f"{label} {when}.")
    if closed.opens is None or closed.again >= closed.opens:
        return y
    told = say("touch.doors", time=view.clock(closed.again))
    sheet.tell(told)
    return sheet.text(x, y + 10, told, Face(TEXT, 24, look.ink), wide, leading=1.3)


def _holders(sheet: Sheet, view: View, closed: Closed, box: Box) -> None:
    """What those may do who hold a number."""
    say, look, x = view.say, sheet.look, box.x
    if closed.closed_at is None:
        return
    y = (
        sheet.text(x, box.y, say("touch.holds_number"), Face(STRONG, 30, look.ink), box.width, leading=1.15)
        + 14
    )
    sheet.tell(say("touch.holds_number"))
    order = view.offer.hall.over_night == "order"
    ways = [("person", say.lines("touch.still_served"))]
    if order:
        ways.append(("ticket", say.lines("touch.number_stays")))
    else:
        ways.append(("ticket", say.lines("touch.not_served")))
        if closed.again is not None:
            when = {"day": view.day(closed.again), "time": view.clock(closed.again)}
            ways.append(("calendar", say.lines("touch.voucher_good", **when)))
    for icon, (heavy, plain) in ways:
        first = sheet.block(heavy, Face(STRONG, 26, look.ink), box.width - 68, leading=1.15)
        second = sheet.block(plain, Face(TEXT, 22, look.soft), box.width - 68, leading=1.3)
        if y + 22 + first.height + 6 + second.height > box.bottom:
            sheet.lacks_room()
            return
        sheet.hair(x, y, box.width)
        sheet.canvas.icon(x, y + 22, 48, icon, 1.9, colour=look.ink)
        y = sheet.put(x + 68, sheet.put(x + 68, y + 22, first) + 6, second) + 20
        sheet.tell(f"{heavy}. {plain}")


def draw_message(sheet: Sheet, room: Room, icon: str, title: str, plain: str) -> float:
    """One thing to know, in the middle; where it ends."""
    look, wide = sheet.look, sheet.width - 2 * EDGE
    first = sheet.block(title, Face(STRONG, 52, look.ink, -0.012), wide, leading=1.1, most=240)
    second = sheet.block(plain, Face(TEXT, 28, look.soft), wide, leading=1.3, most=200)
    y = max(room.read.y + 16, room.read.middle - (84 + 20 + first.height + 14 + second.height) / 2)
    sheet.canvas.icon(EDGE - 7, y, 84, icon, 1.8, colour=look.ink)
    sheet.tell(title, plain)
    return sheet.put(EDGE, sheet.put(EDGE, y + 104, first) + 14, second)


def draw_warning(sheet: Sheet, view: View) -> None:
    """Asks whether anybody is there, over everything else: only this can be touched."""
    say, look = view.say, sheet.look
    sheet.targets, sheet.told = [], []
    wide = min(880.0, sheet.width - 2 * EDGE)
    high = min(360.0, sheet.height / 2 - 2 * _GAP)
    box = Box((sheet.width - wide) / 2, sheet.height - high - EDGE, wide, high)
    if not view.session.ways.low:
        box = box._replace(y=(sheet.height - high) / 2)
    shade = sheet.canvas.rect(Box(0, 0, sheet.width, sheet.height))
    sheet.canvas.surface.fill((150, 150, 150), shade, 3)  # darkened by multiplying
    sheet.canvas.frame(box, look.ink, look.surface, thick=4, radius=12)
    x, room = box.x + 40, wide - 80
    title, plain = say("touch.still_there"), say("touch.back_in", count=view.left or 0)
    bottom = box.bottom - 32 - _KEY
    first = sheet.block(title, Face(STRONG, 44, look.ink), room, leading=1.1, most=(bottom - box.y) * 0.5)
    y = sheet.put(x, box.y + 32, first)
    sheet.text(x, y + 10, plain, Face(TEXT, 26, look.soft), room, leading=1.3, most=bottom - y - 16)
    sheet.tell(title)
    each = (room - _GAP) / 2
    sheet.button(Box(x, bottom, each, _KEY), Action(Act.MORE_TIME), say("touch.more_time"), manner="action")
    sheet.button(Box(x + each + _GAP, bottom, each, _KEY), Action(Act.START), say("touch.done"))
