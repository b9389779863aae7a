"""Rows on many who come back at once to a large hall: what a snapshot weighs and costs, and how long a number
takes meanwhile."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from balai.domain import commands as c
from balai.domain.hall.config import HallConfig
from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group, cpu_seconds
from bench.hub.hall import Running, hall, signed_in, waiting
from bench.hub.load import Plan
from bench.stage import HOST, Stage, audience, finish_load, load, start_load

ROWS = ("snapshot_staff", "snapshot_staff_cpu", "snapshot_board", "snapshot_board_cpu", "tablets_back")
WAITING = 200
ASKED = 40
TABLETS = 60
TICKETS_PER_SECOND = 20.0
SECONDS = 4.0


@contextmanager
def returning(_stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """A large hall in which 200 wait."""
    with hall("large", day=_crowded) as running:

        def measure(_number: int) -> Mapping[str, Pair]:
            found: dict[str, Pair] = {}
            for whose, shown in (
                ("staff", {"Cookie": running.cookie}),
                ("board", {"Authorization": f"Bearer {running.board}"}),
            ):
                size, cpu = _snapshot(running, whose, shown)
                found |= {f"snapshot_{whose}": (size, None), f"snapshot_{whose}_cpu": (cpu, None)}
            if "tablets_back" in wanted:
                found["tablets_back"] = _back(running), _number_takes(running)
            return found

        yield measure


def _crowded(config: HallConfig) -> Iterator[c.Command]:
    yield from signed_in(config)
    yield from waiting(config, WAITING)


def _snapshot(running: Running, whose: str, shown: Mapping[str, str]) -> tuple[float, float]:
    """kB on the wire and ms of the hub's CPU for one, the catalogue apart."""
    line = http.client.HTTPConnection(HOST, running.hub.port, timeout=30)
    began, size = cpu_seconds(running.hub.pid), 0
    for _ in range(ASKED):
        asked = {**shown, "Accept-Encoding": "gzip"}
        line.request("GET", f"/api/v1/state?audience={whose}&catalogue=apart", headers=asked)
        answer = line.getresponse()
        size = len(answer.read())
        if answer.status != http.client.OK:
            raise ConnectionError(f"status {answer.status}")
    line.close()
    return size / 1000, (cpu_seconds(running.hub.pid) - began) / ASKED * 1000


def _number_takes(running: Running) -> float:
    return float(load(running.issuing(rate=TICKETS_PER_SECOND, seconds=SECONDS))["p50_ms"])


def _back(running: Running) -> float:
    """The same while tablets come, are told all, and are gone, again and again."""
    tickets = start_load(running.issuing(rate=TICKETS_PER_SECOND, seconds=SECONDS))
    group = Group(HOST, running.hub.port, TABLETS, cookie=running.cookie)
    come = Audience([group], Plan(HOST, running.hub.port), "", 0, [running.hub.pid], settle_seconds=0.0)
    try:
        while tickets.poll() is None:
            audience(come)
    except BaseException:
        finish_load(tickets, broken_off=True)
        raise
    return float(finish_load(tickets)["p50_ms"])
