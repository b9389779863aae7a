"""Whether later services of a journey can still be reached today: at issue, and where somebody is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from balai.domain.decide.issuing.admission import best_minutes, expected_desks, minutes_of, work_before
from balai.domain.decide.issuing.ticketing import Reach, begins, check_ticket, first_on
from balai.domain.errors import Refusal
from balai.domain.hall.config import Service
from balai.domain.hall.localtime import local_date
from balai.domain.hall.opening import next_valid, service_day
from balai.domain.order.position import prospect
from balai.domain.state import HallDay


def check_journey(
    day: HallDay, journey: Sequence[Service], priority_class: str, base: datetime, now: datetime
) -> Reach:
    """What to tell whoever would take a number for these services at `now` (aware), with a place that counts
    from `base`. Raises Refusal as `check_ticket` does, for the first of them.

    A later one refuses nobody: what can be done today is done today, and the right to the rest is kept. The
    first that surely comes too late is told as `part_today`, else the first that may be, as `doubtful`.
    """
    first = journey[0]
    reach = check_ticket(day, first, lambda: prospect(day, first, priority_class, base, now), now)
    if len(journey) == 1 or reach.state != "sure" or day.config.calendar.always_open:
        return reach
    late = _too_late(day, journey, now, best_minutes, lambda service: timedelta())
    if late is not None:
        return Reach("part_today", first_on(day, late), late.id)

    def wait(service: Service) -> timedelta:
        desks = expected_desks(day, service, now) or day.config.counters_for.get(service.id, ())
        work = work_before(day, prospect(day, service, priority_class, base, now), desks, now)
        return timedelta(minutes=work.minutes / work.desks)

    late = _too_late(day, journey, now, minutes_of, wait)
    return Reach("doubtful", first_on(day, late), late.id) if late is not None else reach


def promised(
    day: HallDay, journey: Sequence[Service], priority_class: str, base: datetime, now: datetime
) -> Reach:
    """The same for one whose place was promised before: the truth, and never a refusal."""
    try:
        return check_journey(day, journey, priority_class, base, now)
    except Refusal:
        state = "doubtful" if expected_desks(day, journey[0], now) else "no_counter"
        return Reach(state, first_on(day, journey[0]))


def _too_late(
    day: HallDay,
    journey: Sequence[Service],
    now: datetime,
    lasts: Callable[[HallDay, Service], float],
    wait: Callable[[Service], timedelta],
) -> Service | None:
    """The first later service that has closed before the one before it can be done; None where all are in
    time. What waits before it is worked off while the visitor is elsewhere."""
    began = at = now.astimezone(UTC)
    for place, service in enumerate(journey):
        found = service_day(day.config, service, local_date(now, day.config.zone))
        length = timedelta(minutes=lasts(day, service))
        left = max(timedelta(), wait(service) - (at - began))
        start = begins(found, at, left, min(found.needs, length)) if found else None
        if start is None and place:
            return service
        at = (start or at) + length
    return None


def check_sent(day: HallDay, service: Service, now: datetime) -> None:
    """Raises Refusal with the next valid day where somebody who is sent to a service now cannot be served
    there today, even if nobody waited: `closed_now`, or `no_more_today` where it is about to close."""
    if day.config.calendar.always_open:
        return
    moment = now.astimezone(UTC)
    found = service_day(day.config, service, day.date)
    least = timedelta(minutes=best_minutes(day, service))
    if found is not None and begins(found, moment, timedelta(), min(found.needs, least)) is not None:
        return
    closed = found is None or moment >= found.openings[-1][1]
    said = "has closed for today" if closed else "closes before another visitor can be served"
    raise Refusal(
        "closed_now" if closed else "no_more_today", f"{service.name} {said}.",
        service_id=service.id, **next_day(day, service),
    )  # fmt: skip


def next_day(day: HallDay, service: Service) -> dict[str, object]:
    """The next valid day of a service, as parameters of a refusal."""
    found = next_valid(day.config, service, day.date)
    return {"next_day": found.day.isoformat(), "next_time": found.time.isoformat("minutes")} if found else {}
