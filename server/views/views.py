"""What each audience may see of a day, whole. Pure: the same day, the same view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any

from balai.domain.decide.hearing import last_call
from balai.domain.decide.issuing.quota import is_full, kept_on
from balai.domain.hall.config import Counter, HallConfig, Wall
from balai.domain.hall.hours import hall_hours
from balai.domain.hall.opening import desk_hours, next_valid
from balai.domain.hall.plan import wall_ways
from balai.domain.order.bound import lanes_for
from balai.domain.order.discipline import DISCIPLINES, Choice
from balai.domain.order.position import ahead_of_next
from balai.domain.order.why import explain, reasons
from balai.domain.state import Call, HallDay
from balai.domain.visit import CounterState, CounterStatus, Leg, LegState
from balai.protocol import views as v
from balai.protocol.base import shown
from balai.protocol.pushes import Queues
from balai.words.why import told
from server.views.catalogue import catalogue_of
from server.views.concern import of_visit

#: So many numbers that did not come are told to walls.
MOST_MISSED = 48
_STAYS = frozenset(
    {LegState.CALLED, LegState.SERVING, LegState.FINISHED, LegState.MISSED, LegState.TRANSFERRED}
)


def board_view(day: HallDay, *, apart: bool = False) -> v.BoardView:
    """What a wall shows: counters with their last number, recent calls, nothing about who waits. With the
    catalogue `apart` only its version."""
    return v.BoardView(
        hall=_hall(day.config),
        **_offered(day.config, apart=apart),
        counters=tuple(_counter(day, c) for c in _by_number(day.config)),
        calls=tuple(_call(day, call) for call in day.calls),
        voice=day.config.voice,
        wall=_wall(day),
        walls={wall.id: _one_wall(day.config, wall) for wall in day.config.walls},
    )


def staff_view(day: HallDay, agency_id: str | None = None, *, apart: bool = False) -> v.StaffView:
    """What a counter's tablet shows, with everybody who waits and who would be called next; of people those
    alone who concern one agency, where it is named."""
    return shown(
        v.StaffView,
        day.config.rules,
        hall=_hall(day.config),
        **_offered(day.config, apart=apart),
        counters=tuple(_staff_counter(day, c, agency_id) for c in _by_number(day.config)),
        waiting=_waiting(day, agency_id),
        next=next_legs(day, agency_id),
        parked=_aside(day, (day.legs[leg_id] for leg_id in day.parked), agency_id),
        missed=_aside(day, (day.legs[leg_id] for leg_id in day.missed), agency_id),
        full=full_services(day),
        zones=day.config.zones,
        outcomes=day.config.outcomes,
        stopped=stopped_rows(day),
    )


def device_view(day: HallDay, *, apart: bool = False) -> v.DeviceView:
    """What a kiosk needs to offer services."""
    return v.DeviceView(
        hall=_hall(day.config),
        **_offered(day.config, apart=apart),
        waiting=waiting_counts(day),
        ahead=ahead_counts(day),
        stopped=stopped_rows(day),
        over_night=day.config.rules.over_night,
        wall=_wall(day),
        ticket=day.config.ticket,
    )


def stopped_rows(day: HallDay) -> tuple[v.StoppedRow, ...]:
    """Where no numbers are given now."""
    return tuple(shown(v.StoppedRow, told) for told in day.stopped.values())


def view_of(
    day: HallDay, audience: v.Audience, agency_id: str | None = None, *, apart: bool = False
) -> v.BoardView | v.StaffView | v.DeviceView:
    """The view of one audience, for staff of one agency theirs."""
    if audience == "board":
        return board_view(day, apart=apart)
    if audience == "staff":
        return staff_view(day, agency_id, apart=apart)
    return device_view(day, apart=apart)


def snapshot_of(
    day: HallDay, audience: v.Audience, agency_id: str | None = None, *, apart: bool = False
) -> v.Snapshot:
    """The view with its place in the log: it holds every event up to `seq`."""
    data = view_of(day, audience, agency_id, apart=apart)
    return v.Snapshot(audience=audience, day=day.date.isoformat(), seq=day.seq, at=day.at, data=data)


def queues(day: HallDay, audience: v.Audience, agency_id: str | None = None) -> Queues:
    """How many wait for each service, and what is full; for staff also the next of each open counter (of
    their agency)."""
    full, waiting = full_services(day), waiting_counts(day)
    if audience == "staff":
        return Queues(waiting=waiting, next=next_legs(day, agency_id), full=full)
    again = again_on(day, full)
    if audience == "device":
        return Queues(waiting=waiting, ahead=ahead_counts(day), full=full, again=again)
    return Queues(waiting=waiting, full=full, again=again, missed=missed_numbers(day))


def missed_numbers(day: HallDay) -> tuple[tuple[str, str], ...]:
    """The latest numbers that were called and did not come, each with the counter that called it."""
    legs = (day.legs[leg_id] for leg_id in reversed(day.missed) if leg_id in day.legs)
    missed = (leg for leg in legs if leg.state is LegState.MISSED)
    return tuple((leg.number, leg.counter_id or "") for leg in islice(missed, MOST_MISSED))


def full_services(day: HallDay) -> tuple[str, ...]:
    """The services whose quota is used up today, for those who send a visitor on."""
    kept = kept_on(day, day.date)
    return tuple(service.id for service in day.config.services if is_full(day, service, day.at, kept))


def again_on(day: HallDay, services: Iterable[str]) -> dict[str, date]:
    """The next day on which numbers are given out, for each of those services that has one."""
    config = day.config
    found = {id_: next_valid(config, config.service_by_id[id_], day.date) for id_ in services}
    return {id_: valid.day for id_, valid in found.items() if valid is not None}


def waiting_counts(day: HallDay) -> dict[str, int]:
    """How many wait, for every service of the hall."""
    return {service.id: day.waiting_count(service.id) for service in day.config.services}


def ahead_counts(day: HallDay) -> dict[str, int]:
    """How many may be called before a regular visitor who comes now, for every service where anybody is."""
    return dict(ahead_of_next(day))


def next_legs(day: HallDay, agency_id: str | None = None) -> dict[str, v.NextLeg]:
    """Who would be called now at each open counter (of one agency), by the hall's own discipline."""
    discipline = DISCIPLINES[day.config.rules.discipline]
    found: dict[str, v.NextLeg] = {}
    for counter in map(day.as_served, day.config.counters):
        theirs = agency_id in (None, counter.agency_id)
        if not theirs or day.counter(counter.id).status is not CounterStatus.OPEN:
            continue
        choice = discipline.choose_next(
            lanes_for(day, counter.id), counter, day.counter(counter.id), day.config.rules
        )
        if choice is not None:
            found[counter.id] = _next(day, counter, choice)
    return found


