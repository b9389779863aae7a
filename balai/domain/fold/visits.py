"""How the events of visits change a day: issued, cancelled, unserved, returned, begun."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from balai.domain import events as e
from balai.domain.chains import heard
from balai.domain.fold.chains import device_of
from balai.domain.hall.localtime import day_bounds
from balai.domain.hall.numbering import gave, parted, used
from balai.domain.order.lanes import class_at, dequeue, enqueue, standard
from balai.domain.quota import with_new
from balai.domain.rights import given_back, place_of, right_of
from balai.domain.state import HallDay, Happened
from balai.domain.values.replacing import replace
from balai.domain.visit import Leg, LegState, Visit

Changes = dict[str, Any]


def not_aside(day: HallDay, *leg_ids: str | None) -> tuple[str, ...]:
    """The parked legs without these."""
    return tuple(aside for aside in day.parked if aside not in leg_ids)


def base_of(day: HallDay, at: datetime, slot: datetime | None, voucher: str | None) -> datetime:
    """What a new visit's place counts from.

    A right carried over counts from the day's first moment; a booked slot counts where the visitor
    checks in at most `grace_minutes` late; everybody else counts from arrival.
    """
    if voucher is not None:
        midnight = datetime.combine(day.date, time(), day.config.zone)
        return min(at, midnight.astimezone(at.tzinfo))
    if slot is not None and at <= slot + timedelta(minutes=day.config.rules.grace_minutes):
        return slot.astimezone(at.tzinfo)
    return at


def waiting_leg(day: HallDay, leg: Leg) -> Leg:
    """`leg` as it waits: its class at its service, and its due time from its base and their standard."""
    service = day.config.service_by_id[leg.service_id]
    visit = day.visits.get(leg.visit_id)
    kind = class_at(service, visit.priority_class if visit else leg.priority_class)
    due = leg.base + standard(service, kind)
    return replace(leg, state=LegState.WAITING, priority_class=kind, due=due)


def _came(day: HallDay, h: Happened) -> datetime:
    """When a visitor came: a device's time is believed within this day only."""
    came = h.at if h.occurred_at is None else h.when
    return came if came is h.at or came >= day_bounds(day.date, day.config.zone)[0] else h.at


def issued(day: HallDay, h: Happened, event: e.VisitIssued) -> Changes:
    """A number was given."""
    came = event.came or _came(day, h)
    visit = Visit(
        event.visit_id, event.number, event.series_id, event.ordinal, event.channel,
        event.priority_class, came, (event.leg_id,), event.plan, event.slot, event.voucher,
        persons=event.persons, done=event.done, begun=_leg_number(event.leg_id), booking=event.booking,
        flags=event.flags,
    )  # fmt: skip
    base = event.base or base_of(day, came, event.slot, event.voucher)
    service = day.config.service_by_id[event.service_id]
    kind = class_at(service, event.priority_class)
    leg = Leg(
        event.leg_id, event.visit_id, event.number, event.service_id, kind, LegState.WAITING,
        came, h.seq, base, base + standard(service, kind), h.at,
    )  # fmt: skip
    prefix, digits = parted(event.number)
    changes: Changes = {
        "visits": day.visits.set(visit.id, visit),
        "legs": day.legs.set(leg.id, leg),
        "lanes": enqueue(day.lanes, leg),
        "taken": with_new(day.taken, day.config, visit, leg.service_id),
        "numbers": used(day.numbers, prefix, event.ordinal, len(digits))
        if event.own
        else gave(day.numbers, prefix, event.ordinal, event.ordinal, len(digits)),
    }
    if event.chain:
        changes["chains"] = heard(day.chains, event.chain, device_of(h.actor), event.n)
    if event.booking is not None:
        changes["bookings"] = day.bookings.changed(event.booking, visit_id=visit.id)
    right = day.vouchers.get(event.voucher) if event.voucher is not None else None
    if right is not None:
        changes["vouchers"] = {code: v for code, v in day.vouchers.items() if code != right.code}
        changes["claimed"] = {**day.claimed, right.code: right}
    return changes


def _leg_number(leg_id: str) -> int:
    """Which leg of its visit this is: the first, but for a visit that goes on from an earlier day."""
    digits = leg_id.rpartition(".")[2]
    return int(digits) if digits.isdecimal() else 1


