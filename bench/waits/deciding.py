"""What deciding one number costs: in a small hall and in the hardest, with hours and people waiting."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

from balai.domain import commands as c
from balai.domain.day import HallDay, Happened, decide, evolve
from balai.domain.events import body_of
from balai.domain.hall.calendar import Break, Calendar, Hours
from balai.domain.hall.config import Agency, Counter, Hall, HallConfig, Series, Service, Zone
from bench.harness import Pair

DAY = date(2026, 4, 14)
ZONE = "Asia/Makassar"
#: 09.30 in the hall.
NOW = datetime(2026, 4, 14, 1, 30, tzinfo=UTC)
WAITING = 50
#: Services and counters; the parent hall of a regency has 27 agencies, 440 services and 60 counters.
SIZES: Mapping[str, tuple[int, int, int]] = {"small": (5, 26, 12), "large": (27, 440, 60)}
HOURS = Calendar((Hours(tuple(range(7)), clock(8), clock(15), (Break(clock(12), clock(13)),)),))


def issuing(size: str) -> Pair:
    """Microseconds to decide a number, every service in turn, and of json.loads on what it makes happen."""
    day = waiting_hall(*SIZES[size])
    asked = [
        c.IssueVisit(visit_id=f"next-{service.id}", service_id=service.id) for service in day.config.services
    ]
    text = body_of(decide(day, asked[0], NOW)[0])

    def ours() -> None:
        for command in asked:
            decide(day, command, NOW)

    return quickest(ours, max(1, 2000 // len(asked))) / len(asked), quickest(lambda: json.loads(text), 2000)


def waiting_hall(agencies: int, services: int, counters: int) -> HallDay:
    """A hall with hours and breaks in mid-morning: every second counter is there, `WAITING` wait, some of
    them with priority, and half of those counters have somebody in hand."""
    config = hall_of(agencies, services, counters)
    start = NOW - timedelta(hours=2)
    day = _done(None, c.OpenDay(date=DAY, config=config, previous_hash="0" * 64), start)
    desks = config.counters[::2]
    for counter in desks:
        day = _done(day, _sits_down(counter), start)
    for number in range(WAITING + len(desks) // 2):
        service = config.services[number * 7 % services]
        kind = "priority" if number % 4 == 3 else "regular"
        came = NOW - timedelta(minutes=85 - number)
        command = c.IssueVisit(visit_id=f"v{number}", service_id=service.id, priority_class=kind)
        day = _done(day, command, came)
    for counter in desks[: len(desks) // 2]:
        if any(day.waiting_count(service_id) for service_id in counter.service_ids):
            day = _done(day, c.CallNext(counter_id=counter.id, finishes=None), NOW)
    return day


def _sits_down(counter: Counter) -> c.OpenCounter:
    return c.OpenCounter(counter_id=counter.id, session_id=counter.id, actor=f"staff:{counter.id}")


def _done(day: HallDay | None, command: c.Command, at: datetime) -> HallDay:
    for event in decide(day, command, at):
        day = evolve(day, Happened(day.seq + 1 if day else 1, at, command.actor, event))
    assert day is not None
    return day


def hall_of(agencies: int, services: int, counters: int) -> HallConfig:
    """A hall with hours, in which every counter offers all of its agency."""
    letters = [f"{chr(65 + n % 26)}{n // 26 or ''}" for n in range(agencies)]
    made = tuple(
        Service(f"s{n}", f"a{n % agencies}", f"a{n % agencies}", f"Service {n}", wait_minutes=20 + n % 3 * 10)
        for n in range(services)
    )
    offered = [tuple(s.id for s in made if s.agency_id == f"a{n}") for n in range(agencies)]
    return HallConfig(
        hall=Hall("bench", "64.02.06", "Bench", "Kukar", ZONE),
        zones=(Zone("main", "Main"),),
        series=tuple(Series(f"a{n}", letter, last=9999) for n, letter in enumerate(letters)),
        agencies=tuple(
            Agency(f"a{n}", f"Agency {n}", f"A{n}", letter, "bulat", "#000000", "#ffffff")
            for n, letter in enumerate(letters)
        ),
        services=made,
        counters=tuple(
            Counter(f"c{n}", n + 1, f"a{n % agencies}", "main", offered[n % agencies])
            for n in range(counters)
        ),
        calendar=HOURS,
    )


def quickest(work: Callable[[], object], times: int, tries: int = 5) -> float:
    """Microseconds of CPU for one, the best of some tries."""
    best = float("inf")
    for _ in range(tries):
        began = time.process_time()
        for _ in range(times):
            work()
        best = min(best, time.process_time() - began)
    return best / times * 1e6
