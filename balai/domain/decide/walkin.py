"""Serving somebody who stands at the counter and was not called: no ticket, or a number from a paper roll."""

from __future__ import annotations

from datetime import datetime

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.counters import check_idle, on_duty
from balai.domain.decide.issuing.claiming import unbooked
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.named import check_new, check_offered, service_of
from balai.domain.decide.visits import number_for
from balai.domain.state import HallDay


def serve_now(day: HallDay, command: ec.ServeNow, now: datetime) -> list[e.Event]:
    """Give a number and begin at once, at an idle counter that offers the service. Hours are the desk's own
    affair; the quota holds."""
    counter, state = on_duty(day, command)
    check_idle(day, state)
    service = service_of(day, command.service_id)
    check_offered(counter, service.id)
    check_new(day, command.visit_id)
    if command.priority_class == "appointment":
        raise unbooked()
    within_quota(day, service, command.persons, now)
    number, series_id, ordinal = number_for(day, service, command.paper, now)
    leg_id = f"{command.visit_id}.1"
    issued = e.VisitIssued(
        visit_id=command.visit_id, leg_id=leg_id, number=number, series_id=series_id, ordinal=ordinal,
        service_id=service.id, priority_class=command.priority_class, channel="counter",
        persons=command.persons,
    )  # fmt: skip
    return [issued, e.LegTaken(leg_id, counter.id)]
