"""Whether a quota has room: of the service, of those booked and not, of the hour, of the agency."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from balai.domain.decide.issuing.journeys import next_day
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import agency_scope
from balai.domain.hall.config import HallConfig, Service
from balai.domain.quota import block_among, block_key, block_of, claims, way_key
from balai.domain.registers.bookings import Booking
from balai.domain.state import HallDay
from balai.domain.visit import Visit


def within_quota(
    day: HallDay,
    service: Service,
    persons: int,
    now: datetime,
    *,
    visit: Visit | None = None,
    booked: bool = False,
    on: date | None = None,
) -> None:
    """Raise Refusal `quota_full`, with what is full and the next valid day, where there is no room for so
    many persons at `now` (aware; of a booking its time, `on` its date if not today). A `visit` that has its
    place in the service's quota already needs none."""
    if visit is not None and service.id in claims(visit, day.legs):
        return
    if not is_bounded(day.config, service):
        return
    for of, quota, taken in _quotas(day, service, now, kept_on(day, on or day.date), booked=booked):
        if taken + persons > quota:
            following = next_day(day, service) if of != "hour" else {}
            raise Refusal(
                "quota_full", f"All {quota} numbers of {service.name} are taken.",
                service_id=service.id, quota=quota, of=of, **following,
            )  # fmt: skip


def is_bounded(config: HallConfig, service: Service) -> bool:
    """Whether any quota holds for a service: for most none does, and then nobody needs to be counted."""
    if service.quota_blocks or (service.quota, service.quota_booked, service.quota_walk_in) != _NO_QUOTA:
        return True
    agency = config.agency_by_id.get(service.agency_id)
    return agency is not None and agency.quota is not None


_NO_QUOTA = (None, None, None)


def is_full(day: HallDay, service: Service, now: datetime, kept: Kept | None = None) -> bool:
    """Whether the next walk-in visitor would be refused. Who asks for many services counts `kept` once."""
    if not is_bounded(day.config, service):
        return False
    kept = kept_on(day, day.date) if kept is None else kept
    return any(taken >= quota for _, quota, taken in _quotas(day, service, now, kept, booked=False))


def left_of(day: HallDay, service: Service, now: datetime, kept: Kept) -> tuple[int | None, int | None]:
    """How many more persons may walk in today, and on a whole day; None where nothing bounds them."""
    bounds = list(_quotas(day, service, now, kept, booked=False))
    if not bounds:
        return None, None
    return min(max(0, quota - taken) for _, quota, taken in bounds), min(quota for _, quota, _ in bounds)


@dataclass(frozen=True, slots=True)
class Kept:
    """The persons of a date whose places are kept until they come, each at every service of the way and once
    at each agency: those with a right of an earlier day, and those who booked."""

    on: date
    rights: Tally[str] = field(default_factory=Tally)
    booked: Tally[str] = field(default_factory=Tally)
    agencies: Tally[str] = field(default_factory=Tally)
    bookings: dict[str, list[Booking]] = field(default_factory=dict)


def kept_on(day: HallDay, on: date) -> Kept:
    """Count them. A right that was not used on its own day keeps no place."""
    kept, config = Kept(on), day.config
    for right in chain(day.vouchers.values(), day.unserved.values()):
        if right.valid_on == on and not right.passed:
            _keep(config, kept, kept.rights, right.journey, right.persons)
    for booked, bookings in day.bookings.awaited(on):
        way = config.ways.get(booked, ())
        _keep(config, kept, kept.booked, way, sum(booking.persons for booking in bookings))
        for service_id in way:
            kept.bookings.setdefault(service_id, []).extend(bookings)
    return kept


def _keep(config: HallConfig, kept: Kept, of: Tally[str], way: Iterable[str], persons: int) -> None:
    services = {service_id for service_id in way if service_id in config.service_by_id}
    for service_id in services:
        of[service_id] += persons
    for agency_id in {config.service_by_id[service_id].agency_id for service_id in services}:
        kept.agencies[agency_id] += persons


def _quotas(
    day: HallDay, service: Service, at: datetime, kept: Kept, *, booked: bool
) -> Iterator[tuple[str, int, int]]:
    """What bounds a service on the date of `kept`: the name of the bound, the most, and how many persons it
    has or keeps a place for."""
    today, id_ = kept.on == day.date, service.id
    taken, more = (day.taken, day.raised.get(id_, 0)) if today else ({}, 0)
    if service.quota is not None:
        yield "service", service.quota + more, taken.get(id_, 0) + kept.rights[id_] + kept.booked[id_]
    way = service.quota_booked if booked else service.quota_walk_in
    if way is not None:
        held = kept.booked[id_] if booked else kept.rights[id_]
        yield (
            "booked" if booked else "walk_in",
            way + more,
            taken.get(way_key(service, booked=booked), 0) + held,
        )
    block = block_of(day.config, service, at)
    if block is not None:
        within = (b for b in kept.bookings.get(id_, ()) if block_among(day.config, (block,), b.slot))
        held = sum(booking.persons for booking in within)
        yield "hour", block.quota + more, taken.get(block_key(service, block), 0) + held
    agency = day.config.agency_by_id.get(service.agency_id)
    if agency is not None and agency.quota is not None:
        yield (
            "agency",
            agency.quota + (_raised_at(day, agency.id) if today else 0),
            taken.get(agency_scope(agency.id), 0) + kept.agencies[agency.id],
        )


def _raised_at(day: HallDay, agency_id: str) -> int:
    """How many more may come to an agency today: those that were let in for its services."""
    services = day.config.service_by_id
    return sum(n for id_, n in day.raised.items() if id_ in services and services[id_].agency_id == agency_id)
