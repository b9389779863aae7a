"""What was said and shown in the hall: announcements that staff made, and how far calls came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from balai.domain.event import Event


@dataclass(frozen=True, slots=True)
class AnnouncementMade(Event):
    """Staff had something said in a zone (None: the whole hall). What it was stands in no log: only how
    many letters it had, and how many `seconds` a recording of it lasts (0: it was typed only)."""

    TYPE: ClassVar[str] = "announcement_made"
    announcement_id: str
    zone_id: str | None
    language: str
    times: int
    length: int
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class AnnouncementWithdrawn(Event):
    """An announcement was taken back by who had made it, or a manager: it is shown and said no more."""

    TYPE: ClassVar[str] = "announcement_withdrawn"
    announcement_id: str
    zone_id: str | None


#: What can become of a call on its way to the visitor: a display showed it, spoke it, or will not speak it
#: (silent, too old, broken); or no display is left in the zone that could.
REACHED = ("shown", "spoken", "dropped", "no_wall")


@dataclass(frozen=True, slots=True)
class CallAnnounced(Event):
    """A call reached the hall, or will not: the entry's actor is the display, or "system" for `no_wall`.

    The call is named by its leg, the time of its first call (`called_at`, aware UTC) and how often it had
    been called again (`recalls`). `kind` is one of REACHED; `zone_id` is where the display hangs (None: it
    shows the whole hall). The entry's `occurred_at` is when it was seen, or heard to its end.
    """

    TYPE: ClassVar[str] = "call_announced"
    leg_id: str
    counter_id: str
    called_at: datetime
    recalls: int
    kind: str
    zone_id: str | None = None