def _next(day: HallDay, counter: Counter, choice: Choice) -> v.NextLeg:
    why, zone = reasons(explain(day, counter, choice)), day.config.zone
    leg = choice.leg
    return v.NextLeg(leg_id=leg.id, number=leg.number, service_id=leg.service_id, why=told(why, zone))


def _wall(day: HallDay) -> v.WallView:
    config, today = day.config, [one for one in day.config.notices if one.is_told(day.date)]
    notices = (*config.display.notices, *(one.text for one in today if not one.zone_id))
    told = {
        **asdict(config.display),
        "notices": notices,
        "zone_notices": tuple(one for one in today if one.zone_id),
        "over_night": config.rules.over_night,
    }
    hours = hall_hours(day.config, day.date)
    if hours is None:
        return v.WallView(**told)
    return v.WallView(
        **told,
        hours=hours.agencies,
        dated=True,
        closed_for=hours.closed_for,
        tickets_from=hours.tickets_from,
        next_opens=hours.next_opens,
    )


def _one_wall(config: HallConfig, wall: Wall) -> v.OneWall:
    ids = {counter.number: counter.id for counter in config.counters}
    ways = {ids[number]: way for number, way in wall_ways(config, wall).items()}
    counters = tuple(ids[number] for number in wall.counters if number in ids)
    return shown(v.OneWall, wall, counter_ids=counters, ways=ways)


def _by_number(config: HallConfig) -> list[Counter]:
    return sorted(config.counters, key=lambda c: c.number)


def _hall(config: HallConfig) -> v.HallView:
    return shown(v.HallView, config.hall)


def _offered(config: HallConfig, *, apart: bool) -> dict[str, Any]:
    """The catalogue, or its version alone."""
    made = catalogue_of(config).view
    if apart:
        return {"agencies": (), "services": (), "catalogue": made.version}
    return {"agencies": made.agencies, "services": made.services}


