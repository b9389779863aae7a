"""What the commands about people who wait make happen: keeping a place, coming back, going for something
else."""

from __future__ import annotations

from datetime import datetime, timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.decide.issuing.claiming import unbooked
from balai.domain.decide.issuing.journeys import check_journey
from balai.domain.decide.issuing.quota import within_quota
from balai.domain.decide.issuing.ticketing import Reach
from balai.domain.decide.named import service_of, visit_of
from balai.domain.decide.visits import journey_to, waiting_visit
from balai.domain.errors import Refusal
from balai.domain.order.discipline import rule_of
from balai.domain.order.lanes import standard
from balai.domain.rights import done_by
from balai.domain.state import HallDay
from balai.domain.visit import OPEN, Leg, LegState, Visit

CLASSES = ("regular", "priority", "high", "appointment")


def set_aside(day: HallDay, command: ec.SetAside, now: datetime) -> list[e.Event]:
    """Keep somebody's place for a while: as long and as often as the hall's rules allow."""
    leg = day.legs.get(command.leg_id)
    if leg is None or leg.state is not LegState.WAITING:
        raise Refusal("leg_not_waiting", "This visitor does not wait (any more).", leg_id=command.leg_id)
    rules = day.config.rules
    if leg.kept >= rules.keep_place_times:
        raise Refusal(
            "place_kept_before",
            f"The place of {leg.number} was kept {leg.kept} time(s) already.",
            times=rules.keep_place_times,
        )
    latest = now + timedelta(minutes=rules.keep_place_minutes)
    until = command.until or latest
    if not now < until <= latest:
        raise Refusal(
            "place_kept_too_long",
            f"A place is kept for up to {rules.keep_place_minutes} minutes from now.",
            minutes=rules.keep_place_minutes,
        )
    return [e.LegSetAside(leg.id, until)]


def reinstate(day: HallDay, command: c.ReinstateLeg, now: datetime) -> list[e.Event]:
    """Who was absent reports and waits again, by the hall's rule of return."""
    leg = day.legs.get(command.leg_id)
    if leg is None or leg.state is not LegState.MISSED:
        raise Refusal("leg_not_missed", "This visitor was not marked as absent.", leg_id=command.leg_id)
    service_of(day, leg.service_id)  # gone, where a correction says later that somebody had not come
    _may_return(day, leg, now)
    rule = day.config.rules.return_rule
    return [e.LegReinstated(leg.id, str(leg.counter_id), return_base(day, leg, now), rule)]


def _may_return(day: HallDay, leg: Leg, now: datetime) -> None:
    rules = day.config.rules
    if rules.return_times is not None and leg.returns >= rules.return_times:
        raise Refusal(
            "return_spent", f"{leg.number} has come back {leg.returns} time(s).", times=rules.return_times
        )
    missed_at = leg.ended_at or now
    if rules.return_minutes is not None and now > missed_at + timedelta(minutes=rules.return_minutes):
        raise Refusal(
            "return_too_late",
            f"{leg.number} could come back for {rules.return_minutes} minutes.",
            minutes=rules.return_minutes,
        )
    if leg.returned_at is None:
        return
    left = leg.returned_at + timedelta(minutes=rules.return_pause_minutes) - now
    if left > timedelta():
        raise Refusal(
            "return_too_soon",
            f"{leg.number} came back a short while ago and was absent again.",
            seconds_left=round(left.total_seconds()),
        )


def return_base(day: HallDay, leg: Leg, now: datetime) -> datetime:
    """What the place of somebody who comes back counts from (aware), never from before the one they had."""
    rules = day.config.rules
    if rules.return_rule == "at_once":
        return leg.base
    service = day.config.service_by_id[leg.service_id]
    if rules.return_rule == "half_standard":
        return max(leg.base, now - standard(service, leg.priority_class) / 2)
    return max(leg.base, min(now, _after_numbers(day, leg, now)))


