"""What the commands about visits make happen: numbers, cancelling, returning, closing time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.quota import within_quota
from balai.domain.decide.stopping import check_stopped
from balai.domain.decide.ticketing import Reach, check_ticket
from balai.domain.errors import Refusal
from balai.domain.fold.visits import base_of
from balai.domain.hall.calendar import HALL
from balai.domain.hall.config import Series, Service
from balai.domain.hall.numbering import Block, draw, label, paper_prefix
from balai.domain.hall.opening import next_valid, zone_of
from balai.domain.order.position import prospect
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, LegState

MOST_PERSONS = 50
#: The series of numbers that a paper roll gives while a machine is broken.
PAPER = "paper-roll"


def service_of(day: HallDay, service_id: str) -> Service:
    """A service by id. Raises Refusal `service_unknown`."""
    service = day.config.service_by_id.get(service_id)
    if service is None:
        raise Refusal("service_unknown", f"This hall has no service {service_id!r}.", service_id=service_id)
    return service


def next_day(day: HallDay, service: Service) -> dict[str, object]:
    """The next valid day of a service, as parameters of a refusal."""
    found = next_valid(day.config, service, day.date)
    return {"next_day": found.day.isoformat(), "next_time": found.time.isoformat("minutes")} if found else {}


def issue(day: HallDay, command: c.IssueVisit, now: datetime) -> list[e.Event]:
    """A number for the first service of the journey. A right carried over is never refused for hours
    or quota: it was accepted on another day."""
    wanted = service_of(day, command.service_id)
    if command.visit_id in day.visits:
        raise Refusal("visit_exists", "This visit has its number already.", visit_id=command.visit_id)
    if not 1 <= command.persons <= MOST_PERSONS:
        raise Refusal("group_too_large", f"A group has 1 to {MOST_PERSONS} persons.", most=MOST_PERSONS)
    services = [wanted, *(service_of(day, service_id) for service_id in command.also)]
    journey = journey_to(day, services, set(command.done))
    reach = Reach()
    if command.voucher is not None:
        _redeem(day, command)
    else:
        for service in journey:
            within_quota(day, service, command.persons, command.slot or now, booked=command.slot is not None)
        check_stopped(day, journey[0], command.actor, now)
        base = base_of(day, now, command.slot, None)
        leg = prospect(day, journey[0], command.priority_class, base, now)
        reach = check_ticket(day, journey[0], leg, now)
    number, series_id, ordinal = number_for(day, wanted, command.paper, now)
    plan = tuple(service.id for service in journey[1:])
    return [
        e.VisitIssued(
            command.visit_id, f"{command.visit_id}.1", number, series_id, ordinal,
            journey[0].id, command.priority_class, command.channel, plan, command.slot, command.voucher,
            reach.state, reach.first_on, command.persons,
        )
    ]  # fmt: skip


def number_for(day: HallDay, service: Service, paper: int | None, now: datetime) -> tuple[str, str, int]:
    """The number of a new visit with its series and ordinal: the next of the service's series, or the one
    that the visitor holds from a paper roll. Raises Refusal `paper_number_taken`."""
    if paper is None:
        series = day.config.series_by_id[service.series_id]
        block = next_numbers(day, series, now)
        return block.labels[0], series.id, block.first
    prefix = paper_prefix(day.config)
    number, given = label(prefix, paper), day.numbers.get(prefix)
    if given is not None and given.has(paper):
        raise Refusal("paper_number_taken", f"{number} has come already today.", number=number)
    return number, PAPER, paper


def journey_to(day: HallDay, wanted: Sequence[Service], done: set[str]) -> list[Service]:
    """The services to go through, each after those that it names (checked to be free of circles
    when the hall's file was read)."""
    journey: list[Service] = []

    def add(service: Service) -> None:
        for first in service.after:
            if first not in done and first in day.config.service_by_id:
                add(day.config.service_by_id[first])
        if service not in journey:
            journey.append(service)

    for service in wanted:
        add(service)
    return journey


def _redeem(day: HallDay, command: c.IssueVisit) -> None:
    voucher = day.vouchers.get(command.voucher or "")
    if voucher is None:
        raise Refusal("voucher_unknown", "This voucher is not valid, or was used already.")
    if voucher.valid_on is not None and voucher.valid_on != day.date:
        raise Refusal(
            "voucher_other_day",
            f"This voucher is for {voucher.valid_on}.",
            valid_on=voucher.valid_on.isoformat(),
        )
    if voucher.service_id != command.service_id:
        raise Refusal(
            "voucher_other_service", "This voucher is for another service.", service_id=voucher.service_id
        )


def cancel(day: HallDay, command: c.CancelVisit, now: datetime) -> list[e.Event]:
    """A visit ends while it waits."""
    visit = day.visits.get(command.visit_id)
    if visit is None:
        raise Refusal("visit_unknown", "No visit of today has this id.", visit_id=command.visit_id)
    leg = day.current_leg(visit)
    if leg.state not in (LegState.WAITING, LegState.PARKED):
        raise Refusal("leg_not_waiting", f"{visit.number} is {leg.state}, not waiting.", state=leg.state)
    return [e.VisitCancelled(visit.id, leg.id)]


def reserve(day: HallDay, command: c.ReserveNumbers, now: datetime) -> list[e.Event]:
    """A block of numbers for a device."""
    series = day.config.series_by_id.get(command.series_id)
    if series is None:
        raise Refusal("series_unknown", f"No series {command.series_id!r}.", series_id=command.series_id)
    block = next_numbers(day, series, now, command.count)
    prefix, width = block.prefix, block.width
    return [e.NumbersReserved(series.id, block.first, block.last, command.actor, prefix, width)]


def next_numbers(day: HallDay, series: Series, now: datetime, count: int = 1) -> Block:
    """The next numbers of a series at `now` (aware)."""
    local = now.astimezone(zone_of(day.config)).time()
    return draw(day.config, day.numbers, series, local, count)


def return_leg(day: HallDay, command: c.ReturnLeg, now: datetime) -> list[e.Event]:
    """A parked leg waits again."""
    leg = day.legs.get(command.leg_id)
    if leg is None or leg.state is not LegState.PARKED:
        raise Refusal("leg_not_parked", "This visitor is not waiting aside.", leg_id=command.leg_id)
    return [e.LegReturned(leg.id)]


def close_day(day: HallDay, command: c.CloseDay, now: datetime) -> list[e.Event]:
    """Whoever still waits or is parked goes unserved, with a right for the next valid day.

    Only visits for which `codes` has a voucher code are ended, so that none leaves without one.
    """
    if command.actor.startswith("staff:") and HALL not in day.stopped:
        raise Refusal("numbers_go_on", "Stop the numbers of the hall first.")
    return unserved_events(day, waiting_legs(day), command.codes)


def waiting_legs(day: HallDay) -> list[Leg]:
    """Who waits or is aside."""
    waiting = [leg for lanes in day.lanes.values() for line in lanes.values() for leg in line]
    return waiting + [day.legs[leg_id] for leg_id in day.parked]


def unserved_events(day: HallDay, legs: list[Leg], codes: Mapping[str, str]) -> list[e.Event]:
    """These go unserved, each with a right for its service's next valid day, or for the day on which it
    opens again where none is known."""
    events: list[e.Event] = []
    for leg in sorted(legs, key=lambda leg: leg.order):
        code = codes.get(leg.visit_id)
        if code is not None:
            found = next_valid(day.config, day.config.service_by_id[leg.service_id], day.date)
            events.append(e.VisitUnserved(leg.visit_id, leg.id, code, found.day if found else None))
    return events


def end_day(day: HallDay, command: c.EndDay, now: datetime) -> list[e.Event]:
    """Nobody is left behind in a day that is over: not who waits, not who is at a counter."""
    events: list[e.Event] = []
    for leg in day.legs_at_counters():
        if leg.state is LegState.SERVING:
            events.append(e.LegLapsed(leg.id, str(leg.counter_id)))
        else:
            events.append(e.LegParked(leg.id, str(leg.counter_id), None))
    called = [leg for leg in day.legs_at_counters() if leg.state is LegState.CALLED]
    events += unserved_events(day, waiting_legs(day) + called, command.codes)
    held = [s.id for s in day.counters.values() if s.status is not CounterStatus.CLOSED]
    return [*events, *(e.CounterReleased(counter_id) for counter_id in held)]


def reopen(day: HallDay, command: c.Reopen, now: datetime) -> list[e.Event]:
    """Whose waiting was ended today waits again, and numbers of the hall go on."""
    events: list[e.Event] = [
        e.VisitRestored(visit_id, day.visits[visit_id].leg_ids[-1], code)
        for code, visit_id in day.ended.items()
    ]
    return [*events, *([e.NumbersResumed(HALL)] if HALL in day.stopped else [])]