def _counter(day: HallDay, counter: Counter) -> v.CounterView:
    state = day.counter(counter.id)
    return shown(
        v.CounterView,
        counter,
        status=state.status.value,
        leg=_last_leg(day, state),
        until=None if state.overdue else state.until,
    )


def _staff_counter(day: HallDay, counter: Counter, agency_id: str | None) -> v.StaffCounter:
    """A counter as staff see it; one of another agency as a wall does."""
    state, seen = day.counter(counter.id), _counter(day, counter)
    if agency_id not in (None, counter.agency_id):
        own: dict[str, Any] = {"holder": None}
    else:
        own = {"holder": state.holder, "reason": state.reason, "step": _last_step(day, counter.id)}
    known = {
        "service_ids": day.as_served(counter).service_ids,
        "until": state.until, "overdue": state.overdue,
        "hours": desk_hours(day.config, counter, day.date),
    }  # fmt: skip
    return shown(v.StaffCounter, seen, **known, **own)


def _last_step(day: HallDay, counter_id: str) -> v.LastStep | None:
    step = day.steps.get(counter_id)
    if step is None or (step.overtaken and step.after.state is LegState.CALLED):
        return None
    return v.LastStep(leg_id=step.leg.id, number=step.leg.number, state=step.after.state.value, at=step.at)


def _last_leg(day: HallDay, state: CounterState) -> v.LegAtCounter | None:
    leg = day.legs.get(state.last_leg_id) if state.last_leg_id else None
    # A leg that was parked here and called elsewhere since is no longer this counter's.
    if leg is None or leg.counter_id != state.id or leg.state not in _STAYS or leg.called_at is None:
        return None
    return leg_at_counter(day, leg)


def leg_at_counter(day: HallDay, leg: Leg) -> v.LegAtCounter:
    """A leg that was called, as a counter shows it."""
    heard = last_call(day, leg)
    return shown(
        v.LegAtCounter,
        leg,
        leg_id=leg.id,
        state=leg.state.value,
        called_at=leg.called_at or leg.joined_at,
        asked_at=heard.asked_at if heard else None,
        wall=heard.wall if heard else "unknown",
        shown=heard is not None and heard.shown_at is not None,
        voice=heard.voice if heard else "",
        counts_from=heard.first_at if heard else None,
        persons=day.visits[leg.visit_id].persons,
    )


def _call(day: HallDay, call: Call) -> v.CallView:
    leg = day.legs[call.leg_id]
    about = {"counter_id": call.counter_id, "at": call.at, "service_id": call.service_id}
    return shown(v.CallView, leg, leg_id=leg.id, **about)


def _waiting(day: HallDay, agency_id: str | None) -> tuple[v.WaitingLeg, ...]:
    legs = (leg for lanes in day.lanes.values() for line in lanes.values() for leg in line)
    return tuple(waiting_leg(day, leg) for leg in _by_arrival(day, legs, agency_id))


def _aside(day: HallDay, legs: Iterable[Leg], agency_id: str | None) -> tuple[v.AsideLeg, ...]:
    return tuple(aside_leg(day, leg) for leg in _by_arrival(day, legs, agency_id))


def _by_arrival(day: HallDay, legs: Iterable[Leg], agency_id: str | None) -> list[Leg]:
    if agency_id is not None:
        legs = (leg for leg in legs if agency_id in (of_visit(day, leg.visit_id) or ()))
    return sorted(legs, key=lambda leg: (leg.arrived_at, leg.order))


def aside_leg(day: HallDay, leg: Leg) -> v.AsideLeg:
    """One leg that waits aside or was missed."""
    missed_at = leg.ended_at if leg.state is LegState.MISSED else None
    about = {"counter_id": leg.counter_id or "", "missed_at": missed_at, **about_visit(day, leg)}
    return shown(v.AsideLeg, leg, leg_id=leg.id, **about)


def waiting_leg(day: HallDay, leg: Leg) -> v.WaitingLeg:
    """One leg that waits, as staff see it."""
    return shown(v.WaitingLeg, leg, leg_id=leg.id, **about_visit(day, leg))


def about_visit(day: HallDay, leg: Leg) -> dict[str, Any]:
    """What staff see of a leg's visit: whether it is known to hold no ticket, or may hold none, and how many
    came on it."""
    visit = day.visits[leg.visit_id]
    unprinted = visit.printed is False
    return {"unprinted": unprinted, "print_unsure": visit.print_unsure, "persons": visit.persons}
