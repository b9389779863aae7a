"""Rows on the memory of a hub: as it serves, and for each display that is connected and idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group
from bench.hub.load import Plan
from bench.stage import HOST, Stage, audience

ROWS = ("memory_base", "memory_connection")
DISPLAYS = 1000
SETTLE_SECONDS = 3.0


@contextmanager
def memory(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """A fresh hub each round, since memory that was once used is seldom given back."""
    site = stage.site()
    boards = site.displays(DISPLAYS // 100)

    def measure(_number: int) -> Mapping[str, Pair]:
        hub = site.start()
        hub.api(boards.split()[0]).get("/state?audience=board").ok()
        group = Group(HOST, hub.port, DISPLAYS, token=boards)
        nothing = Plan(HOST, hub.port)
        result = audience(
            Audience([group], nothing, "", 0, [hub.pid], settle_seconds=SETTLE_SECONDS),
        )["memory_kib"]
        hub.stop()
        empty, full = float(result["empty"][0]), float(result["full"][0])
        return {
            "memory_base": (empty * 1024 / 1e6, None),
            "memory_connection": ((full - empty) / DISPLAYS, None),
        }

    yield measure
