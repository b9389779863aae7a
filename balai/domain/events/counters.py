"""What happens to counters: held, resting, left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from balai.domain.event import Event


@dataclass(frozen=True, slots=True)
class CounterOpened(Event):
    """A member of staff sat down; the holder is the entry's actor. `service_ids` are the services of the
    counter that this one serves, in their order (None, also of earlier versions: those of the counter)."""

    TYPE: ClassVar[str] = "counter_opened"
    VERSION: ClassVar[int] = 2
    counter_id: str
    session_id: str
    service_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CounterPaused(Event):
    """A counter has a break, until a time if one was said."""

    TYPE: ClassVar[str] = "counter_paused"
    counter_id: str
    until: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class BreakPassed(Event):
    """The end that was said for a break has come, and the counter still rests."""

    TYPE: ClassVar[str] = "break_passed"
    counter_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class CounterReleased(Event):
    """A manager freed a counter that its holder had left."""

    TYPE: ClassVar[str] = "counter_released"
    counter_id: str


@dataclass(frozen=True, slots=True)
class CounterResumed(Event):
    """A break ended."""

    TYPE: ClassVar[str] = "counter_resumed"
    counter_id: str


@dataclass(frozen=True, slots=True)
class CounterClosed(Event):
    """A counter closed for now."""

    TYPE: ClassVar[str] = "counter_closed"
    counter_id: str


#: The kinds of this list, for the list of all.
COUNTERS: tuple[type[Event], ...] = (
    CounterOpened, CounterPaused, BreakPassed, CounterResumed, CounterClosed, CounterReleased,
)  # fmt: skip
