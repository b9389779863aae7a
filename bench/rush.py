"""Rows on a minute in which everybody is called: thirty calls from twelve counters at a real hub, each timed
to the picture in which its counter has the number, and what became of each announcement.

Before it, what a display needs while nothing happens. In real time, once, whatever the number of rounds:
the voice takes its time.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from bench.audience import cpu_seconds
from bench.harness import Pair, Round
from bench.stage import Stage, assert_durable
from bench.wall import Display, display
from tests.support.api import Api
from tests.support.hubs import Hub, Site
from tests.support.wait import eventually

ROWS = ("rush_cell", "rush_lost", "wall_idle")
CALLS, COUNTERS, SECONDS = 30, 12, 60.0
# Seconds until a display has made ahead what it can, and in which its rest is watched.
SETTLES, RESTS = 15.0, 15.0


@contextmanager
def rush(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """One minute, told in every round."""
    site = stage.site()
    token = site.device("display", "layar-1")
    hub = site.start()
    assert_durable(hub)
    found: dict[str, Pair] = {}
    with display(stage.folder(), hub.url, token, "system") as shown:

        def measure(_number: int) -> Mapping[str, Pair]:
            if not found:
                found["wall_idle"] = _at_rest(shown), None
                found.update(_minute(site, hub, shown))
            return {name: found[name] for name in wanted}

        yield measure


def _at_rest(shown: Display) -> float:
    """The share of a core that a display needs while nothing happens, in percent."""
    tick = threading.Event()
    tick.wait(SETTLES)
    before = cpu_seconds(shown.pid)
    tick.wait(RESTS)
    return 100 * (cpu_seconds(shown.pid) - before) / RESTS


def _minute(site: Site, hub: Hub, shown: Display) -> dict[str, Pair]:
    desks = _desks(site, hub)
    dice = random.Random("rush")
    moments = sorted(dice.uniform(0, SECONDS) for _ in range(CALLS))
    tick = threading.Event()
    begun, late = time.monotonic(), []
    legs = [""] * COUNTERS
    for number, moment in enumerate(moments):
        tick.wait(max(0.0, begun + moment - time.monotonic()))
        at = number % COUNTERS
        asked = time.monotonic()
        answer = (
            desks[at]
            .change(f"/counters/loket-{at + 1}/call", finishes=legs[at] or None, became="present")
            .ok()
        )
        legs[at] = str(answer["called"]["leg_id"])
        celled = eventually(partial(_celled, shown, legs[at]), timeout=30)
        assert celled is not None
        late.append((celled - asked) * 1000)
    # Whoever is no longer wanted at a counter is not announced any more; the rest is said or grows old.
    eventually(lambda: shown.state()["calling"] is None, timeout=300, interval=0.5)
    counts = shown.state()["counts"]
    told = sum(counts[what] for what in ("spoken", "merged", "dropped"))
    return {"rush_cell": (max(late), None), "rush_lost": (abs(CALLS - told), None)}


def _celled(shown: Display, leg: str) -> float | None:
    return shown.marks().get(leg, {}).get("celled")


def _desks(site: Site, hub: Hub) -> list[Api]:
    kiosk = hub.api(site.device("kiosk", "kios-1"))
    services = kiosk.get("/state?audience=device").ok()["data"]["services"]
    desks: list[Api] = []
    for number in range(1, COUNTERS + 1):
        desk = hub.staff(f"p{number}", site.account(f"p{number}"))
        desk.change(f"/counters/loket-{number}/open").ok()
        service = next(s for s in services if number in s["counters"])
        for _ in range(CALLS // COUNTERS + 2):
            kiosk.change("/visits", service_id=service["id"]).ok()
        desks.append(desk)
    return desks
