"""Whether a number may still be given out: only if its visitor can be served while the desks are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from balai.domain.errors import Refusal
from balai.domain.hall.config import Counter, HallConfig, Service
from balai.domain.hall.opening import NextValid, ServiceDay, closing, next_valid, service_day, zone_of
from balai.domain.state import HallDay
from balai.domain.visit import CounterStatus, LegState


@dataclass(frozen=True, slots=True)
class Accept:
    """A number may be given out. By the standard times alone its visitor is served at `expected_at`
    (aware, in the hall's zone); a rough figure for this decision, not the estimate that is printed."""

    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Refuse:
    """No number now. `code` is one of holiday, closed_today, not_open_yet, closed_now, no_more_today;
    the next day (local) and the hour from which numbers are given out, or None within 60 days;
    `name` is that of the holiday."""

    code: str
    next_day: date | None = None
    next_time: str | None = None
    name: str = ""


def takes_tickets(
    config: HallConfig, service: Service, now: datetime, work_ahead_minutes: float, counters: int
) -> Accept | Refuse:
    """Whether a number may be given out at `now` (aware) with so much work before it.

    `work_ahead_minutes` is shared by `counters` desks that work in parallel while the service is
    open; the visit must end by its standard time before a break or the close. Numbers run on through
    a break as long as the day goes on after it.
    """
    zone = zone_of(config)
    if config.calendar.always_open:
        wait = timedelta(minutes=max(0.0, work_ahead_minutes) / max(1, counters))
        return Accept((now.astimezone(UTC) + wait).astimezone(zone))
    today = now.astimezone(zone).date()
    holiday = closing(config, service, today)
    if holiday is not None:
        return _refuse("holiday", next_valid(config, service, today), holiday.name)
    found = service_day(config, service, today)
    if found is None:
        return _refuse("closed_today", next_valid(config, service, today))
    moment = now.astimezone(UTC)
    if moment < found.tickets_from:
        return _refuse("not_open_yet", NextValid(today, found.tickets_from.astimezone(zone).time()))
    start = _start(found, moment, timedelta(minutes=max(0.0, work_ahead_minutes) / max(1, counters)))
    if start is not None and moment <= found.tickets_until:
        return Accept(start.astimezone(zone))
    code = "closed_now" if moment >= found.openings[-1][1] else "no_more_today"
    return _refuse(code, next_valid(config, service, today))


def check_ticket(day: HallDay, service: Service, now: datetime) -> None:
    """Raise Refusal where no number of `service` may be given out at `now` (aware), with the code of
    `Refuse` and, where known, `next_day` (ISO date), `next_time` (HH:MM, local) and `holiday`."""
    if day.config.calendar.always_open:
        return
    work, counters = work_ahead(day, service, now)
    answer = takes_tickets(day.config, service, now, work, counters)
    if isinstance(answer, Refuse):
        raise Refusal(
            answer.code,
            _sentence(answer, service),
            service_id=service.id,
            next_day=answer.next_day.isoformat() if answer.next_day else None,
            next_time=answer.next_time,
            holiday=answer.name or None,
        )


def work_ahead(day: HallDay, service: Service, now: datetime) -> tuple[float, int]:
    """The minutes of work before a new ticket of `service`, and the desks that share it.

    The desks are those that offer it and are manned now (open or on a break), or, before anybody
    signed in, all that offer it. Each line counts with its standard time, as far as these desks
    have a share in it, and each visitor at a desk with what is left of it.
    """
    offering = day.config.counters_for.get(service.id, ())
    manned = _manned(day, offering)
    desks = manned or offering
    minutes = sum(_left_at(day, desk, now) for desk in desks)
    names = {desk.id for desk in desks}
    for service_id in day.lanes:
        other = day.config.service_by_id.get(service_id)
        offered = day.config.counters_for.get(service_id, ())
        served = (_manned(day, offered) if manned else ()) or offered
        shared = sum(desk.id in names for desk in served)
        if other is not None and shared:
            minutes += day.waiting_count(service_id) * other.service_minutes * shared / len(served)
    return minutes, max(1, len(desks))


def _manned(day: HallDay, counters: tuple[Counter, ...]) -> tuple[Counter, ...]:
    return tuple(c for c in counters if day.counter(c.id).status is not CounterStatus.CLOSED)


def _left_at(day: HallDay, counter: Counter, now: datetime) -> float:
    leg = day.leg_at(counter.id)
    service = day.config.service_by_id.get(leg.service_id) if leg else None
    if leg is None or service is None or leg.state not in (LegState.CALLED, LegState.SERVING):
        return 0.0
    began = leg.started_at or leg.called_at or now
    passed = (now.astimezone(UTC) - began.astimezone(UTC)).total_seconds() / 60
    return min(float(service.service_minutes), max(0.0, service.service_minutes - passed))


def _start(day: ServiceDay, moment: datetime, wait: timedelta) -> datetime | None:
    """When a visit begins after `wait` of open time, such that it ends before a break or the close."""
    for opens, closes in day.openings:
        begin = max(opens, moment)
        if begin >= closes:
            continue
        if begin + wait + day.needs <= closes:
            return begin + wait
        wait = max(timedelta(), wait - (closes - begin))
    return None


def _refuse(code: str, following: NextValid | None, name: str = "") -> Refuse:
    if following is None:
        return Refuse(code, name=name)
    return Refuse(code, following.day, following.time.isoformat("minutes"), name)


_REASONS = {
    "holiday": "{name} is closed today: {holiday}.",
    "closed_today": "{name} is not open today.",
    "not_open_yet": "No numbers of {name} are given out yet.",
    "closed_now": "{name} has closed for today.",
    "no_more_today": "{name} could not serve another visitor before it closes today.",
}


def _sentence(answer: Refuse, service: Service) -> str:
    reason = _REASONS[answer.code].format(name=service.name, holiday=answer.name)
    if answer.next_day is None:
        return f"{reason} It does not open again within 60 days."
    return f"{reason} Numbers are given out from {answer.next_time} on {answer.next_day.isoformat()}."
