"""The list of all numbers that are called and not answered: how many columns it has, and where it stands.

While one number is spoken, whoever cannot hear must find every other one with its counter.
"""

from __future__ import annotations

import math

from display.picture.board import Board
from display.picture.panel import Panel
from display.picture.scene import Listing, OpenCall
from drawing.box import CAP, Box

#: Figures of 25 mm are read at 5 m.
LEGIBLE_MM = 25.0
#: So many others the bar below a call can name; more have the list.
MOST_BELOW = 3
_TITLE, _EDGE, _GAP, _FOOT = 76.0, 36.0, 40.0, 14.0
#: A number with its counter in em, and of a row's height what its figures may take.
_EM, _EM_MORE, _OF_ROW = 5.0, 0.61, 0.86
#: The share of a picture that the list may take beside the call that is spoken, or below it.
_WIDEST, _TALLEST = 0.69, 0.52
_LARGEST, _MOST_COLUMNS = 150.0, 12


def open_calls(board: Board, speaking: str = "") -> tuple[OpenCall, ...]:
    """Every number that is called to one of this wall's counters and not answered, in the order of their
    signs, so that a number is found where it is looked for; the one of that leg too."""
    found = [
        OpenCall(leg.number, cell.counter.shown, leg.leg_id == speaking)
        for cell in board.cells
        if (leg := cell.counter.leg) is not None and (leg.state == "called" or leg.leg_id == speaking)
    ]
    return tuple(sorted(found, key=lambda call: (call.number, call.counter)))


def beside(calls: tuple[OpenCall, ...], panel: Panel) -> Listing:
    """The list at the right of the call that is spoken, or below it on an upright panel; no larger than its
    figures need to be legible."""
    plan = panel.plan()
    column, row = _em(calls) * _legible(panel) + _GAP, _row(panel)
    if panel.portrait:
        columns = max(1, int((plan.width - 2 * _EDGE + _GAP) / column))
        wanted = math.ceil(len(calls) / columns) * row + _TITLE + _FOOT
        high = min(wanted, plan.height * _TALLEST)
        return _best(Box(0, plan.height - high, plan.width, high), calls)
    top = plan.header.height
    rows = max(1, int((plan.height - top - _TITLE - _FOOT) / row))
    most = max(1, int((plan.width * _WIDEST - 2 * _EDGE + _GAP) / column))
    width = min(math.ceil(len(calls) / rows), most) * column - _GAP + 2 * _EDGE
    return _best(Box(plan.width - width, top, width, plan.height - top), calls)


def instead_of_counters(calls: tuple[OpenCall, ...], panel: Panel) -> Listing:
    """The list in the place of the counters."""
    area = panel.plan().grid
    return _best(Box(area.x - _EDGE, area.y, area.width + 2 * _EDGE, area.height), calls)


def _best(box: Box, calls: tuple[OpenCall, ...]) -> Listing:
    """The number of columns that has the largest figures."""
    shapes = [_listing(box, columns, calls) for columns in range(1, min(len(calls), _MOST_COLUMNS) + 1)]
    return max(shapes, key=lambda shape: shape.size)


def _listing(box: Box, columns: int, calls: tuple[OpenCall, ...]) -> Listing:
    rows = math.ceil(len(calls) / columns)
    wide = (box.width - 2 * _EDGE - _GAP * (columns - 1)) / columns
    high = (box.height - _TITLE - _FOOT) / rows
    return Listing(calls, box, columns, rows, min(_LARGEST, wide / _em(calls), high * _OF_ROW / (CAP * 1.3)))


def places(listing: Listing) -> list[Box]:
    """The boxes of the entries, down the columns."""
    box, columns = listing.box, listing.columns
    wide = (box.width - 2 * _EDGE - _GAP * (columns - 1)) / columns
    high = min((box.height - _TITLE - _FOOT) / listing.rows, listing.size * CAP * 2.4)
    return [
        Box(box.x + _EDGE + column * (wide + _GAP), box.y + _TITLE + row * high, wide, high)
        for column in range(columns)
        for row in range(listing.rows)
    ]


def _em(calls: tuple[OpenCall, ...]) -> float:
    longest = max((len(call.number) + len(call.counter) for call in calls), default=0)
    return _EM + _EM_MORE * max(0, longest - 7)


def _legible(panel: Panel) -> float:
    """The font size, in design pixels, from which figures are 25 mm tall."""
    return (math.ceil(LEGIBLE_MM / panel.mm) + 0.5) / panel.scale / CAP


def _row(panel: Panel) -> float:
    return _legible(panel) * CAP * 1.3 / _OF_ROW
