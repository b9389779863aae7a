"""Whether a number may still be given out: when in doubt it is, with the truth about it.

A visitor is sent home only where even all desks that offer the service could not come to them, by the
shortest time that is known, before it closes. Between that and what the desks that will be there can do
lies doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from balai.domain.decide.issuing.admission import (
    any_expected,
    expected_desks,
    least_work_before,
    minutes_of,
    most_work_before,
    work_before,
)
from balai.domain.errors import Refusal
from balai.domain.hall.config import Counter, HallConfig, Service
from balai.domain.hall.opening import NextValid, ServiceDay, closing, next_valid, service_day
from balai.domain.state import HallDay
from balai.domain.visit import Leg


@dataclass(frozen=True, slots=True)
class Reach:
    """What a visitor is told with the number: `state` is sure, doubtful, or no_counter where no counter
    that offers the service is there or expected, part_today where a later service of the journey opens no
    more in time; `first_on` when they come first if today is not enough, `step` the later service that
    this is about, if it is one."""

    state: str = "sure"
    first_on: date | None = None
    step: str | None = None


SURE = Reach()


@dataclass(frozen=True, slots=True)
class Accept:
    """A number may be given out. By the standard times alone its visitor is served at `expected_at`
    (aware, in the hall's zone); a rough figure for this decision, not the estimate that is printed."""

    expected_at: datetime


@dataclass(frozen=True, slots=True)
class Refuse:
    """No number now. `code` is one of holiday, closed_today, not_open_yet, before_break, closed_now,
    no_more_today; the next day (local) and the hour from which numbers are given out, or None within
    60 days; `name` is that of the holiday."""

    code: str
    next_day: date | None = None
    next_time: str | None = None
    name: str = ""


def takes_tickets(
    config: HallConfig,
    service: Service,
    now: datetime,
    work_ahead_minutes: float,
    counters: int,
    lasts: timedelta | None = None,
) -> Accept | Refuse:
    """Whether a number may be given out at `now` (aware) with so much work before it.

    `work_ahead_minutes` is shared by `counters` desks that work in parallel while the service is
    open; the visit, which `lasts` so long (else its standard time), must end before a break or the close.
    Numbers run on through a break as long as the day goes on after it.
    """
    wait = timedelta(minutes=max(0.0, work_ahead_minutes) / max(1, counters))
    zone, moment = config.zone, now.astimezone(UTC)
    if config.calendar.always_open:
        return Accept((moment + wait).astimezone(zone))
    today = now.astimezone(zone).date()
    found = service_day(config, service, today)
    if found is None:
        holiday = closing(config, service, today)
        code, name = ("holiday", holiday.name) if holiday else ("closed_today", "")
        return _refuse(code, next_valid(config, service, today), name)
    later = _later_today(found, moment)
    if later is not None:
        code, goes_on = later
        return _refuse(code, NextValid(today, goes_on.astimezone(zone).time()))
    start = begins(found, moment, wait, min(found.needs, lasts or found.needs))
    if start is not None and moment <= found.tickets_until:
        return Accept(start.astimezone(zone))
    code = "closed_now" if moment >= found.openings[-1][1] else "no_more_today"
    return _refuse(code, next_valid(config, service, today))


def _later_today(found: ServiceDay, moment: datetime) -> tuple[str, datetime] | None:
    """Why no numbers are given yet, and from when they are, later today."""
    if moment < found.tickets_from:
        return "not_open_yet", found.tickets_from
    pause = next((goes_on for stops, goes_on in found.pauses if stops <= moment < goes_on), None)
    return ("before_break", pause) if pause else None


def check_ticket(day: HallDay, service: Service, place: Callable[[], Leg], now: datetime) -> Reach:
    """What to tell whoever would take a number of `service` at `now` (aware); `place` gives the leg that they
    would wait with, and is asked only where there may be doubt.

    Raises Refusal where none may be given, with the code of `Refuse` and, where known, `next_day` (ISO
    date), `next_time` (HH:MM, local) and `holiday`.
    """
    if day.config.calendar.always_open:
        return SURE if any_expected(day, service, now) else Reach("no_counter")
    desks = expected_desks(day, service, now)
    serving = desks or day.config.counters_for.get(service.id, ())
    if _surely(day, service, serving, now):
        return SURE if desks else Reach("no_counter", first_on(day, service))
    leg = place()
    answer = _answer(day, service, leg, serving, now)
    if isinstance(answer, Accept):
        return SURE if desks else Reach("no_counter", first_on(day, service))
    if answer.code == "no_more_today" and _possible(day, service, leg, now):
        return Reach("doubtful" if desks else "no_counter", answer.next_day)
    raise Refusal(
        answer.code,
        _sentence(answer, service),
        service_id=service.id,
        next_day=answer.next_day.isoformat() if answer.next_day else None,
        next_time=answer.next_time,
        holiday=answer.name or None,
    )


def _surely(day: HallDay, service: Service, desks: tuple[Counter, ...], now: datetime) -> bool:
    """Whether there is time even for the most that can stand before anybody: then nothing is forecast."""
    found, moment = service_day(day.config, service, day.date), now.astimezone(UTC)
    if found is None or not found.tickets_from <= moment <= found.tickets_until:
        return False
    if found.pauses and _later_today(found, moment):
        return False
    work = most_work_before(day, service, desks)
    lasts = timedelta(minutes=minutes_of(day, service))
    wait = timedelta(minutes=work.minutes / work.desks)
    return begins(found, moment, wait, min(found.needs, lasts)) is not None


def _answer(
    day: HallDay, service: Service, leg: Leg, desks: tuple[Counter, ...], now: datetime
) -> Accept | Refuse:
    work = work_before(day, leg, desks, now)
    lasts = timedelta(minutes=minutes_of(day, service))
    return takes_tickets(day.config, service, now, work.minutes, work.desks, lasts)


def _possible(day: HallDay, service: Service, leg: Leg, now: datetime) -> bool:
    work = least_work_before(day, leg, now)
    lasts = timedelta(minutes=minutes_of(day, service))
    return isinstance(takes_tickets(day.config, service, now, work.minutes, work.desks, lasts), Accept)


def first_on(day: HallDay, service: Service) -> date | None:
    """The next day on which a service gives out numbers; None where it is not known, or always open."""
    if day.config.calendar.always_open:
        return None
    found = next_valid(day.config, service, day.date)
    return found.day if found else None


def begins(day: ServiceDay, moment: datetime, wait: timedelta, lasts: timedelta) -> datetime | None:
    """When a visit begins after `wait` of open time, such that it ends before a break or the close."""
    for opens, closes in day.openings:
        begin = max(opens, moment)
        if begin >= closes:
            continue
        if begin + wait + lasts <= closes:
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
    "before_break": "No numbers of {name} are given out before and in the break.",
    "closed_now": "{name} has closed for today.",
    "no_more_today": "{name} could not serve another visitor before it closes today.",
}


def _sentence(answer: Refuse, service: Service) -> str:
    reason = _REASONS[answer.code].format(name=service.name, holiday=answer.name)
    if answer.next_day is None:
        return f"{reason} It does not open again within 60 days."
    return f"{reason} Numbers are given out from {answer.next_time} on {answer.next_day.isoformat()}."
