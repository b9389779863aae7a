"""Leases (distributed locks that lapse) that keep two hubs from letting two displays speak for a zone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.store.errors import StoreUnavailable
from server.store.tables.kept import speakers

log = structlog.get_logger(__name__)

#: Real seconds without a beat after which a lease is free; a hub beats every two.
LEASE_SECONDS = 6.0


@dataclass(slots=True)
class _Seen:
    """Another hub's lease as it stood at `at` (this hub's real monotonic seconds)."""

    hub_id: str
    beat: int
    at: float


class Leases:
    """One row for each zone: the hub that holds it and a count that it raises with every beat. Hubs watch
    each other's counts by their own clocks, so clocks that differ do no harm."""

    def __init__(
        self,
        run: Callable[[Callable[[Connection], list[str]]], list[str]],
        hall_id: str,
        hub_id: str,
        monotonic: Callable[[], float],
    ) -> None:
        """`run` runs a function in a transaction; `hub_id` is unique for this process."""
        self._run, self._hall_id, self._hub_id, self._monotonic = run, hall_id, hub_id, monotonic
        self._seen: dict[str, _Seen] = {}
        self._renewed: dict[str, float] = {}
        self._others: frozenset[str] = frozenset()

    def others(self) -> frozenset[str]:
        """The zones that other hubs held at the last beat."""
        return self._others

    def take(self, wishes: Mapping[str, str]) -> Collection[str]:
        """Take or keep {zone: display}, give up the rest, and return the zones that this hub holds."""
        now = self._monotonic()
        try:
            got = self._run(lambda connection: self._taken(connection, wishes, now))
        except (StoreUnavailable, IntegrityError) as fault:
            log.warning("speakers_wait", reason=type(fault).__name__)
            return [z for z in wishes if now - self._renewed.get(z, -LEASE_SECONDS) < LEASE_SECONDS]
        self._renewed = dict.fromkeys(got, now)
        return got

    def _taken(self, connection: Connection, wishes: Mapping[str, str], now: float) -> list[str]:
        s = speakers.c
        mine = (s.hall_id == self._hall_id, s.hub_id == self._hub_id)
        connection.execute(delete(speakers).where(*mine, s.zone_id.not_in(list(wishes))))
        rows = connection.execute(select(speakers).where(s.hall_id == self._hall_id)).all()
        found = {row.zone_id: (row.hub_id, row.beat) for row in rows}
        self._others = frozenset(
            z
            for z, (hub, beat) in found.items()
            if hub != self._hub_id and not self._lapsed(z, hub, beat, now)
        )
        return [z for z, device in wishes.items() if self._one(connection, z, device, found.get(z), now)]

    def _one(
        self, connection: Connection, zone: str, device: str, found: tuple[str, int] | None, now: float
    ) -> bool:
        values = {"device_id": device, "hub_id": self._hub_id}
        if found is None:
            row = {"hall_id": self._hall_id, "zone_id": zone, "beat": 0, **values}
            connection.execute(insert(speakers), row)
            return True
        hub_id, beat = found
        if hub_id != self._hub_id and not self._lapsed(zone, hub_id, beat, now):
            return False
        s = speakers.c
        as_seen = (s.hall_id == self._hall_id, s.zone_id == zone, s.hub_id == hub_id, s.beat == beat)
        done = connection.execute(update(speakers).where(*as_seen).values(beat=beat + 1, **values))
        return bool(done.rowcount)

    def _lapsed(self, zone: str, hub_id: str, beat: int, now: float) -> bool:
        seen = self._seen.get(zone)
        if seen is None or (seen.hub_id, seen.beat) != (hub_id, beat):
            self._seen[zone] = _Seen(hub_id, beat, now)
            return False
        return now - seen.at >= LEASE_SECONDS
