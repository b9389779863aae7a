"""Numbers are stopped and go on; closing is taken back; a day that ends with somebody still in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from balai.domain.event import Event

#: Why numbers are stopped. A closed list: free text would invite names.
STOP_REASONS = ("closing", "full", "emergency", "technical", "no_counter", "other")


@dataclass(frozen=True, slots=True)
class Stopped:
    """No numbers are given in a scope (`hall`, `agency:<id>`, `service:<id>`, `kiosk:<id>`) since an aware
    time, until another if one was said."""

    scope: str
    reason: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NumbersStopped(Event):
    """No numbers are given in a scope from now on; who has one is served."""

    TYPE: ClassVar[str] = "numbers_stopped"
    scope: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NumbersResumed(Event):
    """Numbers are given again in a scope."""

    TYPE: ClassVar[str] = "numbers_resumed"
    scope: str


@dataclass(frozen=True, slots=True)
class VisitRestored(Event):
    """Closing was taken back: the visit waits again and its right is void."""

    TYPE: ClassVar[str] = "visit_restored"
    visit_id: str
    leg_id: str
    voucher: str


@dataclass(frozen=True, slots=True)
class LegLapsed(Event):
    """The day ended while the leg was in service, and nobody said how that ended."""

    TYPE: ClassVar[str] = "leg_lapsed"
    leg_id: str
    counter_id: str
