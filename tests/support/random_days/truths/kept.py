"""A day that is kept as folded, and gone on from there, is the day that the whole log gives."""

from __future__ import annotations

from collections.abc import Sequence

from balai.domain.day import HallDay, Happened, replay
from balai.domain.log import GENESIS
from server.store.day.beside.form import Folded, frame_of, pieces, read
from server.store.day.beside.visit_index import VisitIndex
from server.store.day.head import LogHead
from server.store.day.sittings import Sitting, touched


def folded(log: Sequence[Happened]) -> Folded:
    """What a writer has of these events."""
    index, sittings = VisitIndex(), dict[str, Sitting]()
    for happened in log:
        index.see(happened)
        sitting = touched(sittings, happened)
        if sitting is not None:
            sittings[sitting.counter_id] = sitting
    return Folded(LogHead(replay(log), GENESIS, sittings), dict(index.all()))


def kept(value: Folded) -> Folded:
    """The same after a way through bytes."""
    return read(frame_of(value), [piece for piece in pieces(value) if piece is not None])


def gone_on(log: Sequence[Happened], at: int) -> HallDay | None:
    """The day that the log gives by way of a checkpoint after its first `at` events."""
    return replay(log[at:], kept(folded(log[:at])).head.day)
