"""The first page: the agencies of the hall, with how many wait, or why one gives no numbers."""

from __future__ import annotations

from typing import NamedTuple

from balai.domain.hall.config import Agency
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from kiosk.flow.telling.offer import Why
from kiosk.screen.pages.search import MANY, has_room
from kiosk.screen.session import Act, Action
from kiosk.screen.sheet import EDGE, STRONG, TEXT, Sheet, total
from kiosk.screen.view import ICONS, Room, View

_HEAD, _ROW, _LEAST, _GAP, _APART, _BADGE, _KEY = 96.0, 118.0, 96.0, 12.0, 20.0, 84.0, 80.0
#: Below the last row; how wide the buttons that turn the page are, with what stands between them.
_BELOW, _KEYS_WIDE = 24.0, 260.0


class Grid(NamedTuple):
    """Where agencies go: a box, in so many columns and rows; which of how many pages it is."""

    box: Box
    columns: int
    rows: int
    page: int
    pages: int

    @property
    def each(self) -> int:
        """How many a page shows."""
        return self.columns * self.rows

    def place(self, index: int) -> Box:
        """Where the agency of that index on this page goes: down, then across."""
        column, row = divmod(index, self.rows)
        wide = (self.box.width - _APART * (self.columns - 1)) / self.columns
        high = min(_ROW, (self.box.height + _GAP) / self.rows - _GAP)
        return Box(self.box.x + column * (wide + _APART), self.box.y + row * (high + _GAP), wide, high)


def draw_agencies(sheet: Sheet, view: View, room: Room) -> None:
    """As many agencies as fit; the others on further pages."""
    say, agencies = view.say, view.offer.agencies
    grid = _grid(view, room, len(agencies))
    title = say("touch.choose_agency_priority" if view.session.priority else "touch.choose_agency")
    searches = _searches(view, room)
    aside = 0.0 if room.apart else (_KEYS_WIDE + 24 if grid.pages > 1 else 0) + (_KEY + 16 if searches else 0)
    head = sheet.block(title, Face(STRONG, 44, sheet.look.ink, -0.012), room.read.width - 2 * EDGE - aside,
                       leading=1.1, most=_HEAD - 8)  # fmt: skip
    sheet.put(EDGE, room.read.y + 50.2 - head.height / 2, head)
    sheet.tell(title + ".", say("touch.page", page=grid.page + 1, count=grid.pages) if grid.pages > 1 else "")
    for index, agency in enumerate(agencies[grid.page * grid.each :][: grid.each]):
        _draw(sheet, view, agency, grid.place(index))
    if searches:
        _search(sheet, view, room, grid)
    if grid.pages > 1:
        _turn(sheet, view, room, grid, narrow=searches)


def _searches(view: View, room: Room) -> bool:
    return len(view.offer.hall.services) > MANY and has_room(room)


