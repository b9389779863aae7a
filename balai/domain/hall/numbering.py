"""Ticket numbers: a letter and at least three digits, drawn from a series, anew each day."""

from __future__ import annotations

from balai.domain.errors import Refusal
from balai.domain.hall.config import Series


def label(series: Series, ordinal: int) -> str:
    """The number as printed: `A-023`. At least three digits, more where the series needs them."""
    return f"{series.letter}-{ordinal:0{max(3, len(str(series.last)))}d}"


def draw(series: Series, next_ordinal: int, count: int = 1) -> range:
    """The next `count` ordinals of a series.

    Raises Refusal `series_exhausted` when the series has not that many left today.
    """
    if next_ordinal + count - 1 > series.last:
        left = max(0, series.last - next_ordinal + 1)
        raise Refusal(
            "series_exhausted",
            f"Series {series.letter} has {left} numbers left today; {count} asked for.",
            series_id=series.id,
            left=left,
        )
    return range(next_ordinal, next_ordinal + count)
