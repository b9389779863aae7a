"""Lanes: one first-in queue for each service and class, so that every rule finds its next at a head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from balai.domain.hall.config import Service
from balai.domain.order.line import Line
from balai.domain.visit import Leg

#: The classes of priority that a service may switch off.
LEVELS = ("priority", "high")
LaneKey = tuple[str, bool]  # priority class, transferred
Waiting = Mapping[str, Mapping[LaneKey, Line]]
_NOBODY = Line()


def lane_of(leg: Leg) -> LaneKey:
    """The lane of its service in which a leg waits."""
    return leg.priority_class, leg.transferred


def enqueue(waiting: Waiting, leg: Leg) -> Waiting:
    """The lanes with `leg` in its place."""
    lanes, lane = waiting.get(leg.service_id, {}), lane_of(leg)
    line = lanes.get(lane, _NOBODY)
    return {**waiting, leg.service_id: {**lanes, lane: line.joined(leg)}}


def dequeue(waiting: Waiting, leg: Leg) -> Waiting:
    """The lanes without `leg`; an empty lane goes. Raises KeyError where the leg does not wait."""
    lanes = waiting[leg.service_id]
    line = lanes[lane_of(leg)].left(leg.id)
    if line:
        return {**waiting, leg.service_id: {**lanes, lane_of(leg): line}}
    others = {key: other for key, other in lanes.items() if key != lane_of(leg)}
    if others:
        return {**waiting, leg.service_id: others}
    return {service: kept for service, kept in waiting.items() if service != leg.service_id}


def class_at(service: Service, priority_class: str) -> str:
    """The class that somebody has at a service: priority may be switched off there."""
    return "regular" if priority_class in LEVELS and not service.priority else priority_class


def standard(service: Service, priority_class: str) -> timedelta:
    """How long a visitor of a class is promised to wait at the longest; booked ones as priority, and
    nobody longer than regular ones."""
    if priority_class == "regular" or class_at(service, priority_class) == "regular":
        return _minutes(service.wait_minutes)
    return _minutes(min(service.priority_wait_minutes, service.wait_minutes))


@cache
def _minutes(count: int) -> timedelta:
    """The few spans that a hall has, each made once: every place in a line is asked for one."""
    return timedelta(minutes=count)
