"""Which agencies something concerns, so that staff of one see what is theirs. Pure.

A visit concerns every agency that it was at, is at or will be sent to; a counter that of its desk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from balai.domain.events import (
    BookingMade,
    BookingReleased,
    Event,
    LateTicketAdopted,
    Unknown,
    VisitAbandoned,
)
from balai.domain.state import HallDay

Agencies = frozenset[str]


def of_service(day: HallDay, service_id: str) -> Agencies:
    """The agency that offers a service."""
    service = day.config.service_by_id.get(service_id)
    return frozenset({service.agency_id}) if service else frozenset()


def of_counter(day: HallDay, counter_id: str) -> Agencies | None:
    """The agency of a counter; None where there is no such counter."""
    counter = day.config.counter_by_id.get(counter_id)
    return frozenset({counter.agency_id}) if counter else None


def of_visit(day: HallDay, visit_id: str) -> Agencies | None:
    """The agencies of a visit; None where there is no such visit today."""
    visit = day.visits.get(visit_id)
    if visit is None:
        return None
    legs = [day.legs[leg_id] for leg_id in visit.leg_ids]
    services = {*(leg.service_id for leg in legs), *visit.plan}
    desks = [of_counter(day, leg.counter_id) for leg in legs if leg.counter_id]
    return frozenset().union(*(of_service(day, s) for s in services), *(d for d in desks if d))


def of_leg(day: HallDay, leg_id: str) -> Agencies | None:
    """The agencies of the visit that a leg belongs to; None where there is no such leg today."""
    return of_visit(day, leg_id.rpartition(".")[0])


def of_booking(day: HallDay, code: str) -> Agencies | None:
    """The agency of a booking; None where there is no such booking."""
    booking = day.bookings.get(code)
    return of_service(day, booking.service_id) if booking else None


def of_scope(day: HallDay, scope: str) -> Agencies:
    """The agency of a scope of hours and of stopped numbers; nobody's where it is the hall's or a kiosk's."""
    kind, _, name = scope.partition(":")
    return (
        frozenset({name}) if kind == "agency" else of_service(day, name) if kind == "service" else frozenset()
    )


def of_event(day: HallDay, event: Event) -> Agencies | None:
    """The agencies that an event concerns; None where it is everybody's. `day` is a later state.

    What a later version of the log holds is read by nobody's staff: whom it concerns is not known here.
    """
    told: Any = event
    if isinstance(event, (Unknown, VisitAbandoned, LateTicketAdopted)):
        return _of_no_visit(day, event)
    if (visit_id := getattr(told, "visit_id", None)) is not None:
        return of_visit(day, visit_id)
    if (leg_id := getattr(told, "leg_id", None)) is not None:
        return of_leg(day, leg_id)
    if (counter_id := getattr(told, "counter_id", None)) is not None:
        return of_counter(day, counter_id)
    if isinstance(event, (BookingMade, BookingReleased)):
        return of_booking(day, event.code)
    series_id = getattr(told, "series_id", None)
    drawn = [s for s in day.config.services if s.series_id == series_id]
    return frozenset(s.agency_id for s in drawn) or None


def _of_no_visit(day: HallDay, event: Unknown | VisitAbandoned | LateTicketAdopted) -> Agencies:
    if isinstance(event, LateTicketAdopted):
        return of_service(day, event.service_id)
    known = of_visit(day, event.visit_id) if isinstance(event, VisitAbandoned) else None
    return known or frozenset()


def of_codes(day: HallDay, rows: Iterable[Mapping[str, Any]], agency_id: str) -> list[Mapping[str, Any]]:
    """Those rights or bookings (as data, by `service_id` and `plan`) that concern an agency."""

    def concerns(row: Mapping[str, Any]) -> bool:
        services = (row["service_id"], *row.get("plan", ()))
        return any(agency_id in of_service(day, service_id) for service_id in services)

    return [row for row in rows if concerns(row)]
