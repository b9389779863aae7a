"""Whether a quota has room: of the service, of those booked and not, of the hour, of the agency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from balai.domain.errors import Refusal
from balai.domain.hall.calendar import agency_scope
from balai.domain.hall.config import Service
from balai.domain.hall.opening import next_valid
from balai.domain.quota import block_key, block_of, claims, way_key
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
) -> None:
    """Raise Refusal `quota_full`, with what is full and the next valid day, where there is no room for so
    many persons. A `visit` that has its place in the service's quota already needs none."""
    if visit is not None and service.id in claims(visit, day.legs):
        return
    for of, quota, taken in _quotas(day, service, now, booked=booked):
        if taken + persons > quota:
            raise Refusal(
                "quota_full", f"All {quota} numbers of {service.name} are taken.",
                service_id=service.id, quota=quota, of=of, **_next(day, service, of),
            )  # fmt: skip


def is_full(day: HallDay, service: Service, now: datetime) -> bool:
    """Whether the next walk-in visitor would be refused."""
    return any(taken >= quota for _, quota, taken in _quotas(day, service, now, booked=False))


def _quotas(day: HallDay, service: Service, now: datetime, *, booked: bool) -> Iterator[tuple[str, int, int]]:
    taken = day.taken
    if service.quota is not None:
        yield "service", service.quota, taken.get(service.id, 0) + _awaited(day, service)
    way = service.quota_booked if booked else service.quota_walk_in
    if way is not None:
        yield "booked" if booked else "walk_in", way, taken.get(way_key(service, booked=booked), 0)
    block = block_of(day.config, service, now)
    if block is not None:
        yield "hour", block.quota, taken.get(block_key(service, block), 0)
    agency = day.config.agency_by_id.get(service.agency_id)
    if agency is not None and agency.quota is not None:
        yield "agency", agency.quota, taken.get(agency_scope(agency.id), 0)


def _awaited(day: HallDay, service: Service) -> int:
    """The persons whose rights are for today and were not used yet: their places are kept, at each service
    that is still before them. A right that was not used on its own day keeps none."""
    rights = (v for v in day.vouchers.values() if v.valid_on == day.date and not v.passed)
    return sum(right.persons for right in rights if service.id in right.journey)


def _next(day: HallDay, service: Service, of: str) -> dict[str, object]:
    if of == "hour":
        return {}
    found = next_valid(day.config, service, day.date)
    return {"next_day": found.day.isoformat(), "next_time": found.time.isoformat("minutes")} if found else {}
