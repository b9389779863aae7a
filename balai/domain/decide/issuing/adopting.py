"""Tickets that a device gave out while it was cut off: the paper wins, and no ticket is lost.

Nothing that is brought is refused for hours, quota or its number. What is brought again changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from balai.domain import events as e
from balai.domain.commands import chains as cc
from balai.domain.decide.issuing.claiming import check_chain
from balai.domain.decide.issuing.holding import chain_of
from balai.domain.decide.issuing.journeys import promised
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.named import service_of
from balai.domain.decide.visits import journey_to
from balai.domain.errors import Refusal
from balai.domain.hall.config import Service
from balai.domain.hall.localtime import day_bounds
from balai.domain.hall.opening import next_valid
from balai.domain.rights import opens_on
from balai.domain.state import HallDay
from balai.domain.visit import AT_COUNTER, LegState


def adopt(day: HallDay, command: cc.AdoptVisit, now: datetime) -> list[e.Event]:
    """The visit of a ticket, in its place by the time of the press. Raises Refusal `service_unknown` where
    neither its service nor another of its series is there any more, and `chain_of_another`."""
    chain_of(day, command.chain, command.actor)
    gone = _given_up(day, command.abandons, command)
    if command.visit_id in day.visits or command.visit_id in day.late:
        return gone
    check_chain(day, command.chain, command.after)
    service = _service(day, command)
    if command.day < day.date:
        return [*gone, _late(day, command, service)]
    at = came(day, command, now)
    known = [s for id_ in command.also if (s := day.config.service_by_id.get(id_)) is not None]
    journey = journey_to(day, [service, *known], set())
    reach = promised(day, journey, command.priority_class, at, now)
    issued = e.VisitIssued(
        command.visit_id, f"{command.visit_id}.1", command.number, command.series_id, command.ordinal,
        journey[0].id, command.priority_class, command.channel, tuple(s.id for s in journey[1:]),
        reach=reach.state, first_on=reach.first_on, step=reach.step, persons=command.persons, came=at,
        chain=command.chain, n=command.n, own=command.own, flags=_flags(day, command, journey, at),
    )  # fmt: skip
    return [*gone, issued]


def void(day: HallDay, command: cc.VoidVisit, now: datetime) -> list[e.Event]:
    """What the hub was asked for and nobody got: voided where it waits, and not given where the asking comes
    late. Raises Refusal `chain_of_another`."""
    chain_of(day, command.chain, command.actor)
    check_chain(day, command.chain, command.after)
    return _given_up(day, command.visit_id, command)


def came(day: HallDay, command: cc.AdoptVisit, now: datetime) -> datetime:
    """When the visitor came, for the order: the press, within the day and not before the numbers were there;
    now where that is not certain, so that a guess passes nobody."""
    if command.occurred_at is None or not command.clock_certain:
        return now
    begins = day_bounds(day.date, day.config.zone)[0].astimezone(UTC)
    earliest = max(begins, command.not_before or begins)
    return min(now, max(earliest, command.occurred_at.astimezone(UTC)))


def _given_up(day: HallDay, visit_id: str | None, by: cc.AdoptVisit | cc.VoidVisit) -> list[e.Event]:
    if visit_id is None or visit_id in day.abandoned:
        return []
    events: list[e.Event] = [e.VisitAbandoned(visit_id, by.chain, by.n)]
    visit = day.visits.get(visit_id)
    leg = day.current_leg(visit) if visit else None
    if leg is not None and leg.state in (LegState.WAITING, LegState.PARKED):
        events.append(e.VisitCancelled(leg.visit_id, leg.id, void=True))
    return events


def _service(day: HallDay, command: cc.AdoptVisit) -> Service:
    """The service, or where the hall has it no more the first that shares its numbers."""
    found = day.config.service_by_id.get(command.service_id)
    others = (service for service in day.config.services if service.series_id == command.series_id)
    return found or next(others, None) or service_of(day, command.service_id)


def _late(day: HallDay, command: cc.AdoptVisit, service: Service) -> e.LateTicketAdopted:
    found = next_valid(day.config, service, day.date)
    valid_on = day.date if opens_on(day.config, service, day.date) else found.day if found else None
    plan = tuple(id_ for id_ in command.also if id_ in day.config.service_by_id and id_ != service.id)
    if day.has_code(command.voucher):
        raise Refusal("code_taken", "This code stands for something else; send it again.")
    return e.LateTicketAdopted(
        command.visit_id, command.number, service.id, command.day, command.voucher, valid_on,
        command.chain, command.n, plan, command.priority_class, command.persons,
    )  # fmt: skip


def _flags(day: HallDay, command: cc.AdoptVisit, journey: list[Service], at: datetime) -> tuple[str, ...]:
    twice = any(visit.number == command.number for visit in day.visits.values())
    abandoned = day.visits.get(command.abandons or "")
    called = abandoned is not None and day.current_leg(abandoned).state in AT_COUNTER
    over = not all(map(partial(_has_room, day, command.persons, at), journey))
    found = {
        "over_quota": over, "number_twice": twice, "abandoned_called": called,
        "print_unknown": not command.certainly_printed,
    }  # fmt: skip
    return tuple(flag for flag, holds in found.items() if holds)


def _has_room(day: HallDay, persons: int, at: datetime, service: Service) -> bool:
    try:
        within_quota(day, service, persons, at)
    except Refusal:
        return False
    return True
