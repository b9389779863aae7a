"""What the live wire needs of the rest of the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from balai.domain.log import Entry
from balai.domain.state import HallDay
from balai.protocol.views import Audience


class Source(Protocol):
    """The day and its log, as committed."""

    @property
    def day(self) -> HallDay:
        """The day as last committed."""
        ...

    def refresh(self) -> HallDay:
        """Catch up with other processes (what they did is published) and give the day."""
        ...

    def entries(self, day: str, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries of a day after a seq."""
        ...


class Listener(Protocol):
    """Somebody known, with the room they may hear."""

    @property
    def actor(self) -> str:
        """The id that the log knows them by."""
        ...

    @property
    def audience(self) -> Audience:
        """The room."""
        ...

    @property
    def zone_id(self) -> str | None:
        """The zone that a display was enrolled for, if for one."""
        ...


Identify = Callable[[str], Listener | None]
"""Who is behind a device's token or a session's cookie, or None."""
