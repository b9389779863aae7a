"""Serving somebody who stands at the counter and was not called: no ticket, or a number from a paper roll."""

from __future__ import annotations

from datetime import datetime

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.counters import held
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.visits import number_for, service_of
from balai.domain.errors import Refusal
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus


def serve_now(day: HallDay, command: ec.ServeNow, now: datetime) -> list[e.Event]:
    """Give a number and begin at once, at an idle counter that offers the service. Hours are the desk's own
    affair; the quota holds."""
    counter, state = held(day, command)
    if state.leg_id is not None:
        number = day.legs[state.leg_id].number
        raise Refusal("leg_in_hand", f"{number} is still at this counter.", leg_id=state.leg_id)
    if state.status is CounterStatus.PAUSED:
        raise Refusal("counter_paused", f"Counter {counter.shown} is on a break.", counter_id=counter.id)
    service = service_of(day, command.service_id)
    if service.id not in counter.service_ids:
        raise Refusal(
            "service_elsewhere", f"Counter {counter.shown} does not offer it.", service_id=service.id
        )
    if command.visit_id in day.visits:
        raise Refusal("visit_exists", "This visit has its number already.", visit_id=command.visit_id)
    if command.priority_class == "appointment":
        raise Refusal("booking_missing", "A booked visitor checks in with the code of the booking.")
    within_quota(day, service, command.persons, now)
    number, series_id, ordinal = number_for(day, service, command.paper, now)
    leg_id = f"{command.visit_id}.1"
    issued = e.VisitIssued(
        visit_id=command.visit_id, leg_id=leg_id, number=number, series_id=series_id, ordinal=ordinal,
        service_id=service.id, priority_class=command.priority_class, channel="counter",
        persons=command.persons,
    )  # fmt: skip
    return [issued, e.LegTaken(leg_id, counter.id)]
