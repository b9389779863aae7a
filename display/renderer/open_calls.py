"""The list of all numbers that are called and not answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from display.picture.open_calls import places
from display.picture.scene import Listing, OpenCall
from display.renderer.wall_canvas import WallCanvas
from drawing.box import Box
from drawing.canvas import MIDDLE, Face
from drawing.palette import INK_100, INK_600, INK_950, SIGNAL, WHITE

_BLEED = 14


def draw_open_calls(canvas: WallCanvas, listing: Listing, before: Listing | None = None) -> list[Box]:
    """Its title, and each number with its counter; the one that is spoken on yellow. Where `before` stands
    there in the same shape, only what differs is drawn. Returns what was drawn."""
    box = listing.box
    anew = before is None or replace(before, calls=listing.calls) != listing
    if anew:
        canvas.fill(box, INK_950)
        face, room = Face(560, 34, INK_100), box.width - 2 * 36
        wanted = [canvas.both("wall.open_calls"), canvas.say("wall.open_calls")]
        wanted = [*wanted, canvas.both("wall.open_calls_short"), canvas.say("wall.open_calls_short")]
        short = next((words for words in wanted if canvas.width(words, face) <= room), wanted[-1])
        title, face = canvas.fit(short, face, room)
        canvas.text(box.x + 36, box.y + 38 + MIDDLE * face.size, title, face)
    stood = () if before is None or anew else before.calls
    drawn = []
    for place, call, old in zip_longest(places(listing), listing.calls, stood):
        if place is not None and (call != old or anew):
            field = Box(place.x - _BLEED, place.y, place.width + 2 * _BLEED, place.height)
            canvas.fill(field, INK_950)
            if call is not None:
                _entry(canvas, call, place, listing.size)
            drawn.append(field)
    return [box] if anew else drawn


def _entry(canvas: WallCanvas, call: OpenCall, place: Box, size: float) -> None:
    ground, strong = (SIGNAL, INK_950) if call.now else (INK_950, WHITE)
    if call.now:
        canvas.panel(Box(place.x - _BLEED, place.y + 2, place.width + 2 * _BLEED, place.height - 4), ground)
    else:
        canvas.line(place.x, place.y + place.height - 2, place.width, 2, INK_600)
    figure = Face(680, size, INK_950 if call.now else SIGNAL)
    icon, widest = size * 0.62, max(len(call.counter), 2) * canvas.number_width("8", figure)
    arrow = place.right - widest - 0.14 * size - icon
    face = canvas.fit_number(call.number, Face(640, size, strong), arrow - place.x - 0.1 * size)
    canvas.number(place.x, place.middle + MIDDLE * face.size, call.number, face)
    canvas.icon(arrow, place.middle - icon / 2, icon, "right", 2.6, colour=strong)
    desk = canvas.number_width(call.counter, figure)
    canvas.number(place.right - desk, place.middle + MIDDLE * size, call.counter, figure)
