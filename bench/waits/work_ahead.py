"""The work that a hall's rule puts before somebody, shared by the open counters: a peer of the estimator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from balai.domain.hall.config import Counter
from balai.domain.order.discipline import rule_of
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg


def work_ahead(
    day: HallDay,
    service_id: str,
    priority_class: str,
    now: datetime,
    leg: Leg | None = None,
    minutes: Callable[[str], float] | None = None,
) -> float | None:
    """The seconds of work that the rule puts before a leg (or before a new ticket of the class),
    shared by the open counters able to serve it. None where there is no such counter.

    `minutes` gives the length of a service; the standard time unless said otherwise.
    """
    able = _serving(day, service_id)
    if not able:
        return None
    length = minutes or (lambda service: float(day.config.service_by_id[service].service_minutes))
    mine = _rank(day, service_id, priority_class, now, leg)
    work = 0.0
    for service, lanes in day.lanes.items():
        sharing = _serving(day, service)
        share = sum(c in able for c in sharing) / len(sharing) if sharing else 0.0
        if share:
            ahead = sum(_key(day, other) < mine for line in lanes.values() for other in line)
            work += ahead * length(service) * 60 * share
    busy = [at_desk for at_desk in (day.leg_at(counter.id) for counter in able) if at_desk is not None]
    for at_desk in busy:
        whole = length(at_desk.service_id) * 60
        work += max(whole / 4, whole - (now - (at_desk.called_at or now)).total_seconds())
    return 0.0 if len(busy) < len(able) and not work else work / len(able)


def _serving(day: HallDay, service_id: str) -> list[Counter]:
    offering = day.config.counters_for.get(service_id, ())
    return [c for c in offering if day.counter(c.id).status is not CounterStatus.CLOSED]


def _rank(
    day: HallDay, service_id: str, priority_class: str, now: datetime, leg: Leg | None
) -> tuple[datetime, int]:
    if leg is not None:
        return _key(day, leg)
    rules = day.config.rules
    shift = rule_of(rules).shift(day.config.service_by_id[service_id], priority_class, rules)
    return now + shift, 1 << 60


def _key(day: HallDay, leg: Leg) -> tuple[datetime, int]:
    rules = day.config.rules
    return rule_of(rules).place(leg, rules), leg.order
