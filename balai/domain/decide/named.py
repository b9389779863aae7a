"""What commands name, by id or from a closed list: found, or refused where there is no such thing."""

from __future__ import annotations

from collections.abc import Sequence

from balai.domain.errors import Refusal
from balai.domain.hall.config import Counter, Service
from balai.domain.state import HallDay
from balai.domain.visit import Leg, Visit


def service_of(day: HallDay, service_id: str) -> Service:
    """A service by id. Raises Refusal `service_unknown`."""
    service = day.config.service_by_id.get(service_id)
    if service is None:
        raise Refusal("service_unknown", f"This hall has no service {service_id!r}.", service_id=service_id)
    return service


def desk(day: HallDay, counter_id: str) -> Counter:
    """A counter by id, with the services that its holder serves. Raises Refusal `counter_unknown`."""
    counter = day.desk(counter_id)
    if counter is None:
        raise Refusal("counter_unknown", f"This hall has no counter {counter_id!r}.", counter_id=counter_id)
    return counter


def check_offered(counter: Counter, service_id: str) -> None:
    """Raises Refusal `service_elsewhere` where a counter does not offer a service."""
    if service_id not in counter.service_ids:
        raise Refusal(
            "service_elsewhere", f"Counter {counter.shown} does not offer it.", service_id=service_id
        )


def visit_of(day: HallDay, visit_id: str) -> Visit:
    """A visit of the day by id. Raises Refusal `visit_unknown`."""
    visit = day.visits.get(visit_id)
    if visit is None:
        raise Refusal("visit_unknown", "No visit of today has this id.", visit_id=visit_id)
    return visit


def check_new(day: HallDay, visit_id: str) -> None:
    """Raises Refusal `visit_exists` where a visit has this id already."""
    if visit_id in day.visits:
        raise Refusal("visit_exists", "This visit has its number already.", visit_id=visit_id)


def leg_of(day: HallDay, leg_id: str) -> Leg:
    """A leg of the day by id. Raises Refusal `leg_unknown`."""
    leg = day.legs.get(leg_id)
    if leg is None:
        raise Refusal("leg_unknown", "No visitor of today has this id.", leg_id=leg_id)
    return leg


def check_reason(reason: str, known: Sequence[str]) -> None:
    """Raises Refusal `reason_unknown` for what is not on a closed list."""
    if reason not in known:
        raise Refusal("reason_unknown", "This reason is not one of the list.", known=list(known))


def check_outcome(day: HallDay, outcome: str) -> None:
    """Raises Refusal `outcome_unknown` for what is not on the hall's list."""
    known = [one.id for one in day.config.outcomes]
    if outcome not in known:
        raise Refusal("outcome_unknown", "This outcome is not on the hall's list.", known=known)
