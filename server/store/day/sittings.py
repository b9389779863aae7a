"""Who sat at which counter, from when to when: folded from the log beside the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from balai.domain import events as e
from balai.domain.state import Happened


@dataclass(frozen=True, slots=True)
class Sitting:
    """From sitting down (`seq` of counter_opened) to leaving. Times are aware UTC, of the log."""

    seq: int
    counter_id: str
    session_id: str
    holder: str
    opened_at: datetime
    paused_at: datetime | None = None
    paused_seconds: int = 0
    closed_at: datetime | None = None


_TOUCH = frozenset({e.CounterOpened, e.CounterPaused, e.CounterResumed, e.CounterClosed, e.CounterReleased})
#: The latest sitting at each counter.
Sittings = Mapping[str, Sitting]


def touched(sittings: Sittings, happened: Happened) -> Sitting | None:
    """The sitting as it is after `happened`, or None where that concerns none."""
    event: Any = happened.event
    if type(event) not in _TOUCH:
        return None
    if isinstance(event, e.CounterOpened):
        return Sitting(happened.seq, event.counter_id, event.session_id, happened.actor, happened.at)
    sitting = sittings.get(event.counter_id)
    if sitting is None:
        return None
    if isinstance(event, e.CounterPaused):
        return sitting if sitting.paused_at else replace(sitting, paused_at=happened.at)
    rested = _rested(sitting, happened.at)
    return rested if isinstance(event, e.CounterResumed) else replace(rested, closed_at=happened.at)


def _rested(sitting: Sitting, at: datetime) -> Sitting:
    if sitting.paused_at is None:
        return sitting
    seconds = round((at - sitting.paused_at).total_seconds())
    return replace(sitting, paused_at=None, paused_seconds=sitting.paused_seconds + seconds)