def _after_numbers(day: HallDay, leg: Leg, now: datetime) -> datetime:
    """Just after the n-th of those who wait for the same service, by the order of the rule in force."""
    rule, rules = rule_of(day.config.rules), day.config.rules
    own = rule.shift(day.config.service_by_id[leg.service_id], leg.priority_class, rules)
    places = sorted(rule.place(other, rules) for other in day.line(leg.service_id))
    if not places:
        return leg.base
    last = places[min(day.config.rules.return_after, len(places)) - 1]
    return last - own + timedelta(microseconds=1)


def change(day: HallDay, command: ec.ChangeVisit, now: datetime) -> list[e.Event]:
    """A visit that waits goes for another service or class. A new service's hours and quota hold."""
    visit, leg = waiting_visit(day, command.visit_id)
    kind = command.priority_class or visit.priority_class
    if kind not in CLASSES:
        raise Refusal("class_unknown", "This class is not one of the list.", known=list(CLASSES))
    if kind == "appointment" and visit.slot is None:
        raise unbooked()
    service_id, plan, reach = leg.service_id, visit.plan, Reach()
    if command.service_id not in (None, leg.service_id):
        (service_id, *rest), reach = _other_journey(day, visit, str(command.service_id), now)
        plan = tuple(rest)
    if command.also:
        plan, reach = _more(day, visit, (service_id, *plan), command.also, now)
    if (service_id, kind, plan) == (leg.service_id, visit.priority_class, visit.plan):
        return []
    told = reach.state, reach.first_on, reach.step
    return [e.VisitChanged(visit.id, leg.id, service_id, kind, plan, *told)]


def _more(
    day: HallDay, visit: Visit, way: tuple[str, ...], also: tuple[str, ...], now: datetime
) -> tuple[tuple[str, ...], Reach]:
    """What is to be gone through after the first of a `way`, with more services at its end and what must come
    before those; with what is told of reaching them today."""
    done = set(done_by(visit, day.legs))
    wanted = journey_to(day, [service_of(day, id_) for id_ in also], {*done, *way})
    added = [service for service in wanted if service.id not in way]
    for service in added:
        within_quota(day, service, visit.persons, now, visit=visit)
    known = day.config.service_by_id
    journey = [*(known[id_] for id_ in way if id_ in known), *added]
    reach = check_journey(day, journey, visit.priority_class, day.current_leg(visit).base, now)
    return (*way[1:], *(service.id for service in added)), reach


def _other_journey(day: HallDay, visit: Visit, service_id: str, now: datetime) -> tuple[list[str], Reach]:
    """The services to go through for another one: what comes first, and what was planned anyway; with what
    is told of reaching them today."""
    journey = journey_to(day, [service_of(day, service_id)], set(done_by(visit, day.legs)))
    leg = day.current_leg(visit)
    for service in journey:
        within_quota(day, service, visit.persons, now, visit=visit)
    known = day.config.service_by_id
    journey += [known[id_] for id_ in visit.plan if id_ in known and known[id_] not in journey]
    reach = check_journey(day, journey, visit.priority_class, leg.base, now)
    return [service.id for service in journey], reach


def mark_ticket(day: HallDay, command: ec.MarkTicket, now: datetime) -> list[e.Event]:
    """Note that a ticket was not printed, or was printed after all, or that nobody knows."""
    visit = visit_of(day, command.visit_id)
    same = visit.printed == command.printed if command.certain else visit.print_unsure
    if same:
        return []
    return [e.TicketMarked(visit.id, visit.leg_ids[-1], command.printed, command.certain)]


def ask_for_copy(day: HallDay, command: ec.AskForCopy, now: datetime) -> list[e.Event]:
    """A copy of the ticket of somebody who is in the hall. Raises Refusal `visit_ended` where the visit is
    over for good."""
    visit = visit_of(day, command.visit_id)
    leg = day.current_leg(visit)
    if leg.state not in OPEN and leg.state is not LegState.MISSED:
        raise Refusal("visit_ended", f"The visit of {visit.number} is over: {leg.state}.", state=leg.state)
    # A number that staff gave has no paper before somebody prints it.
    first = visit.channel != "kiosk" and visit.printed is None
    return [e.CopyAsked(visit.id, leg.id, leg.service_id, visit.plan, command.kiosk_id, again=not first)]