def _ended(day: HallDay, h: Happened, leg: Leg, state: LegState) -> Changes:
    lanes = dequeue(day.lanes, leg) if leg.state is LegState.WAITING else day.lanes
    legs = day.legs.set(leg.id, replace(leg, state=state, ended_at=h.when, bound=None))
    return {"legs": legs, "lanes": lanes, "parked": not_aside(day, leg.id)}


def cancelled(day: HallDay, h: Happened, event: e.VisitCancelled) -> Changes:
    """A visit ended before its service; its place in the quota is free again. A right that it had used, and
    a booking of which nothing was served or changed, may be used once more: it may have been a mistake."""
    leg, visit = day.legs[event.leg_id], day.visits[event.visit_id]
    changes = _ended(day, h, leg, LegState.VOID if event.void else LegState.CANCELLED)
    right = day.claimed.get(visit.voucher) if visit.voucher is not None else None
    if right is not None:
        again = given_back(right, visit, day.legs, leg)
        changes["vouchers"] = {**day.vouchers, right.code: again}
        changes["claimed"] = {code: v for code, v in day.claimed.items() if code != right.code}
    booking = day.bookings.get(visit.booking or "")
    untouched = len(visit.leg_ids) == 1
    if booking is not None and untouched and booking.service_id in (leg.service_id, *visit.plan):
        changes["bookings"] = day.bookings.changed(booking.code, visit_id=None)
    return changes


def unserved(day: HallDay, h: Happened, event: e.VisitUnserved) -> Changes:
    """Closing overtook a visit; it leaves a right for another day."""
    leg, visit = day.legs[event.leg_id], day.visits[event.visit_id]
    voucher = right_of(visit, day.legs, leg, event.voucher, event.valid_on)
    if event.keeps:
        voucher = replace(voucher, place=place_of(visit, leg))
    return {
        **_ended(day, h, leg, LegState.UNSERVED),
        "unserved": {**day.unserved, voucher.code: voucher},
        "ended": {**day.ended, voucher.code: event.visit_id},
    }


def waits_again(day: HallDay, leg: Leg) -> Changes:
    """`leg` joins its line again, as if it had not been called."""
    leg = waiting_leg(
        day,
        replace(
            leg,
            counter_id=None,
            called_at=None,
            recalls=0,
            started_at=None,
            presumed=False,
            ended_at=None,
            until=None,
            bound=None,
            outcome=None,
            ended_seq=None,
        ),
    )
    legs = day.legs.set(leg.id, leg)
    return {"legs": legs, "lanes": enqueue(day.lanes, leg), "parked": not_aside(day, leg.id)}


def returned(day: HallDay, h: Happened, event: e.LegReturned) -> Changes:
    """A parked (or released) leg waits again, with the place it had."""
    return waits_again(day, day.legs[event.leg_id])


def begun(day: HallDay, h: Happened, event: e.LegBegun) -> Changes:
    """The next leg of a planned journey waits."""
    visit = day.visits[event.visit_id]
    leg = next_leg(day, h, visit, event.leg_id, event.service_id)
    plan = visit.plan[1:] if visit.plan[:1] == (event.service_id,) else visit.plan
    step = day.steps.get(event.counter_id)
    return {
        "visits": day.visits.set(visit.id, replace(with_leg(visit, leg.id), plan=plan)),
        "legs": day.legs.set(leg.id, leg),
        "lanes": enqueue(day.lanes, leg),
        "steps": {**day.steps, event.counter_id: replace(step, new_leg_id=leg.id)} if step else day.steps,
    }


def with_leg(visit: Visit, leg_id: str) -> Visit:
    """A visit with one more leg. Logs of before gave an id again after a step was taken back."""
    return replace(visit, leg_ids=(*visit.leg_ids, leg_id), begun=visit.begun + 1)


def next_leg(day: HallDay, h: Happened, visit: Visit, leg_id: str, service_id: str) -> Leg:
    """A further leg of a visit, waiting with the arrival of the visit."""
    first = day.legs[visit.leg_ids[0]]
    arrived = first.arrived_at
    leg = Leg(
        leg_id, visit.id, visit.number, service_id, visit.priority_class, LegState.WAITING,
        arrived, first.order, arrived, arrived, h.at, transferred=True,
    )  # fmt: skip
    return waiting_leg(day, leg)
