"""Whether a quota has room: of the service, of those booked and not, of the hour, of the agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain

from balai.domain.errors import Refusal
from balai.domain.hall.calendar import agency_scope
from balai.domain.hall.config import QuotaBlock, Service
from balai.domain.hall.opening import next_valid
from balai.domain.quota import block_among, block_key, block_of, claims, way_key
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
    for of, quota, taken in _quotas(day, service, now, on or day.date, booked=booked):
        if taken + persons > quota:
            raise Refusal(
                "quota_full", f"All {quota} numbers of {service.name} are taken.",
                service_id=service.id, quota=quota, of=of, **_next(day, service, of),
            )  # fmt: skip


def is_full(day: HallDay, service: Service, now: datetime) -> bool:
    """Whether the next walk-in visitor would be refused."""
    return any(taken >= quota for _, quota, taken in _quotas(day, service, now, day.date, booked=False))


def _quotas(
    day: HallDay, service: Service, at: datetime, on: date, *, booked: bool
) -> Iterator[tuple[str, int, int]]:
    """What bounds a service on a date: the name of the bound, the most, and how many persons it has or keeps
    a place for."""
    taken = day.taken if on == day.date else {}
    if service.quota is not None:
        kept = _rights(day, on, service.id) + _awaited(day, on, service.id)
        yield "service", service.quota, taken.get(service.id, 0) + kept
    way = service.quota_booked if booked else service.quota_walk_in
    if way is not None:
        kept = _awaited(day, on, service.id) if booked else _rights(day, on, service.id)
        yield "booked" if booked else "walk_in", way, taken.get(way_key(service, booked=booked), 0) + kept
    block = block_of(day.config, service, at)
    if block is not None:
        kept = _awaited(day, on, service.id, within=block)
        yield "hour", block.quota, taken.get(block_key(service, block), 0) + kept
    agency = day.config.agency_by_id.get(service.agency_id)
    if agency is not None and agency.quota is not None:
        theirs = day.config.services_of.get(agency.id, ())
        kept = _rights(day, on, *theirs) + _awaited(day, on, *theirs)
        yield "agency", agency.quota, taken.get(agency_scope(agency.id), 0) + kept


def _rights(day: HallDay, on: date, *service_ids: str) -> int:
    """The persons whose rights are for a date and were not used yet: their places are kept, at each service
    that is still before them. A right that was not used on its own day keeps none."""
    rights = chain(day.vouchers.values(), day.unserved.values())
    found = (right for right in rights if right.valid_on == on and not right.passed)
    return sum(right.persons for right in found if any(id_ in right.journey for id_ in service_ids))


def _awaited(day: HallDay, on: date, *service_ids: str, within: QuotaBlock | None = None) -> int:
    """The persons with a booking for a date that nobody has claimed yet and that leads through any of these
    services: their places are kept, those of an hour in its block."""
    through = {way: None for id_ in service_ids for way in day.config.ways_through.get(id_, ())}
    bookings = (booking for way in through for booking in day.bookings.awaited(on, way))
    return sum(
        b.persons
        for b in bookings
        if within is None or block_among(day.config, (within,), b.slot) is not None
    )


def _next(day: HallDay, service: Service, of: str) -> dict[str, object]:
    if of == "hour":
        return {}
    found = next_valid(day.config, service, day.date)
    return {"next_day": found.day.isoformat(), "next_time": found.time.isoformat("minutes")} if found else {}
