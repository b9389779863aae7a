"""Numbers are stopped and go on: for the hall, an agency, a service or a kiosk. Who has one is served."""

from __future__ import annotations

from datetime import datetime

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.issuing.admission import awaited
from balai.domain.decide.named import check_reason
from balai.domain.errors import Refusal
from balai.domain.hall.calendar import HALL, agency_scope, service_scope
from balai.domain.hall.config import Counter, Service
from balai.domain.hall.opening import scopes
from balai.domain.registers.stopped import STOP_REASONS, Stopped
from balai.domain.state import HallDay

KIOSK = "kiosk:"
#: What becomes of those who wait when the last counter of their service leaves: they wait on and numbers
#: go on; they wait on and no more numbers are given; their waiting ends with a right for another day.
LEFT_WAITING = ("stay", "stop", "end")


def stop(day: HallDay, command: c.StopNumbers, now: datetime) -> list[e.Event]:
    """Give no more numbers in a scope, or change the reason or the end."""
    _known(day, command.scope)
    check_reason(command.reason, STOP_REASONS)
    if command.until is not None and command.until <= now:
        raise Refusal("time_passed", "This time has passed already.", until=command.until.isoformat())
    before = day.stopped.get(command.scope)
    if before is not None and (before.reason, before.until) == (command.reason, command.until):
        return []
    return [e.NumbersStopped(command.scope, command.reason, command.until)]


def go_on(day: HallDay, command: c.GoOn, now: datetime) -> list[e.Event]:
    """Give numbers again; harmless to repeat."""
    return [e.NumbersResumed(command.scope)] if command.scope in day.stopped else []


def over(day: HallDay, now: datetime) -> list[Stopped]:
    """The stops whose time has passed at `now`."""
    return [stopped for stopped in day.stopped.values() if stopped.until is not None and stopped.until <= now]


def check_stopped(day: HallDay, service: Service, actor: str, now: datetime) -> None:
    """Raise Refusal `numbers_stopped`, with scope, reason and the local time of the end, where no number
    may be given by this actor."""
    if not day.stopped:
        return
    kiosk = KIOSK + actor.partition(":")[2] if actor.startswith("device:") else ""
    for scope in (*scopes(service), kiosk):
        stopped = day.stopped.get(scope)
        if stopped is not None and (stopped.until is None or now < stopped.until):
            until = stopped.until.astimezone(day.config.zone) if stopped.until else None
            raise Refusal(
                "numbers_stopped",
                f"No numbers of {service.name} are given now.",
                scope=scope,
                reason=stopped.reason,
                until=f"{until:%H:%M}" if until else None,
            )


def left_alone(day: HallDay, counter: Counter, now: datetime) -> dict[str, int]:
    """The services that people wait for and that no other counter serves once this one leaves, which is
    there or awaited; with how many wait."""
    is_awaited = awaited(day, now)
    found = {}
    for service_id in counter.service_ids:
        others = (desk for desk in day.desks_for(service_id) if desk.id != counter.id)
        waiting = day.waiting_count(service_id)
        if waiting and not any(map(is_awaited, others)):
            found[service_id] = waiting
    return found


def leaving(day: HallDay, command: c.CloseCounter, counter: Counter, now: datetime) -> list[e.Event]:
    """What happens to those who wait as the last counter of their service leaves. Raises Refusal
    `last_counter` where that was not said."""
    alone = left_alone(day, counter, now)
    if not alone:
        return []
    if command.waiting not in LEFT_WAITING:
        raise Refusal(
            "last_counter",
            f"{sum(alone.values())} still wait here, and no other counter serves them.",
            services=list(alone),
            waiting=sum(alone.values()),
            choices=list(LEFT_WAITING),
        )
    if command.waiting == "stay":
        return []
    return [
        e.NumbersStopped(service_scope(service_id), "no_counter")
        for service_id in alone
        if service_scope(service_id) not in day.stopped
    ]


def opening(day: HallDay, counter: Counter) -> list[e.Event]:
    """Numbers that were stopped for want of a counter go on when one comes."""
    return [
        e.NumbersResumed(scope)
        for scope in map(service_scope, counter.service_ids)
        if scope in day.stopped and day.stopped[scope].reason == "no_counter"
    ]


def _known(day: HallDay, scope: str) -> None:
    config = day.config
    known = {HALL, *map(agency_scope, config.agency_by_id), *map(service_scope, config.service_by_id)}
    if scope not in known and not (scope.startswith(KIOSK) and len(scope) > len(KIOSK)):
        raise Refusal("scope_unknown", "This is no part of the hall.", scope=scope)
