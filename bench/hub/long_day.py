"""Rows on a hall whose day is long: a restart in the middle of it, and what is asked often after 10,000
visits, each beside the same in a hall whose day has only begun."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from statistics import median

from balai.domain import commands as c
from balai.domain.hall.config import HallConfig
from bench.harness import Pair, Round
from bench.hub.audience import cpu_seconds, memory_kib
from bench.hub.hall import Running, begun, hall
from bench.stage import Stage
from demo.driving.api import Api

ROWS = ("restart_cpu", "restart_memory", "day_issue", "day_call", "day_timeline", "day_staff")
VISITS = 10_000
ASKED = 60


@contextmanager
def long_day(_stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """Two hubs of the small hall, one of which has had its 10,000 visits."""
    with ExitStack() as stack:
        short = stack.enter_context(hall("small"))
        long = stack.enter_context(hall("small", day=_long))
        for running in (short, long):
            running.hub.stop()

        def measure(number: int) -> Mapping[str, Pair]:
            restarts: list[tuple[float, float]] = []
            asked: list[tuple[float, ...]] = []
            turn = (long, short) if number % 2 else (short, long)
            for running in turn:
                hub = running.site.start()
                restarts.append((cpu_seconds(hub.pid), memory_kib(hub.pid) / 1024))
                staff = hub.staff("petugas", running.password)
                asked.append(_asked(running, staff, hub.api(running.kiosk)))
                hub.stop()
            at = turn.index(long)
            found, reference = ((*restarts[n], *asked[n]) for n in (at, 1 - at))
            return dict(zip(ROWS, zip(found, reference, strict=True), strict=True))

        yield measure


def _long(config: HallConfig) -> Iterator[c.Command]:
    yield from begun(config)
    yield from _served(config)


def _served(config: HallConfig) -> Iterator[c.Command]:
    """Visits that come and are served at once, at every desk in turn."""
    desks = config.counters[::2]
    for number in range(VISITS):
        desk = desks[number % len(desks)]
        visit_id, actor = str(uuid.uuid4()), f"staff:{desk.id}"
        service_id = desk.service_ids[number // len(desks) % len(desk.service_ids)]
        yield c.IssueVisit(visit_id=visit_id, service_id=service_id, actor="device:kiosk")
        leg_id, at = f"{visit_id}.1", desk.id
        yield c.CallChosen(counter_id=at, leg_id=leg_id, actor=actor, finishes=None, reason="emergency")
        yield c.Start(counter_id=at, leg_id=leg_id, actor=actor)
        yield c.Finish(counter_id=at, leg_id=leg_id, actor=actor)


def _asked(running: Running, staff: Api, kiosk: Api) -> tuple[float, float, float, float]:
    """Milliseconds (p50) for a number, a call, a timeline, a staff snapshot."""
    services = [service.id for service in running.config.services]
    desk = running.config.counters[1]
    staff.change(f"/counters/{desk.id}/open").ok()
    visits = count()
    last: list[str | None] = [None]

    def issue() -> str:
        service_id = services[next(visits) % len(services)]
        return str(kiosk.change("/visits", service_id=service_id).ok()["visit_id"])

    def call() -> None:
        answer = staff.change(
            f"/counters/{desk.id}/call", finishes=last[0], became="present" if last[0] else None
        ).ok()
        last[0] = answer["called"]["leg_id"]

    shown = issue()
    found = (
        _middle(issue),
        _middle(call, 12),
        _middle(lambda: staff.get(f"/visits/{shown}").ok()),
        _middle(lambda: staff.get("/state?audience=staff").ok()),
    )
    staff.change(f"/counters/{desk.id}/finish", leg_id=last[0]).ok()
    staff.change(f"/counters/{desk.id}/close").ok()
    return found


def _middle(ask: Callable[[], object], times: int = ASKED) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)
