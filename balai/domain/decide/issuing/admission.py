"""Which desks will be there, and how much work stands before a visitor who comes now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from balai.domain.hall.config import Counter, Service
from balai.domain.hall.learned import ENOUGH_DAYS
from balai.domain.hall.opening import opens_at
from balai.domain.order.bound import bound_to
from balai.domain.order.position import lines_before, sent_before, services_of, turns
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, Leg, LegState

#: How long after its usual time a desk that has not opened yet is still awaited.
LATE = timedelta(minutes=45)
#: The part of the usual time that a line needs on a good day.
GOOD_DAY = 0.75


class Work(NamedTuple):
    """The minutes of work before somebody, and how many desks share it."""

    minutes: float
    desks: int


def awaited(day: HallDay, now: datetime) -> Callable[[Counter], bool]:
    """Whether a desk is there or will be: signed in (a break ends), or not yet come today and not late
    by the rota that was learned, or by its opening hours where nothing was learned. For who asks of a desk
    more than once."""
    found: dict[str, bool] = {}

    def is_awaited(counter: Counter) -> bool:
        known = found.get(counter.id)
        if known is None:
            known = found[counter.id] = _is_awaited(day, counter, now)
        return known

    return is_awaited


def _is_awaited(day: HallDay, counter: Counter, now: datetime) -> bool:
    state = day.counters.get(counter.id)
    if state is not None:
        return state.status is not CounterStatus.CLOSED
    learned = day.expectations
    usual = learned.opens.get(counter.id)
    if usual is not None:
        local = now.astimezone(day.config.zone)
        return local - LATE <= local.replace(hour=usual.hour, minute=usual.minute)
    if learned.days >= ENOUGH_DAYS:
        return False
    opens = opens_at(day.config, counter, day.date)
    return opens is None or now <= opens + LATE


def expected_desks(day: HallDay, service: Service, now: datetime) -> tuple[Counter, ...]:
    """The desks that offer a service and are or will be there."""
    return tuple([desk for desk in day.desks_for(service.id) if _is_awaited(day, desk, now)])


def any_expected(day: HallDay, service: Service, now: datetime) -> bool:
    """Whether any desk that offers a service is or will be there."""
    offering = day.desks_for(service.id)
    there = day.counters
    for desk in offering:  # who has signed in is quickly known
        if desk.id in there and there[desk.id].status is not CounterStatus.CLOSED:
            return True
    return any(_is_awaited(day, desk, now) for desk in offering)


def minutes_of(day: HallDay, service: Service) -> float:
    """How long a service takes: as measured on earlier days, else its standard."""
    return day.expectations.minutes.get(service.id, float(service.service_minutes))


def best_minutes(day: HallDay, service: Service) -> float:
    """The same on a good day: the shorter of both, with some who do not come when they are called."""
    return GOOD_DAY * min(minutes_of(day, service), service.service_minutes)


def most_work_before(day: HallDay, service: Service, desks: tuple[Counter, ...]) -> Work:
    """No less than `work_before` says for anybody: as if all in the lines of these desks came first, and
    nobody else served them. Quick, and mostly enough to know that there is time."""
    minutes = 0.0
    counters, waiting, known = day.counters, day.lanes, day.config.service_by_id
    for desk in desks:
        state = counters.get(desk.id)
        leg = day.legs[state.leg_id] if state is not None and state.leg_id else None
        there = known.get(leg.service_id) if leg else None
        minutes += minutes_of(day, there) if there else 0.0
        for sent in bound_to(day, desk.id) if day.parked else ():
            minutes += minutes_of(day, known[sent.service_id])
    measured = day.expectations.minutes
    for service_id in day.config.served_with[service.id]:
        lanes, there = waiting.get(service_id), known.get(service_id)
        if lanes and there is not None:
            lasts = measured.get(service_id, there.service_minutes)
            for line in lanes.values():
                minutes += line.size * lasts
    return Work(minutes, len(desks) or 1)


def work_before(day: HallDay, leg: Leg, desks: tuple[Counter, ...], now: datetime) -> Work:
    """What `desks` have to do before they come to `leg`: whom they have in hand, and in every line that
    they serve those who come first by the rule, as far as these desks have a share in them."""
    return _work(day, leg, desks, now, awaited(day, now), minutes_of)


def least_work_before(day: HallDay, leg: Leg, now: datetime) -> Work:
    """The same where every desk comes that offers anything, on a good day."""
    desks = day.config.counters_for.get(leg.service_id, ())
    return _work(day, leg, desks, now, lambda _: True, best_minutes)


def _work(
    day: HallDay,
    leg: Leg,
    desks: tuple[Counter, ...],
    now: datetime,
    is_there: Callable[[Counter], bool],
    lasts: Callable[[HallDay, Service], float],
) -> Work:
    minutes = sum(_left_at(day, desk, now, lasts) for desk in desks)
    own = other = own_minutes = other_minutes = 0.0
    names = {desk.id for desk in desks}
    lines = (
        (line, _share(day.desks_for(line[0]), names, is_there))
        for line in lines_before(day, leg, services_of(desks))
    )
    alone = ((line, 1.0) for line in sent_before(day, leg, desks))
    for (service_id, mine, others), part in chain(lines, alone):
        share = lasts(day, day.config.service_by_id[service_id]) * part
        own, other = own + mine, other + others
        own_minutes, other_minutes = own_minutes + mine * share, other_minutes + others * share
    if other:
        other_minutes *= min(1.0, turns(day, leg, int(own), max(1, len(desks))) / other)
    return Work(minutes + own_minutes + other_minutes, max(1, len(desks)))


def _share(offering: Iterable[Counter], names: set[str], is_there: Callable[[Counter], bool]) -> float:
    serving = [desk for desk in offering if desk.id in names or is_there(desk)]
    return sum(desk.id in names for desk in serving) / max(1, len(serving))


def _left_at(
    day: HallDay, counter: Counter, now: datetime, minutes: Callable[[HallDay, Service], float]
) -> float:
    leg = day.leg_at(counter.id)
    service = day.config.service_by_id.get(leg.service_id) if leg else None
    if leg is None or service is None or leg.state not in (LegState.CALLED, LegState.SERVING):
        return 0.0
    lasts = minutes(day, service)
    began = leg.started_at or leg.called_at or now
    passed = (now.astimezone(UTC) - began.astimezone(UTC)).total_seconds() / 60
    return min(lasts, max(0.0, lasts - passed))
