"""A visit and its legs: one number for one person's stay, one leg for each service of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class LegState(StrEnum):
    """Where a leg is. The last four are final."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    FINISHED = "finished"
    MISSED = "missed"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"


AT_COUNTER = frozenset({LegState.CALLED, LegState.SERVING})
OPEN = frozenset({LegState.WAITING, LegState.CALLED, LegState.SERVING, LegState.PARKED})


@dataclass(frozen=True, slots=True)
class Leg:
    """One service of a visit. Times are aware UTC; `arrived_at` is the visit's, kept on transfer."""

    id: str
    visit_id: str
    number: str
    service_id: str
    priority_class: str
    state: LegState
    arrived_at: datetime
    order: int
    counter_id: str | None = None
    called_at: datetime | None = None
    recalls: int = 0
    started_at: datetime | None = None
    presumed: bool = False
    ended_at: datetime | None = None
    until: datetime | None = None

    def with_(self, **changes: object) -> Leg:
        """A copy with `changes`."""
        return replace(self, **changes)  # type: ignore[arg-type]  # field names are ours


@dataclass(frozen=True, slots=True)
class Visit:
    """One person's stay in the hall. Keeps ONE number. The last of `leg_ids` is where it is."""

    id: str
    number: str
    series_id: str
    ordinal: int
    channel: str
    priority_class: str
    issued_at: datetime
    leg_ids: tuple[str, ...]


class CounterStatus(StrEnum):
    """Whether a counter serves."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class CounterState:
    """A counter today: who holds it (an actor id), since when, and the leg in hand."""

    id: str
    status: CounterStatus = CounterStatus.CLOSED
    holder: str | None = None
    session_id: str | None = None
    opened_at: datetime | None = None
    until: datetime | None = None
    leg_id: str | None = None
    last_leg_id: str | None = None
