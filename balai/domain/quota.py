"""Quotas count persons, not entries: a visit counts once for each service that it was, is or will be at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import Protocol

from balai.domain.hall.calendar import agency_scope
from balai.domain.hall.config import HallConfig, QuotaBlock, Service
from balai.domain.visit import TAKEN_BACK, Leg, Visit


class Legs(Protocol):
    """The legs of a day by id."""

    def __getitem__(self, leg_id: str, /) -> Leg: ...


def claims(visit: Visit, legs: Legs) -> frozenset[str]:
    """The services that a visit has a place in the quota of: where it was, is and will be. A visit that
    was cancelled gives back what it had not got."""
    if len(visit.leg_ids) == 1:
        leg = legs[visit.leg_ids[0]]
        return frozenset() if leg.state in TAKEN_BACK else frozenset((leg.service_id, *visit.plan))
    known = [legs[leg_id] for leg_id in visit.leg_ids]
    kept = {leg.service_id for leg in known if leg.state not in TAKEN_BACK}
    return frozenset(kept if known[-1].state in TAKEN_BACK else {*kept, *visit.plan})


def keys(config: HallConfig, claimed: Iterable[str], at: datetime, *, booked: bool) -> Iterator[str]:
    """What a visit of these services counts for; `at` is when it was issued, or its booked time."""
    agencies = set()
    for service_id in claimed:
        yield service_id
        service = config.service_by_id.get(service_id)
        if service is None:
            continue
        if service.quota_booked is not None or service.quota_walk_in is not None:
            yield way_key(service, booked=booked)
        block = block_of(config, service, at) if service.quota_blocks else None
        if block is not None:
            yield block_key(service, block)
        agencies.add(service.agency_id)
    for agency_id in agencies:
        agency = config.agency_by_id.get(agency_id)
        if agency is not None and agency.quota is not None:
            yield agency_scope(agency_id)


def way_key(service: Service, *, booked: bool) -> str:
    """Where the booked, or those who walk in, of a service are counted."""
    return f"{service.id}#{'booked' if booked else 'walk-in'}"


def block_key(service: Service, block: QuotaBlock) -> str:
    """Where those of an hour block are counted."""
    return f"{service.id}@{block.opens:%H:%M}"


def block_of(config: HallConfig, service: Service, at: datetime) -> QuotaBlock | None:
    """The hour block that an aware time falls into."""
    return block_among(config, service.quota_blocks, at)


def block_among(config: HallConfig, blocks: tuple[QuotaBlock, ...], at: datetime) -> QuotaBlock | None:
    """The first of some blocks of the day that an aware time falls into."""
    if not blocks:
        return None
    local: time = at.astimezone(config.zone).time()
    return next((block for block in blocks if block.opens <= local < block.closes), None)


def count(config: HallConfig, visits: Iterable[Visit], legs: Legs) -> dict[str, int]:
    """How many persons these visits count for, by key."""
    taken: dict[str, int] = {}
    for visit in visits:
        _add(taken, config, _counted(visit, legs), 1)
    return taken


def with_new(
    taken: Mapping[str, int], config: HallConfig, visit: Visit, service_id: str
) -> Mapping[str, int]:
    """The counts with a new visit, which waits for a service."""
    found = dict(taken)
    claimed = frozenset((service_id, *visit.plan))
    _add(found, config, (claimed, visit.persons, visit.slot or visit.issued_at, visit.slot is not None), 1)
    return found


def recounted(
    taken: Mapping[str, int],
    config: HallConfig,
    before: tuple[Visit | None, Legs],
    after: tuple[Visit | None, Legs],
) -> Mapping[str, int]:
    """The counts after a visit has changed; the same where it counts as before."""
    (old, legs), (new, later) = before, after
    was = _counted(old, legs) if old is not None else None
    now = _counted(new, later) if new is not None else None
    if was == now:
        return taken
    found = dict(taken)
    if was is not None:
        _add(found, config, was, -1)
    if now is not None:
        _add(found, config, now, 1)
    return found


#: All of a visit that counts: the services, how many persons, when, and whether it has a place among the
#: booked ones.
_Counted = tuple[frozenset[str], int, datetime, bool]


def _counted(visit: Visit, legs: Legs) -> _Counted:
    return claims(visit, legs), visit.persons, visit.slot or visit.issued_at, visit.slot is not None


def _add(taken: dict[str, int], config: HallConfig, counted: _Counted, sign: int) -> None:
    """Count a visit (with minus one: no more); what counts nobody goes."""
    claimed, persons, at, booked = counted
    for key in keys(config, claimed, at, booked=booked):
        taken[key] = taken.get(key, 0) + sign * persons
        if not taken[key]:
            del taken[key]