def _grid(view: View, room: Room, count: int) -> Grid:
    top = room.reach.y + (_GAP if room.apart else _HEAD)
    box = Box(EDGE, top, room.reach.width - 2 * EDGE, room.reach.bottom - _BELOW - top)
    columns, rows = 2 if room.wide else 1, max(1, int((box.height + _GAP) // (_LEAST + _GAP)))
    if room.apart and (count > columns * rows or _searches(view, room)):
        # The buttons that turn the page are touched, too: they stand at the right.
        box = box._replace(width=box.width - _KEY - _APART)
    pages = max(1, -(-count // (columns * rows)))
    return Grid(box, columns, rows, view.session.turned % pages, pages)


def _search(sheet: Sheet, view: View, room: Room, grid: Grid) -> None:
    """Leads to finding a service by its words."""
    right, label = sheet.width - EDGE, view.say("touch.search")
    keys = _KEYS_WIDE + 16 if grid.pages > 1 else 0.0
    box = Box(right - keys - _KEY, room.reach.y + 6, _KEY, _KEY)
    if room.apart:
        box = Box(right - _KEY, grid.box.y + _KEY + 6, _KEY, _KEY)
    sheet.button(box, Action(Act.SEARCH), "", icon="search", icon_size=40, spoken=label)


def _turn(sheet: Sheet, view: View, room: Room, grid: Grid, *, narrow: bool) -> None:
    """The buttons that turn the page, and which one it is; where another stands between them that is left
    out."""
    say, right = view.say, sheet.width - EDGE
    told = say("touch.page_short", page=grid.page + 1, count=grid.pages)
    last = Box(right - _KEY, room.reach.y + 6, _KEY, _KEY)
    first = last._replace(x=right - _KEYS_WIDE)
    middle = (right - _KEYS_WIDE / 2, last.middle)
    if room.apart:
        first = last._replace(y=grid.box.y)
        last = first._replace(y=grid.box.y + (2 * _KEY + 12 if narrow else _KEY + 44))
        middle = (right - _KEY / 2, first.bottom + 22)
    for box, step, icon in ((first, -1, "before"), (last, 1, "onward")):
        spoken = say("touch.page_before" if step < 0 else "touch.page_next")
        sheet.button(box, Action(Act.TURN, str(step)), "", icon=icon, icon_size=36, stroke=2.6, spoken=spoken)
    if room.apart and narrow:
        return
    face = Face(STRONG, 24, sheet.look.soft)
    sheet.canvas.text(middle[0], middle[1] + MIDDLE * 24, told, face, "middle")


def _draw(sheet: Sheet, view: View, agency: Agency, box: Box) -> None:
    say, opening = view.say, view.offer.openings(agency.id)
    closed = opening.why is not Why.OPEN
    ink, soft = sheet.surface(box, "closed" if closed else "quiet")
    sheet.badge(box.x + 20, box.middle - _BADGE / 2, _BADGE, agency)
    what, when = view.reason(opening)
    left, right = box.x + 20 + _BADGE + 20, box.right - 24
    name, heavy = agency.short_name or agency.name, Face(STRONG, 32, ink, -0.005)
    if closed:
        # Where the kiosk gives nothing at all, that is said above, once.
        icon = ICONS.get(opening.why, "closed")
        # No word of the name is broken for it.
        most = right - left - 20 - max(sheet.canvas.width(word, heavy) for word in name.split())
        most = max(box.width * 0.26, min(box.width * 0.42, most))
        used = (
            0.0
            if opening.why is Why.AWAY
            else _why(sheet, Box(right - most, box.y, most, box.height), what, when, icon)
        )
    else:
        used = _waiting(sheet, view, box, right, agency)
    space = right - used - 20 - left
    first = sheet.block(name, heavy, space, leading=1.1, most=(box.height - 12) * 0.62)
    second = sheet.block(
        _about(sheet, view, agency, space, box.height - 17 - first.height), Face(TEXT, 21, soft), space,
        leading=1.22, most=max(16.0, box.height - 12 - 5 - first.height),
    )  # fmt: skip
    y = box.middle - (total([first, second]) + (5 if second.lines else 0)) / 2
    sheet.put(left, sheet.put(left, y, first) + 5, second)
    waiting = view.offer.waiting(*(service.id for service in view.offer.services(agency.id)))
    told = f"{what}. {when}." if closed else "" if waiting is None else say("touch.line", count=waiting) + "."
    spoken = say("touch.agency_spoken", letter=agency.letter, name=agency.spoken or name)
    sheet.target(box, Action(Act.AGENCY, agency.id), name, f"{spoken} {told}".strip())


def _about(sheet: Sheet, view: View, agency: Agency, space: float, high: float) -> str:
    """What an agency is for: its own words, in another language the names of its first services."""
    if view.session.language == view.offer.hall.hall.language and agency.tagline:
        return agency.tagline
    face, told = Face(TEXT, 21, sheet.look.soft), ""
    for service in view.offer.services(agency.id):
        longer = f"{told}, {view.name(service)}" if told else view.name(service)
        if len(sheet.block(longer, face, space).lines) > max(1, min(2, int(high // 25.6))):
            break
        told = longer
    return told


def _waiting(sheet: Sheet, view: View, box: Box, right: float, agency: Agency) -> float:
    """How many wait; how wide that is."""
    waiting = view.offer.waiting(*(service.id for service in view.offer.services(agency.id)))
    if waiting is None:
        return 0.0
    look, word = sheet.look, view.say("touch.waiting")
    top = box.middle - 32
    count, label = Face(STRONG, 38, look.ink), Face(TEXT, 20, look.soft)
    wide = sheet.canvas.width(word, label)
    sheet.text(right, top, str(waiting), count, 400, leading=1, align="right")
    sheet.text(right, top + 42, word, label, 400, leading=1.1, align="right")
    return max(wide, sheet.canvas.width(str(waiting), count))


def _why(sheet: Sheet, box: Box, what: str, when: str, icon: str) -> float:
    """Why there are no numbers, and when there are, at the right of a box; how wide that is."""
    look, canvas, right, half = sheet.look, sheet.canvas, box.right, (box.height - 10) / 2
    heavy = sheet.block(what, Face(STRONG, 20, look.ink), box.width - 28, leading=1.2, most=half)
    plain = sheet.block(when, Face(TEXT, 20, look.ink), box.width, leading=1.2, most=half)
    y = box.middle - total([heavy, plain]) / 2
    first = canvas.width(heavy.lines[0], heavy.face) if heavy.lines else 0
    canvas.icon(right - first - 28, y + 1, 22, icon, 2.2, colour=look.ink)
    sheet.put(right, sheet.put(right, y, heavy, "right"), plain, "right")
    widths = [canvas.width(line, block.face) for block in (heavy, plain) for line in block.lines]
    return max([first + 28, *widths])
