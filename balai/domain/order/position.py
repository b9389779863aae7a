"""Where somebody stands: how many the counters that can call them may call first, by the rule in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from balai.domain.hall.config import Counter, Service
from balai.domain.order.bound import bound_to
from balai.domain.order.discipline import rule_of
from balai.domain.order.lanes import class_at, lane_of, standard
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, LegState

#: The order of those who have no number yet, and of ties that a counter's preference may break either way.
_LAST = 1 << 62


#: A service, and how many of its line come first: of the own side (under a ratio the own class), and others.
Before = tuple[str, int, int]


def manned(day: HallDay, service_id: str) -> tuple[Counter, ...]:
    """The counters that offer a service and are there now, open or on a break."""
    there, closed = day.counters, CounterStatus.CLOSED
    return tuple([c for c in day.desks_for(service_id) if c.id in there and there[c.id].status is not closed])


def callers(day: HallDay, service_id: str) -> tuple[Counter, ...]:
    """The counters that may call for a service: those there now, or all that offer it where none is."""
    return manned(day, service_id) or day.config.counters_for.get(service_id, ())


def ahead(day: HallDay, leg: Leg) -> int:
    """How many people, of whatever service, may be called before `leg` by the counters that can call it.

    By the rule's order; under a ratio of n all before it of its own class, and of the others as many as
    their turns let in. Not in it, as nobody knows them yet: who comes later and is due earlier, comes back,
    has the visit changed, is called by choice, or is held back by the cap of transfers; and what a counter
    that opens later calls of its other lines.
    """
    desks = callers(day, leg.service_id)
    found = lines_before(day, leg, _served_at(day, desks) or (leg.service_id,))
    if day.parked:
        found += sent_before(day, leg, desks)
    own = other = 0
    for _, mine, others in found:
        own, other = own + mine, other + others
    return own + min(other, turns(day, leg, own, max(1, len(desks)))) if other else own


def ahead_of_next(day: HallDay) -> Iterator[tuple[str, int]]:
    """For each service with anybody ahead: how many may be called before a regular visitor who takes its
    next number now. Services of the same counters and standard are worked out once."""
    known: dict[tuple[tuple[int, ...] | str, int], int] = {}
    for service in day.config.services:
        desks = callers(day, service.id)
        # By object: a counter as somebody serves it is another than the whole of it.
        key = (tuple(map(id, desks)) or service.id, service.wait_minutes)
        if key not in known:
            known[key] = ahead(day, prospect(day, service, "regular", day.at, day.at))
        if known[key]:
            yield service.id, known[key]


def services_of(desks: Iterable[Counter]) -> dict[str, None]:
    """The services that some counters offer, each once, in order."""
    return {service_id: None for desk in desks for service_id in desk.service_ids}


def _served_at(day: HallDay, desks: tuple[Counter, ...]) -> Iterable[str]:
    """The same, known from before where whoever sits there serves all that the counter offers."""
    if day.desks:
        return services_of(desks)
    known, ids = day.config.served_known, tuple([desk.id for desk in desks])
    found = known.get(ids)
    if found is None:
        found = known[ids] = tuple(services_of(desks))
    return found


def turns(day: HallDay, leg: Leg, own: int, desks: int) -> int:
    """How many of the other class so many counters call at most while `own` of the leg's class come first."""
    rules = day.config.rules
    return rules.ratio * (own + desks) if _regular(leg.priority_class) else own // rules.ratio + desks


def lines_before(day: HallDay, leg: Leg, service_ids: Iterable[str]) -> list[Before]:
    """How many come before `leg` in the lines of these services; costs as much as they have lanes."""
    rules = day.config.rules
    rule, regular, mine = rule_of(rules), _regular(leg.priority_class), lane_of(leg)
    # An arrival as good as the leg's own, by the rule, is earlier by what it is worth in another lane.
    place, waiting = rule.place(leg, rules), day.lanes
    takes_turns, known, shifts = rule.takes_turns, day.config.service_by_id, day.config.shifts_known
    found: list[Before] = []
    for service_id in service_ids:
        lanes = waiting.get(service_id)
        service = known.get(service_id) if lanes else None
        if not lanes or service is None:
            continue
        own = other = 0
        # Ties between services are broken by each counter's preference: they count as before.
        order = leg.order if service_id == leg.service_id else _LAST
        for key, line in lanes.items():
            if takes_turns and _regular(key[0]) is not regular:
                other += len(line)
            elif key == mine and service_id == leg.service_id:
                own += line.before((leg.base, order))
            else:
                shift = shifts.get((service_id, key[0]))
                if shift is None:
                    shift = shifts[service_id, key[0]] = rule.shift(service, key[0], rules)
                at = place - shift
                # As nearly always: who comes now stands behind them all.
                behind = line.ends is not None and line.ends < at
                own += line.size if behind else line.before((at, order))
        found.append((service_id, own, other))
    return found


def sent_before(day: HallDay, leg: Leg, desks: Iterable[Counter]) -> Iterator[Before]:
    """Those who wait for one of these counters alone and come before `leg` there, one by one."""
    if not day.parked:
        return
    rule, rules = rule_of(day.config.rules), day.config.rules
    place = rule.place(leg, rules)
    for other in (other for desk in desks for other in bound_to(day, desk.id) if other.id != leg.id):
        if rule.takes_turns and _regular(other.priority_class) != _regular(leg.priority_class):
            yield other.service_id, 0, 1
        elif rule.place(other, rules) <= place:
            yield other.service_id, 1, 0


def prospect(day: HallDay, service: Service, priority_class: str, base: datetime, now: datetime) -> Leg:
    """Who would take the next number of a service at `now`, with a place that counts from `base`."""
    kind = class_at(service, priority_class)
    return Leg(
        "", "", "", service.id, kind, LegState.WAITING, now, _LAST, base, base + standard(service, kind), now
    )


def _regular(priority_class: str) -> bool:
    return priority_class == "regular"
