"""How many counters stand on a page, and in how many columns and rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from display.picture.panel import Panel
from drawing.box import CAP

#: Between columns, and what a cell needs beside its number and its counter's: at least, and to look its best.
GAP = 40
_LEAST_ROOM, _GOOD_ROOM = 23.4, 40
_LEAST_COLUMN = 320
#: A number of five characters ("A-023", at its widest "M-088") in em, and each character more. A wide
#: one may reach a little into the gap, or become a little smaller.
_EM, _EM_WIDEST, _EM_MORE, _INTO_GAP = 2.80, 2.967, 0.61, 14
#: The largest font of a counter's number, where few counters leave room for it.
LARGEST = 400
#: Shapes whose numbers differ by less than this share are equally large.
_STEP = math.log(1.1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages of `columns` x `rows` counters each."""

    columns: int
    rows: int
    pages: int

    @property
    def size(self) -> int:
        """Counters on a page."""
        return self.columns * self.rows


def arrange(numbers: Sequence[str], panel: Panel) -> Layout:
    """The layout for counters showing those numbers ("" for none).

    As many stand on a page as can have numbers of 50 mm on this panel, as large as they can; more turn
    over. Longer numbers have wider columns.
    """
    longer = max(5, max((len(number) for number in numbers), default=0)) - 5
    columns, rows = _most(panel, longer)
    count = max(1, len(numbers))
    if count > columns * rows:
        return Layout(columns, rows, math.ceil(count / (columns * rows)))
    shapes = [(c, r) for c in range(1, columns + 1) for r in range(1, rows + 1) if c * r >= count]
    best = max(shapes, key=lambda shape: (_grade(shape, panel, longer), -shape[0] * shape[1], shape[0]))
    return Layout(*best, 1)


def too_small(panel: Panel) -> bool:
    """Whether not even one counter could have its number 50 mm tall."""
    area = panel.plan(stale=True).grid
    return area.height < panel.smallest * CAP + _least_room(panel) or area.width < panel.smallest * _EM


def _least_room(panel: Panel) -> float:
    return _LEAST_ROOM + panel.near * CAP


def _most(panel: Panel, longer: int) -> tuple[int, int]:
    # The lower height, of a wall that is cut off: the layout is to stay when the connection goes.
    area = panel.plan(stale=True).grid
    wide = max(_LEAST_COLUMN, panel.smallest * (_EM + _EM_MORE * longer) - _INTO_GAP)
    columns = int((area.width + GAP) / (wide + GAP))
    rows = int(area.height / (panel.smallest * CAP + _least_room(panel)))
    return max(1, columns), max(1, rows)


def _grade(shape: tuple[int, int], panel: Panel, longer: int) -> int:
    """How large the numbers are in that shape, in steps that can be told apart."""
    area = panel.plan().grid
    wide = (area.width - GAP * (shape[0] - 1)) / shape[0]
    by_height = (area.height / shape[1] - _GOOD_ROOM - panel.near * CAP) / CAP
    size = min(LARGEST, by_height, wide / (_EM_WIDEST + _EM_MORE * longer))
    return int(math.log(max(size, panel.smallest) / panel.smallest) / _STEP)
