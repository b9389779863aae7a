"""Where a transfer leads: any counter of a service, a chosen one (a colleague's), or back to the sender."""

from __future__ import annotations

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.named import check_offered, desk, service_of
from balai.domain.errors import Refusal
from balai.domain.hall.config import Service
from balai.domain.order.bound import bound_to
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, LegState


def destination(day: HallDay, leg: Leg, command: c.Transfer) -> tuple[Service, str | None]:
    """The service and, where one counter alone shall call, that counter. Raises Refusal where it is closed,
    does not offer the service, or nobody sent the visitor here."""
    if command.back:
        sender = _sender(day, leg)
        service = service_of(day, sender.service_id)
        at = str(sender.counter_id)
        return service, at if _may_call(day, at, service) else None
    service = service_of(day, command.service_id or "")
    if command.to_counter is None:
        return service, None
    counter = desk(day, command.to_counter)
    if day.counter(counter.id).status is CounterStatus.CLOSED:
        raise Refusal("counter_closed", f"Counter {counter.shown} is closed.", counter_id=counter.id)
    check_offered(counter, service.id)
    return service, counter.id


def _sender(day: HallDay, leg: Leg) -> Leg:
    visit = day.visits[leg.visit_id]
    place = visit.leg_ids.index(leg.id)
    before = day.legs.get(visit.leg_ids[place - 1]) if place else None
    if before is None or before.state is not LegState.TRANSFERRED:
        raise Refusal("no_sender", f"{leg.number} was not sent here by another counter.")
    return before


def _may_call(day: HallDay, counter_id: str, service: Service) -> bool:
    counter = day.desk(counter_id)
    there = day.counter(counter_id).status is not CounterStatus.CLOSED
    return counter is not None and there and service.id in counter.service_ids


def released(day: HallDay, counter_id: str) -> list[e.Event]:
    """Who was sent to a counter that closes waits for every counter that offers the service."""
    return [e.LegReturned(leg.id) for leg in bound_to(day, counter_id)]
