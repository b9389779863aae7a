"""Which number of its own blocks a kiosk gives next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from balai.domain.chains import STANDS_DAYS
from balai.protocol.devices.cut_off import HeldBlock, HeldNumbers
from kiosk.journal.records import key_of


def next_number(
    held: HeldNumbers, used: Mapping[str, str], series_id: str, today: date, *, sure: bool
) -> dict[str, Any] | None:
    """The next number of a series that nobody has today; None where none is left.

    A number is used again on a later day, the longest unused first. It is not where the day is not `sure`, or
    where yesterday's numbers still wait (`sure` is False there, too), until no ticket of it is good any more.
    """
    free: list[tuple[str, int, HeldBlock, int]] = []
    again = today.isoformat() if sure else (today - timedelta(days=STANDS_DAYS)).isoformat()
    ours = (block for block in standing(held, today) if block.series_id == series_id)
    for place, block in enumerate(ours):
        for ordinal in range(block.first, block.last + 1):
            last = used.get(key_of(block.prefix, ordinal), "")
            if last < again:
                free.append((last, place, block, ordinal))
    if not free:
        return None
    _, _, block, ordinal = min(free, key=lambda one: (one[0], one[1], one[3]))
    return {"series_id": series_id, "prefix": block.prefix, "ordinal": ordinal, "width": block.width}


def standing(held: HeldNumbers, today: date) -> Iterable[HeldBlock]:
    """The blocks that are the kiosk's on a day; all of them on the day they were given."""
    for block in held.blocks:
        until = block.stands_until
        if held.day >= today.isoformat() or (until and until >= today):
            yield block
