"""What the commands about visits make happen: numbers, cancelling, returning, closing time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import NamedTuple

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.decide.closing import passed_by, waiting_legs
from balai.domain.decide.issuing.claiming import check_chain, check_wanted, claim
from balai.domain.decide.issuing.journeys import check_journey, promised
from balai.domain.decide.issuing.quota import is_bounded, within_quota
from balai.domain.decide.issuing.ticketing import SURE, Reach
from balai.domain.decide.named import check_new, service_of, visit_of
from balai.domain.decide.stopping import check_stopped
from balai.domain.errors import Refusal
from balai.domain.fold.visits import base_of
from balai.domain.hall.calendar import HALL
from balai.domain.hall.config import Series, Service
from balai.domain.hall.numbering import Block, draw, label, paper_prefix
from balai.domain.hall.opening import next_valid
from balai.domain.registers.bookings import Booking
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, LegState, Visit, Voucher

MOST_PERSONS = 50
#: The series of numbers that a paper roll gives while a machine is broken; no id of a hall has a colon.
PAPER = "paper:roll"


def check_persons(persons: int) -> None:
    """Raises Refusal `group_too_large`."""
    if not 1 <= persons <= MOST_PERSONS:
        raise Refusal("group_too_large", f"A group has 1 to {MOST_PERSONS} persons.", most=MOST_PERSONS)


class Stay(NamedTuple):
    """What a visitor comes for, in order, what is told of being served today, and what was done before."""

    journey: list[Service]
    reach: Reach
    priority_class: str
    persons: int
    done: tuple[str, ...]


def issue(day: HallDay, command: c.IssueVisit, now: datetime) -> list[e.Event]:
    """A number for the first service of the journey."""
    wanted = service_of(day, command.service_id)
    check_new(day, command.visit_id)
    if day.abandoned:
        check_wanted(day, command.visit_id)
    if command.after:
        check_chain(day, command.chain, command.after)
    if command.persons != 1:
        check_persons(command.persons)
    booking = claim(day, command, now)
    if booking is not None:
        stay = _booked(day, command, booking, now)
    else:
        stay = _newly(day, command, wanted, now) if command.voucher is None else _by_right(day, command, now)
    number, series_id, ordinal = number_for(day, wanted, command.paper, now)
    plan = tuple([service.id for service in stay.journey[1:]]) if len(stay.journey) > 1 else ()
    return [
        e.VisitIssued(
            command.visit_id, f"{command.visit_id}.1", number, series_id, ordinal,
            stay.journey[0].id, stay.priority_class, command.channel, plan,
            booking.slot if booking else None, command.voucher,
            stay.reach.state, stay.reach.first_on, stay.persons, stay.reach.step, stay.done,
            booking=command.booking, chain=command.chain, n=command.n,
        )
    ]  # fmt: skip


def _newly(day: HallDay, command: c.IssueVisit, wanted: Service, now: datetime) -> Stay:
    """Within quota and hours, at every service of the journey."""
    services = [wanted, *map(partial(service_of, day), command.also)]
    journey = journey_to(day, services, set(command.done))
    for service in journey:
        if is_bounded(day.config, service):
            within_quota(day, service, command.persons, now)
    if day.stopped:
        check_stopped(day, journey[0], command.actor, now)
    reach = check_journey(day, journey, command.priority_class, now, now)
    return Stay(journey, reach, command.priority_class, command.persons, command.done)


def _booked(day: HallDay, command: c.IssueVisit, booking: Booking, now: datetime) -> Stay:
    """As it was booked. It is never refused for hours or quota, since its place was promised; what is wanted
    beside it is."""
    wanted = service_of(day, command.service_id)
    own = journey_to(day, [wanted], set())
    beside = [service_of(day, service_id) for service_id in command.also]
    journey = journey_to(day, [wanted, *beside], set(command.done))
    for service in journey:
        if service not in own:
            within_quota(day, service, booking.persons, booking.slot, booked=True)
    kind = "appointment" if command.priority_class == "regular" else command.priority_class
    reach = promised(day, journey, kind, base_of(day, now, booking.slot, None), now)
    return Stay(journey, reach, kind, booking.persons, command.done)


def _by_right(day: HallDay, command: c.IssueVisit, now: datetime) -> Stay:
    """As the right has it: what is left of the journey, class and group. It is never refused for hours or
    quota, since it was accepted on another day; what is wanted beside it is."""
    right = _redeem(day, command)
    known = day.config.service_by_id
    left = [known[service_id] for service_id in right.journey if service_id in known]
    journey = left or [service_of(day, right.service_id)]
    persons = min(command.persons, right.persons) if command.persons > 1 else right.persons
    beside = [service_of(day, service_id) for service_id in command.also]
    for service in journey_to(day, beside, {*command.done, *right.done, *right.journey}):
        if service not in journey:
            within_quota(day, service, persons, now)
            journey.append(service)
    given = command.priority_class != "regular"
    priority_class = command.priority_class if given else right.priority_class
    return Stay(journey, SURE, priority_class, persons, tuple(dict.fromkeys((*right.done, *command.done))))


def number_for(day: HallDay, service: Service, paper: int | None, now: datetime) -> tuple[str, str, int]:
    """The number of a new visit with its series and ordinal: the next of the service's series, or the one
    that the visitor holds from a paper roll. Raises Refusal `paper_number_taken`."""
    if paper is None:
        series = day.config.series_by_id[service.series_id]
        block = next_numbers(day, series, now)
        return label(block.prefix, block.first, block.width), series.id, block.first
    prefix = paper_prefix(day.config)
    number, given = label(prefix, paper), day.numbers.get(prefix)
    if given is not None and given.has(paper):
        raise Refusal("paper_number_taken", f"{number} has come already today.", number=number)
    return number, PAPER, paper


def journey_to(day: HallDay, wanted: Sequence[Service], done: set[str]) -> list[Service]:
    """The services to go through, each after those that it names (checked to be free of circles
    when the hall's file was read)."""
    if len(wanted) == 1 and not wanted[0].after:
        return [wanted[0]]
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


def _redeem(day: HallDay, command: c.IssueVisit) -> Voucher:
    """The right that a code stands for today, for any service of its journey. Raises Refusal."""
    voucher = day.vouchers.get(command.voucher or "")
    if voucher is None:
        raise Refusal("voucher_unknown", "This voucher is not valid, or was used already.")
    if voucher.valid_on is not None and voucher.valid_on != day.date:
        raise for_another_day(voucher)
    if command.service_id not in voucher.journey:
        raise Refusal(
            "voucher_other_service", "This voucher is for another service.", service_id=voucher.service_id
        )
    return voucher


def for_another_day(right: Voucher) -> Refusal:
    """What to raise where a right is not for today."""
    on = right.valid_on.isoformat() if right.valid_on else None
    return Refusal("voucher_other_day", f"This voucher is for {on or 'a day to come'}.", valid_on=on)


def cancel(day: HallDay, command: c.CancelVisit, now: datetime) -> list[e.Event]:
    """A visit ends while it waits."""
    visit, leg = waiting_visit(day, command.visit_id)
    return [e.VisitCancelled(visit.id, leg.id)]


def waiting_visit(day: HallDay, visit_id: str) -> tuple[Visit, Leg]:
    """A visit that waits or is aside, and its leg that does. Raises Refusal `leg_not_waiting`."""
    visit = visit_of(day, visit_id)
    leg = day.current_leg(visit)
    if leg.state not in (LegState.WAITING, LegState.PARKED):
        raise Refusal("leg_not_waiting", f"{visit.number} is {leg.state}, not waiting.", state=leg.state)
    return visit, leg


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
    second = series.second_from is not None
    local = now.astimezone(day.config.zone).time() if second else time()
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


def unserved_events(day: HallDay, legs: Iterable[Leg], codes: Mapping[str, str]) -> list[e.Event]:
    """These go unserved, each with a right for its service's next valid day, or for the day on which it
    opens again where none is known; where the hall wants it, the order itself is kept over night. Nobody
    whose code stands for another right: they are asked for again, with another one."""
    keeps, taken = day.config.rules.over_night == "order", set[str]()
    events: list[e.Event] = []
    for leg in sorted(legs, key=lambda leg: leg.order):
        code = codes.get(leg.visit_id)
        if code is not None and code not in taken and not day.has_code(code):
            taken.add(code)
            found = next_valid(day.config, day.config.service_by_id[leg.service_id], day.date)
            events.append(e.VisitUnserved(leg.visit_id, leg.id, code, found.day if found else None, keeps))
    return events


def end_day(day: HallDay, command: c.EndDay, now: datetime) -> list[e.Event]:
    """Nobody is left behind in a day that is over: not who waits, not who is at a counter, no booking."""
    events: list[e.Event] = []
    for leg in day.legs_at_counters():
        if leg.state is LegState.SERVING:
            events.append(e.LegLapsed(leg.id, str(leg.counter_id)))
        else:
            events.append(e.LegParked(leg.id, str(leg.counter_id), None))
    called = [leg for leg in day.legs_at_counters() if leg.state is LegState.CALLED]
    events += unserved_events(day, [*waiting_legs(day), *called], command.codes)
    held = [s.id for s in day.counters.values() if s.status is not CounterStatus.CLOSED]
    events += [e.BookingReleased(booking.code, "late") for booking in passed_by(day, now)]
    return [*events, *(e.CounterReleased(counter_id) for counter_id in held)]


def reopen(day: HallDay, command: c.Reopen, now: datetime) -> list[e.Event]:
    """Whose waiting was ended today waits again, and numbers of the hall go on."""
    events: list[e.Event] = [
        e.VisitRestored(visit_id, day.visits[visit_id].leg_ids[-1], code)
        for code, visit_id in day.ended.items()
    ]
    return [*events, *([e.NumbersResumed(HALL)] if HALL in day.stopped else [])]
