"""Coming back on another day to collect what is ready then: a right like that of the unserved."""

from __future__ import annotations

from datetime import datetime

from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.counters import in_hand
from balai.domain.decide.issuing.journeys import next_day
from balai.domain.errors import Refusal
from balai.domain.rights import opens_on
from balai.domain.state import HallDay
from balai.domain.visit import LegState


def promise(day: HallDay, command: ec.PromiseCollection, now: datetime) -> list[e.Event]:
    """Give the visitor in hand a right for a later day on which the service is open."""
    leg = in_hand(day, command, LegState.SERVING)
    service = day.config.service_by_id[leg.service_id]
    if command.on <= day.date:
        raise Refusal("collect_later", "Things are collected on a later day than today.")
    if not opens_on(day.config, service, command.on):
        raise Refusal(
            "collect_closed", f"{service.name} is closed on {command.on}.",
            service_id=service.id, **next_day(day, service),
        )  # fmt: skip
    if day.has_code(command.code):
        raise Refusal("code_taken", "This code stands for another right; send it again.")
    promised = e.CollectionPromised(
        leg.visit_id, leg.id, command.counter_id, command.code, service.id, command.on
    )
    return [promised]
