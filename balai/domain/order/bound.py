"""Who is sent to one counter alone: aside for everybody else, in line there by the same rule."""

from __future__ import annotations

from balai.domain.order.lanes import Waiting, enqueue
from balai.domain.state import HallDay
from balai.domain.visit import Leg


def bound_to(day: HallDay, counter_id: str) -> list[Leg]:
    """Those who wait for this counter alone."""
    if not day.parked:
        return []
    return [leg for leg_id in day.parked if (leg := day.legs[leg_id]).bound == counter_id]


def lanes_for(day: HallDay, counter_id: str) -> Waiting:
    """The lanes as this counter sees them: everybody's, and who is sent to it alone in their places."""
    lanes = day.lanes
    for leg in bound_to(day, counter_id):
        lanes = enqueue(lanes, leg)
    return lanes
