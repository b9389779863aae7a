"""Draws a view whole: the page that it is on, and what stands around it. Gives back what can be touched."""

from __future__ import annotations

from typing import NamedTuple

import pygame

from drawing.box import Box
from kiosk.screen import frame
from kiosk.screen.pages import codes, notices
from kiosk.screen.pages.agencies import draw_agencies
from kiosk.screen.pages.search import draw_assisted, draw_search, has_room
from kiosk.screen.pages.services import draw_services
from kiosk.screen.pages.ticket import draw_ticket
from kiosk.screen.session import Page
from kiosk.screen.sheet import CONTRAST, USUAL, Sheet, Target
from kiosk.screen.view import Room, View

#: The design's shorter and longer side, and how much larger large text is: so much, or as much less as it
#: takes for all that a page says to stand on it.
_SHORT, _LONG, LARGER = 800.0, 1280.0, (1.25, 1.16, 1.08, 1.0)
#: A text may reach so far below its page's end: room that its line has and its letters do not.
_BELOW = 6.0


class Painted(NamedTuple):
    """What stands on a surface: targets in reading order, what is read first, and the real pixels of a design
    pixel."""

    targets: tuple[Target, ...]
    told: tuple[str, ...]
    scale: float

    def at(self, x: float, y: float) -> Target | None:
        """The target at a real pixel."""
        across, down = x / self.scale, y / self.scale
        return next((target for target in self.targets if _holds(target.box, across, down)), None)

    def middle(self, target: Target) -> tuple[int, int]:
        """The real pixel in the middle of a target."""
        box = target.box
        return round((box.x + box.width / 2) * self.scale), round(box.middle * self.scale)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x < box.right and box.y <= y < box.bottom


def paint(surface: pygame.Surface, view: View) -> Painted:
    """Draw a view on a surface of any size and orientation."""
    width, height = surface.get_size()
    least = (_LONG, _SHORT) if width >= height else (_SHORT, _LONG)
    scale = min(width / least[0], height / least[1])
    for larger in LARGER[:-1] if view.session.ways.large else ():
        painted, whole = _painted(surface, view, scale * larger)
        if whole:
            return painted
    return _painted(surface, view, scale)[0]


def _painted(surface: pygame.Surface, view: View, scale: float) -> tuple[Painted, bool]:
    """A view at a scale, and whether all that its page says stands on it."""
    sheet = Sheet(surface, scale, CONTRAST if view.session.ways.contrast else USUAL, view.say)
    if view.standing.hall is None:
        title, plain = view.say.lines("touch.begins")
        whole = Box(0, 0, sheet.width, sheet.height)
        notices.draw_message(sheet, Room(whole, whole), "clock", title, plain)
        return Painted((), tuple(sheet.told), scale), True
    rows = frame.foot_rows(sheet, view)
    frame.draw_bar(sheet, view)
    frame.draw_banner(sheet, view)
    room = frame.room_of(sheet, view, rows)
    sheet.lowest = 0.0
    _draw_page(sheet, view, room)
    whole_page = sheet.lowest <= room.reach.bottom + _BELOW
    if rows:
        frame.draw_foot(sheet, view, rows)
    if view.session.warns(view.ticks):
        notices.draw_warning(sheet, view)
    for target in sheet.targets:
        if target.action == view.focus:
            sheet.ring(target.box)
    return Painted(tuple(sheet.targets), tuple(sheet.told), scale), whole_page


def _draw_page(sheet: Sheet, view: View, room: Room) -> None:
    page, closed = view.session.page, view.offer.closed
    if page in _ALWAYS:
        _ALWAYS[page](sheet, view, room)
    elif closed is not None:
        notices.draw_closed(sheet, view, room, closed)
    elif view.session.assisted and page is not Page.SEARCH:
        draw_assisted(sheet, view, room)
    elif page is Page.SEARCH and has_room(room):
        draw_search(sheet, view, room)
    elif page is Page.PAPERS:
        notices.draw_all_papers(sheet, view, room)
    elif page is Page.SERVICES and view.offer.agency(view.session.agency) is not None:
        draw_services(sheet, view, room)
    else:
        draw_agencies(sheet, view, room)


def _draw_taking(sheet: Sheet, view: View, room: Room) -> None:
    notices.draw_message(sheet, room, "clock", *view.say.lines("touch.taking"))


def _draw_sorry(sheet: Sheet, view: View, room: Room) -> None:
    notices.draw_message(sheet, room, "closed", view.session.refused, view.say("touch.what_now"))


#: Pages that a closed hall has, too.
_ALWAYS = {
    Page.TICKET: draw_ticket,
    Page.TAKING: _draw_taking,
    Page.SORRY: _draw_sorry,
    Page.CODE: codes.draw_typing,
    Page.CHECKING: codes.draw_checking,
    Page.CHECKED: codes.draw_checked,
    Page.HELP: notices.draw_help,
}
