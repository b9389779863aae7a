"""What the hall offers today beside its settings, and whom it turned away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from balai.domain.event import Event


@dataclass(frozen=True, slots=True)
class QuotaRaised(Event):
    """A manager let so many `persons` more come for a service today, whatever bounds it; on the next day its
    quota is that of the settings again."""

    TYPE: ClassVar[str] = "quota_raised"
    service_id: str
    persons: int


@dataclass(frozen=True, slots=True)
class VisitRefused(Event):
    """Somebody asked for a number of a service and got none; `code` is the refusal's (`TURNED_AWAY`)."""

    TYPE: ClassVar[str] = "visit_refused"
    service_id: str
    code: str
    channel: str
    priority_class: str


#: The kinds of this list, for the list of all.
OFFERING: tuple[type[Event], ...] = (QuotaRaised, VisitRefused)
