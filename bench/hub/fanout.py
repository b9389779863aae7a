"""Rows on one event that reaches 1,000 displays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from typing import Any

from bench.harness import Pair, Round
from bench.hub.audience import Audience, Group
from bench.hub.load import Plan
from bench.hub.staffed_counter import StaffedCounter
from bench.stage import HOST, Server, Stage, audience

ROWS = ("fanout_1000", "fanout_cpu")
DISPLAYS = 1000
EVENTS = 20
#: A push as the hub sends it.
TEXT = (
    '42/hall,["push",{"day":"2026-04-14","seq":1234,"prev":1233,"type":"leg_recalled",'
    '"at":"2026-04-14T02:42:00.000000Z","data":{"leg_id":"0b8fdc4e-0000-4000-8000-000000000000.1",'
    '"number":"A-00023","service_id":"perekaman-ktp","agency_id":"disdukcapil","counter_id":"loket-1",'
    '"counter_number":1,"called_at":"2026-04-14T02:42:00.000000Z","recalls":1}}]'
)


def raw(server: Server, clients: int, events: int, gap_seconds: float = 0.0) -> Audience:
    """Listeners at the raw loop, which sends a text of a push's size."""
    trigger = Plan(HOST, server.port, "POST", "/send", body=TEXT)
    group = Group(HOST, server.port, clients)
    return Audience([group], trigger, '"leg_recalled"', events, [server.pid], gap_seconds)


@contextmanager
def fanout(stage: Stage, _wanted: frozenset[str]) -> Iterator[Round]:
    """Recalls at a hub with 1,000 displays, against the raw loop with as many clients."""
    reference = stage.reference("raw_fanout")
    staffed, hub, board = StaffedCounter.beside_displays(stage, 20)
    legs = [""]

    def measure(number: int) -> Mapping[str, Pair]:
        # A leg called anew for each round: after a minute it counts as present and is not recalled.
        legs[0] = staffed.call(finishes=legs[0])
        group = Group(HOST, hub.port, DISPLAYS, token=board)
        ours = Audience([group], staffed.recalling(), '"leg_recalled"', EVENTS, [hub.pid], leg_id=legs[0])
        plans = [ours, raw(reference, DISPLAYS, EVENTS)]
        for plan in reversed(plans) if number % 2 else plans:
            plan.leg_id = legs[0]
            found[id(plan)] = audience(plan)
        one, other = (found[id(plan)] for plan in plans)
        return {
            "fanout_1000": (median(one["last_ms"][0]), median(other["last_ms"][0])),
            "fanout_cpu": (_cpu_each(one), _cpu_each(other)),
        }

    found: dict[int, dict[str, Any]] = {}
    yield measure


def _cpu_each(result: dict[str, Any]) -> float:
    """Microseconds of the server's CPU for each frame that a client heard."""
    return float(sum(result["cpu_seconds"])) / float(result["heard"]) * 1e6
