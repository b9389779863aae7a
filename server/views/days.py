"""Reading today's state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from balai.domain.log import Entry, happened_of
from balai.domain.state import HallDay
from balai.protocol.answers import LogPage
from server.store import Store
from server.views.concern import of_event


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


def log_page(store: Store, day: HallDay, after: int, limit: int, agency_id: str | None = None) -> LogPage:
    """Entries of today after a seq, as stored; of one agency those that concern it or the whole hall."""
    date, hall_id = day.date.isoformat(), day.config.hall.id
    if agency_id is None:
        return LogPage(day=date, entries=tuple(store.entries(hall_id, date, after, limit)))
    found: list[Entry] = []
    while len(found) < limit and (entries := store.entries(hall_id, date, after, limit)):
        found += [entry for entry in entries if _concerns(day, entry, agency_id)]
        after = entries[-1].seq
    return LogPage(day=date, entries=tuple(found[:limit]))


def _concerns(day: HallDay, entry: Entry, agency_id: str) -> bool:
    agencies = of_event(day, happened_of(entry).event)
    return agencies is None or agency_id in agencies
