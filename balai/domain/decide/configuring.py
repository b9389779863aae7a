"""A configuration is put in force: at once, or on a later day where today still needs the one in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, LegState

#: How far ahead a change may be dated.
MOST_DAYS = 366


def change(day: HallDay, command: c.ChangeConfiguration, now: datetime) -> list[e.Event]:
    """Put a configuration in force now, or let it wait for the day that was said, or for the next one where
    something of today still needs what would go."""
    config, waits = command.config, day.scheduled
    if config.hall.id != day.config.hall.id:
        raise Refusal("hall_mismatch", f"This is the day of {day.config.hall.id}, not of another hall.")
    in_use = in_use_today(day, config)
    on = _date(day, command.on, in_use)
    if on is None and config == day.config:
        return []
    _keeps_bookings(day, config, on or day.date)
    if waits is not None and on is not None and (waits.config, waits.on) == (config, on):
        return []
    if waits is not None and not command.replaces:
        raise Refusal(
            "change_waits",
            f"Another change waits for {waits.on}. Take it back first, or say that this one replaces it.",
            on=waits.on.isoformat(),
        )
    if on is not None:
        return [e.ConfigurationScheduled(config, on, tuple(in_use))]
    taken_back = [e.ConfigurationWithdrawn(waits.on)] if waits is not None else []
    return [*taken_back, e.ConfigurationChanged(config)]


def _keeps_bookings(day: HallDay, config: HallConfig, since: date) -> None:
    """Raises Refusal `booked_ahead` where a service would go that is booked for that day or later."""
    booked = {b.service_id for b in day.bookings.standing() if b.on >= since}
    gone = sorted(booked - _offered(config))
    if gone:
        raise Refusal(
            "booked_ahead", f"Still booked: {', '.join(gone)}. Take those bookings back.", services=gone
        )


def _offered(config: HallConfig) -> set[str]:
    return {service_id for service_id, offering in config.counters_for.items() if offering}


def _date(day: HallDay, said: date | None, in_use: list[str]) -> date | None:
    """The day on which a change will be in force; None for at once."""
    if said is not None and said > day.date:
        if said - day.date > timedelta(days=MOST_DAYS):
            raise Refusal(
                "date_too_far", f"A change is dated at most {MOST_DAYS} days ahead.", days=MOST_DAYS
            )
        return said
    return day.date + timedelta(days=1) if in_use else None


def withdraw(day: HallDay, command: c.WithdrawChange, now: datetime) -> list[e.Event]:
    """Take back what waits."""
    if day.scheduled is None:
        raise Refusal("nothing_waits", "No change waits for a later day.")
    return [e.ConfigurationWithdrawn(day.scheduled.on)]


def in_use_today(day: HallDay, config: HallConfig) -> list[str]:
    """What today still needs and `config` takes away: services, counters, the time zone (as `time_zone`)."""
    gone = sorted(_services_in_use(day) - _offered(config))
    held = {s.id for s in day.counters.values() if s.status is not CounterStatus.CLOSED}
    gone += sorted(held - config.counter_by_id.keys())
    # Its days are bounded by it: with somebody in the day it waits for the day's end.
    if config.hall.time_zone != day.config.hall.time_zone and len(day.visits):
        gone.append("time_zone")
    return gone


def _services_in_use(day: HallDay) -> set[str]:
    # A missed visitor may come back and a step may be taken back, so they count as well.
    coming_back = {LegState.PARKED, LegState.MISSED}
    found = {service_id for service_id, lanes in day.lanes.items() if any(lanes.values())}
    found |= {leg.service_id for leg in day.legs.values() if leg.state in coming_back}
    found |= {leg.service_id for leg in day.legs_at_counters()}
    found |= {step.leg.service_id for step in day.steps.values()}
    found |= {booking.service_id for booking in day.bookings.on(day.date) if booking.stands}
    found |= {service_id for step in day.steps.values() for service_id in step.visit.plan}
    found |= {day.current_leg(day.visits[visit_id]).service_id for visit_id in day.ended.values()}
    found |= {service_id for visit in day.visits.values() for service_id in visit.plan}
    # Whoever has a right for today may still come; a service that has gone already is not waited for.
    rights = (right for right in day.vouchers.values() if right.valid_on in (day.date, None))
    return found | ({id_ for right in rights for id_ in right.journey} & day.config.service_by_id.keys())
