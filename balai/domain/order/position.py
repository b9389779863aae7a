"""Where a waiting leg stands: how many of its service are before it, by the rule in force."""

from __future__ import annotations

from datetime import timedelta

from balai.domain.order.lanes import LaneKey, lane_of, standard
from balai.domain.state import HallDay
from balai.domain.visit import Leg


def ahead(day: HallDay, leg: Leg) -> int:
    """How many people wait for the same service and come before `leg` by the rule's order.

    Under a ratio only the own class counts, since the turns of the classes are not an order.
    """
    return sum(
        line.before((leg.base + _shift(day, leg, key), leg.order))
        for key, line in day.lanes.get(leg.service_id, {}).items()
        if day.config.rules.discipline != "ratio" or _regular(key[0]) == _regular(leg.priority_class)
    )


def _regular(priority_class: str) -> bool:
    return priority_class == "regular"


def _shift(day: HallDay, leg: Leg, key: LaneKey) -> timedelta:
    """What makes an arrival in another lane as good as the leg's own: the difference of standards."""
    if day.config.rules.discipline != "earliest_due" or key == lane_of(leg):
        return timedelta()
    service = day.config.service_by_id[leg.service_id]
    return standard(service, leg.priority_class) - standard(service, key[0])
