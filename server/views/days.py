"""Reading today's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from balai.domain.state import HallDay
from balai.protocol.answers import LogEntry, LogPage
from server.store import Store


class Refreshes(Protocol):
    """Catches up with what other hubs did."""

    @property
    def day(self) -> HallDay:
        """The day as last committed here."""
        ...

    def refresh(self) -> HallDay:
        """The day as it is now."""
        ...


@dataclass(frozen=True)
class Today:
    """The day as all hubs have committed it until now."""

    desk: Refreshes

    def current(self) -> HallDay:
        """Asks the store, so that another hub's change is seen at once. Raises StoreUnavailable."""
        return self.desk.refresh()

    def last(self) -> HallDay:
        """The day as this hub knows it, at most two seconds behind; asks nobody."""
        return self.desk.day


def log_page(store: Store, day: HallDay, after: int, limit: int) -> LogPage:
    """Entries of today after a seq, as stored."""
    date = day.date.isoformat()
    entries = store.entries(day.config.hall.id, date, after, limit)
    return LogPage(
        day=date,
        entries=tuple(
            LogEntry(
                seq=e.seq, type=e.type, version=e.version, at=e.at, actor=e.actor, occurred_at=e.occurred_at,
                clock_certain=e.clock_certain, body=e.body, prev_hash=e.prev_hash, hash=e.hash,
            )
            for e in entries
        ),
    )  # fmt: skip
