"""Rights carried over: what one keeps of a visit, and which day it is for when its own has passed."""

from __future__ import annotations

from datetime import date, timedelta

from balai.domain.hall.config import HallConfig, Service
from balai.domain.hall.opening import next_valid, service_day
from balai.domain.quota import Legs
from balai.domain.values.replacing import replace
from balai.domain.visit import Leg, LegState, Place, Visit, Voucher

#: A right is honoured on its day and, where nobody used it then, on so many of its service's days in all.
DAYS_OF_A_RIGHT = 5


def done_by(visit: Visit, legs: Legs) -> tuple[str, ...]:
    """The services that are done on a visit: before today, and today."""
    today = (legs[leg_id] for leg_id in visit.leg_ids)
    finished = (leg.service_id for leg in today if leg.state is LegState.FINISHED)
    return tuple(dict.fromkeys((*visit.done, *finished)))


def right_of(visit: Visit, legs: Legs, leg: Leg, code: str, valid_on: date | None) -> Voucher:
    """The right of a visit whose waiting at `leg` ends: to go on from there."""
    return Voucher(
        code, visit.number, leg.service_id, valid_on, visit.plan, done_by(visit, legs),
        visit.priority_class, visit.persons,
    )  # fmt: skip


def place_of(visit: Visit, leg: Leg) -> Place:
    """The place of a visit that waits at `leg`, as it is kept over night."""
    return Place(visit.id, visit.series_id, visit.ordinal, visit.channel, leg.base, leg.order, visit.begun)


def given_back(right: Voucher, visit: Visit, legs: Legs, leg: Leg) -> Voucher:
    """A right that was used, when the visit that used it is cancelled at `leg`: what is done stays done. Code
    and number are those on its paper; nobody who was cancelled waits again by itself."""
    now = right_of(visit, legs, leg, right.code, right.valid_on)
    return replace(now, number=right.number, passed=right.passed)


def renewed(right: Voucher, config: HallConfig, last: date, to: date, *, was_open: bool) -> Voucher | None:
    """A right that nobody used by the end of the day `last`, as it is on the day `to`; None where it has
    lapsed. `was_open`: whether its service was open on `last`.

    It waits for a day that is still to come. Where its day has passed, or the service does not open then
    after all, it is for the next one. Only days on which it could be used count.
    """
    service = config.service_by_id.get(right.service_id)
    if was_open and right.valid_on in (last, None):
        right = replace(right, passed=right.passed + 1)
    if right.passed >= DAYS_OF_A_RIGHT:
        return None
    if right.valid_on is None or right.valid_on > to or (service and _holds(right, config, service, to)):
        return right
    found = next_valid(config, service, to - timedelta(days=1)) if service else None
    return replace(right, valid_on=found.day if found else None)


def _holds(right: Voucher, config: HallConfig, service: Service, to: date) -> bool:
    return right.valid_on == to and opens_on(config, service, to)


def opens_on(config: HallConfig, service: Service, day: date) -> bool:
    """Whether a service is open at all on a date."""
    return config.calendar.always_open or service_day(config, service, day) is not None
