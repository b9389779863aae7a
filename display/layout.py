"""How many counters stand on a page, and in how many columns and rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_ROWS = 3
# A number keeps its full height (50 mm) in a column if it is no longer than this: "M-088" in a
# quarter of the wall, "M-1088" in a third.
_LONGEST = {4: 5, 3: 6}
_SMALLER = ((1, 1), (2, 1), (2, 2), (3, 2), (4, 2), (3, 3))


@dataclass(frozen=True, slots=True)
class Layout:
    """Pages of ``columns`` x ``rows`` counters each."""

    columns: int
    rows: int
    pages: int

    @property
    def size(self) -> int:
        """Counters on a page."""
        return self.columns * self.rows


def arrange(numbers: Sequence[str]) -> Layout:
    """The layout for that many counters showing those numbers ("" for none).

    Up to 12 stand on one page, as large as they can; more turn over. Longer numbers have wider columns.
    """
    longest, count = max((len(number) for number in numbers), default=0), len(numbers)
    most = next((columns for columns, length in _LONGEST.items() if longest <= length), 2)
    for columns, rows in _SMALLER:
        if columns <= most and count <= columns * rows:
            return Layout(columns, rows, 1)
    return Layout(most, _ROWS, max(1, math.ceil(count / (most * _ROWS))))
