"""How many counters stand on a page, and in how many columns and rows."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Counters on one page of the wall; more turn over calmly.
PER_PAGE = 12
#: The longest number that keeps its full height in a quarter of the wall ("M-088").
_SHORT = 5
_BY_COUNT = ((1, 1, 1), (2, 2, 1), (4, 2, 2), (6, 3, 2), (8, 4, 2), (9, 3, 3), (12, 4, 3))


def shape(count: int) -> tuple[int, int]:
    """Columns and rows for up to 12 counters."""
    for most, columns, rows in _BY_COUNT:
        if count <= most:
            return columns, rows
    return 4, 3


def per_page(numbers: Sequence[str]) -> int:
    """How many counters a page takes: fewer once a number is too long for a narrow column."""
    return PER_PAGE if all(len(number) <= _SHORT for number in numbers) else 9


def pages(count: int, size: int) -> int:
    """How many pages that many counters need, at least one."""
    return max(1, math.ceil(count / size))
