"""What happens to people who wait, beside being called: set aside, changed, their paper missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from balai.domain.event import Event


@dataclass(frozen=True, slots=True)
class LegSetAside(Event):
    """Somebody who waits was set aside and keeps the place, until a time at which the leg waits again."""

    TYPE: ClassVar[str] = "leg_set_aside"
    leg_id: str
    until: datetime


@dataclass(frozen=True, slots=True)
class VisitChanged(Event):
    """A visit that waits goes for another service or counts as another class. Number and arrival are kept;
    `plan` are the services that follow now. Since version 2 `reach`, `first_on` and `step` are what was told
    of being served today, as of a number that is given."""

    TYPE: ClassVar[str] = "visit_changed"
    VERSION: ClassVar[int] = 2
    visit_id: str
    leg_id: str
    service_id: str
    priority_class: str
    plan: tuple[str, ...] = ()
    reach: str = "sure"
    first_on: date | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class TicketMarked(Event):
    """Whether a visitor holds a ticket: known not to be printed, or printed again (`printed`). Not `certain`:
    it may be on paper, and nobody knows."""

    TYPE: ClassVar[str] = "ticket_marked"
    VERSION: ClassVar[int] = 2
    visit_id: str
    leg_id: str
    printed: bool
    certain: bool = True


@dataclass(frozen=True, slots=True)
class CopyAsked(Event):
    """A visit's ticket is to be printed at a kiosk (None: the one that prints what the hall asks for),
    `again` unless nobody has printed one: staff gave the number. `service_id` and `plan` are what the visitor
    is there for then. What becomes of it is a `ticket_marked`."""

    TYPE: ClassVar[str] = "ticket_copy_asked"
    visit_id: str
    leg_id: str
    service_id: str
    plan: tuple[str, ...] = ()
    kiosk_id: str | None = None
    again: bool = True


@dataclass(frozen=True, slots=True)
class LegTaken(Event):
    """Somebody who stands at the counter is served there without having been called."""

    TYPE: ClassVar[str] = "leg_taken"
    leg_id: str
    counter_id: str


@dataclass(frozen=True, slots=True)
class CollectionPromised(Event):
    """A visitor at a counter comes back on another day for what is ready then: a right for that day."""

    TYPE: ClassVar[str] = "collection_promised"
    visit_id: str
    leg_id: str
    counter_id: str
    voucher: str
    service_id: str
    valid_on: date


#: The kinds of this list, for the list of all.
EVERYDAY: tuple[type[Event], ...] = (
    LegSetAside, VisitChanged, TicketMarked, CopyAsked, LegTaken, CollectionPromised,
)  # fmt: skip
