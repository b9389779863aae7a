"""What happened to one visit, from ticket to leaving, as one list. Pure: from the log's events alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from typing import Any

from balai.domain import events as e
from balai.domain.hall.config import HallConfig
from balai.domain.state import Happened
from balai.protocol.answers.visits import VisitStep
from balai.words.catalogue import written_languages
from balai.words.why import told_by_log
from server.views.telling import sentence, told_of

_CORRECTED = ("corrects", "state", "started_at", "ended_at")


def timeline(
    log: Iterable[Happened], visit_id: str, config: HallConfig, *, staff: bool
) -> tuple[VisitStep, ...]:
    """The steps of a visit in order; `log` may hold events of others. What each was in words, and why
    somebody was called, is told to `staff` only, with clock times in the hall's zone."""
    steps: list[VisitStep] = []
    services: dict[str, str] = {}
    for happened in log:
        event: Any = happened.event
        leg_id = getattr(event, "leg_id", None)
        if leg_id is None or leg_id.rpartition(".")[0] != visit_id:
            continue
        if isinstance(event, (e.VisitIssued, e.LegBegun)):
            services[leg_id] = event.service_id
        if isinstance(event, e.LegTransferred):
            services[event.new_leg_id] = event.service_id
        steps.append(_step(happened, services.get(leg_id), config, staff=staff))
    return tuple(steps)


def _step(happened: Happened, service_id: str | None, config: HallConfig, *, staff: bool) -> VisitStep:
    event: Any = happened.event
    zone = config.zone
    return VisitStep(
        seq=happened.seq,
        at=happened.when,
        type=event.TYPE,
        leg_id=event.leg_id,
        service_id=service_id,
        counter_id=getattr(event, "counter_id", None),
        next_service_id=event.service_id if isinstance(event, (e.LegTransferred, e.LegCorrected)) else None,
        until=getattr(event, "until", None),
        reason=getattr(event, "reason", None) if staff else None,
        why=told_by_log(getattr(event, "why", None), zone) if staff else {},
        told=_told(happened, config, zone) if staff else {},
        outcome=getattr(event, "outcome", None),
        **{name: getattr(event, name, None) for name in _CORRECTED},
    )


def _told(happened: Happened, config: HallConfig, zone: tzinfo) -> dict[str, tuple[str, ...]]:
    told = told_of(config, happened)
    return {
        language: tuple(sentence(one, happened.when, language, zone) for one in told)
        for language in written_languages()
    }
