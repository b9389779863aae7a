"""Reading today's state."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from balai.domain.entry import Entry
from balai.domain.events import DayOpened
from balai.domain.log import happened_of, verify
from balai.domain.state import HallDay, Happened
from balai.errors import BalaiError
from balai.protocol.answers.day import LogPage
from balai.words.said import say
from server.store import Store
from server.store.day import eventlog
from server.store.day.todays_log import ReadsLog
from server.store.day.upkeep.audit import DayCheck
from server.views.concern import of_codes, of_event


@dataclass(frozen=True)
class Today:
    """The day as all hubs have committed it until now."""

    dispatcher: ReadsLog

    def current(self) -> HallDay:
        """Asks the store, so that another hub's change is seen at once. Raises StoreUnavailable."""
        return self.dispatcher.refresh()

    def last(self) -> HallDay:
        """The day as this hub knows it, at most two seconds behind; asks nobody."""
        return self.dispatcher.day


def log_page(store: Store, day: HallDay, after: int, limit: int, agency_id: str | None = None) -> LogPage:
    """Entries of today after a seq, as stored; of one agency those that concern it or the whole hall, without
    the codes of others."""
    date, hall_id = day.date.isoformat(), day.config.hall.id
    if agency_id is None:
        return LogPage(day=date, entries=tuple(store.entries(hall_id, date, after, limit)))
    found: list[Entry] = []
    while len(found) < limit and (entries := store.entries(hall_id, date, after, limit)):
        found += [_told(day, entry, agency_id) for entry in entries if _concerns(day, entry, agency_id)]
        after = entries[-1].seq
    return LogPage(day=date, entries=tuple(found[:limit]))


def _concerns(day: HallDay, entry: Entry, agency_id: str) -> bool:
    agencies = of_event(day, happened_of(entry).event)
    return agencies is None or agency_id in agencies


def _told(day: HallDay, entry: Entry, agency_id: str) -> Entry:
    """An entry as staff of an agency may read it: what opens the day holds the codes of everybody who has a
    right or a booking."""
    if entry.type != DayOpened.TYPE:
        return entry
    body = json.loads(entry.body)
    for codes in ("carried", "booked"):
        if codes in body:
            body[codes] = of_codes(day, body[codes], agency_id)
    return replace(entry, body=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def latest_day(store: Store, hall_id: str) -> str:
    """The latest day that has a log. Raises BalaiError where there is none."""
    with store.read.connect() as connection:
        day = eventlog.last_day(connection, hall_id)
    if day is None:
        raise BalaiError(say("error.log_empty", hall=hall_id), code="log_empty")
    return day


def verified_day(store: Store, hall_id: str, day: str | None) -> tuple[str, list[Happened]]:
    """A day's log (None: the latest), read and verified, with its date.

    Raises BrokenLog, or BalaiError with what there is instead.
    """
    date = day or latest_day(store, hall_id)
    entries = store.entries(hall_id, date)
    if not entries:
        latest = latest_day(store, hall_id)
        raise BalaiError(say("error.no_such_day", hall=hall_id, day=date, latest=latest), code="log_empty")
    verify(entries)
    return date, [happened_of(entry) for entry in entries]


def audited(store: Store, hall_id: str, day: str | None) -> list[DayCheck]:
    """Checks of all days, or of one."""
    checks = store.audit(hall_id, day)
    if day is not None:
        return checks
    with store.read.connect() as connection:
        others = [other for other in eventlog.hall_ids(connection) if other not in store.halls.ids()]
    # Entries of a hall that nobody loaded have been moved there.
    return checks + [check for other in others for check in store.audit(other)]
