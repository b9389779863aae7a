"""Index of the open day's log by visit: at which seqs something happened to each. Kept in memory, beside the
day that it belongs to, and filled by the same fold."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

from balai.domain.events import DayOpened
from balai.domain.state import Happened


class VisitIndex:
    """Where each visit of the open day stands in its log. One thread writes, any may read."""

    def __init__(self, seqs: Mapping[str, array[int]] | None = None) -> None:
        """`seqs` is what `all` gave for the part of the day that was seen before."""
        self._seqs = dict(seqs or {})

    def see(self, happened: Happened) -> None:
        """Note an event; one that was noted before changes nothing. A day that opens begins anew."""
        event: Any = happened.event
        if isinstance(event, DayOpened):
            self._seqs = {}
            return
        visit_id = getattr(event, "visit_id", None) or getattr(event, "leg_id", "").rpartition(".")[0]
        if not visit_id:
            return
        known = self._seqs.get(visit_id)
        if known is None:
            self._seqs[visit_id] = array("I", (happened.seq,))
        elif known[-1] < happened.seq:
            known.append(happened.seq)

    def all(self) -> Mapping[str, array[int]]:
        """The same of every visit of this day; it grows on."""
        return self._seqs

    def seqs(self, visit_id: str) -> tuple[int, ...]:
        """In order; none for a visit that the day does not know."""
        return tuple(self._seqs.get(visit_id, ()))
