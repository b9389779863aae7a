"""Rows on a call: from the tablet's request, through the commit, to the last display."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import Any

from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group
from bench.hub.fanout import raw
from bench.hub.staffed_counter import StaffedCounter
from bench.stage import HOST, Stage, assert_durable, audience, finish_load, start_load
from demo.driving.hubs import Hub

ROWS = ("call_200",)
SECOND_ROWS = ("second_hub",)
DISPLAYS = 200
CALLS = 30
GAP_SECONDS = 0.05
TICKETS_PER_SECOND = 50.0


class Caller:
    """Calls one visitor after another at one hub, with displays at it and maybe at others."""

    def __init__(self, staffed: StaffedCounter, hubs: list[Hub], board: str) -> None:
        self._staffed, self._hubs, self._board = staffed, hubs, board
        self._leg = ""

    def calls(self, displays: int) -> dict[str, Any]:
        """What an audience with `displays` at each hub finds."""
        groups = [Group(HOST, hub.port, displays, token=self._board) for hub in self._hubs]
        plan = Audience(
            groups,
            self._staffed.calling(),
            '"leg_called"',
            CALLS,
            [hub.pid for hub in self._hubs],
            GAP_SECONDS,
            leg_id=self._leg,
        )
        result = audience(plan)
        self._leg = str(result["leg_id"])
        return result


@contextmanager
def calls(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """Calls to 200 displays while 50 tickets a second are given."""
    reference = stage.reference("raw_fanout")
    staffed, hub, board = StaffedCounter.beside_displays(stage, CALLS)
    caller = Caller(staffed, [hub], board)

    def ours() -> float:
        tickets = start_load(staffed.issuing(TICKETS_PER_SECOND, CALLS * (GAP_SECONDS + 0.02) + 1.0))
        try:
            result = caller.calls(DISPLAYS)
        except BaseException:
            finish_load(tickets, broken_off=True)
            raise
        finish_load(tickets)
        return float(median(result["last_ms"][0]))

    def theirs() -> float:
        return float(median(audience(raw(reference, DISPLAYS, CALLS, GAP_SECONDS))["last_ms"][0]))

    def measure(number: int) -> Mapping[str, Pair]:
        if number % 2:
            reference_ms = theirs()
            return {"call_200": (ours(), reference_ms)}
        value = ours()
        return {"call_200": (value, theirs())}

    yield measure


@contextmanager
def second_hub(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """Calls at one of two hubs on PostgreSQL and Redis, heard by 100 displays at each."""
    site = stage.site(store=stage.postgres(), redis=stage.redis())
    board = site.device("display")
    hubs = [site.start(), site.start()]
    assert_durable(hubs[0])
    staffed = StaffedCounter(site, hubs[0])
    caller = Caller(staffed, hubs, board)

    def measure(_number: int) -> Mapping[str, Pair]:
        staffed.issue(CALLS)
        first, second = caller.calls(DISPLAYS // 2)["last_ms"]
        return {"second_hub": (median(second), median(first))}

    yield measure
