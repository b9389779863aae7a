"""What a manager puts right of what the log says: as an event of its own, so that the history stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from balai.domain.event import Event

#: What may be said of a visitor who was called and has gone: was served, or did not come.
CORRECTED = ("finished", "missed")


@dataclass(frozen=True, slots=True)
class LegCorrected(Event):
    """What is told of a leg that has ended was put right.

    `corrects` is the seq of the event that it corrects: the one with which the leg ended, or the correction
    before. What is None stays as it was; an empty `outcome` is none. `state` is one of CORRECTED; times are
    aware UTC.
    """

    TYPE: ClassVar[str] = "leg_corrected"
    leg_id: str
    corrects: int
    state: str | None = None
    service_id: str | None = None
    outcome: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
