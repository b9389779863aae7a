"""Section *discipline*: what each rule does to waits, that its bound holds, and that deciding is cheap."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import mean
from typing import Any

from balai.domain import events as e
from balai.domain.day import HallDay, Happened, evolve, replay
from balai.domain.events import body_of, event_from
from balai.domain.hall.config import Counter, HallConfig
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.visit import Leg
from bench.hall_file import HALLS, Scenario, SimulatedHall, read_hall
from bench.harness import Pair, Round
from bench.stage import Stage
from bench.waits.deciding import SIZES, issuing, quickest
from bench.waits.hall_day import simulate_day

ROWS = ("overtakes", "choose_next", "replay", "decide_issue_small", "decide_issue_large")
HALL = HALLS / "eight_counters.toml"
DAYS = 24
WAITING = 2000
EVENTS = 10_000


@contextmanager
def discipline(stage: Stage, wanted: frozenset[str]) -> Iterator[Round]:
    """The rules once, since days of the same seeds are the same; the costs in every round."""
    hall = read_hall(HALL)
    log = long_day(hall) if wanted & {"choose_next", "replay"} else []

    def measure(number: int) -> Mapping[str, Pair]:
        found: dict[str, Pair] = {}
        if "overtakes" in wanted and not number:
            found["overtakes"] = (float(rules(hall, stage.notes)), None)
        if "choose_next" in wanted:
            found["choose_next"] = deciding(hall)
        if "replay" in wanted:
            found["replay"] = replaying(log)
        for size in SIZES:
            if f"decide_issue_{size}" in wanted:
                found[f"decide_issue_{size}"] = issuing(size)
        return found

    yield measure


@dataclass
class Seen:
    """What a rule did over its days; waits in minutes."""

    waits: dict[str, list[float]]
    calls: int = 0
    overtakes: int = 0
    furthest: float = 0.0
    violations: int = 0


def rules(hall: SimulatedHall, notes: dict[str, Any]) -> int:
    """Run all rules on the same visitors, note their figures, return how often a bound was broken."""
    told, broken = {}, 0
    # Seeds far from those of development and of evaluation of waits.
    seeds = range(40_000, 40_000 + DAYS)
    for name in DISCIPLINES:
        seen = Seen(defaultdict(list))
        ruled = replace(hall, rules=replace(hall.rules, discipline=name))
        for number, seed in enumerate(seeds):
            _watch(simulate_day(ruled, Scenario("nominal"), seed, number), seen)
        broken += seen.violations
        told[name] = _figures(seen)
    notes["discipline"] = {"days": DAYS, "first_seed": seeds[0], "rules": told}
    return broken


def _figures(seen: Seen) -> dict[str, Any]:
    regular, priority = sorted(seen.waits["regular"]), seen.waits["priority"]
    return {
        "regular_mean": round(mean(regular), 1),
        "regular_p95": round(regular[int(0.95 * len(regular))], 1),
        "regular_longest": round(regular[-1], 1),
        "priority_mean": round(mean(priority), 1),
        "priority_within_10_percent": round(100 * mean(w <= 10 for w in priority), 1),
        "calls": seen.calls,
        "calls_that_overtook": seen.overtakes,
        "furthest_overtake_minutes": round(seen.furthest, 1),
        "bound_violations": seen.violations,
    }


def _watch(log: list[Happened], seen: Seen) -> None:
    day: HallDay | None = None
    for happened in log:
        event = happened.event
        if isinstance(event, e.LegCalled) and day is not None:
            leg = day.legs[event.leg_id]
            counter = day.config.counter_by_id[event.counter_id]
            _judge(day, leg, counter, seen)
            if leg.id.endswith(".1") and leg.called_at is None:
                wait = (happened.at - leg.arrived_at).total_seconds() / 60
                seen.waits[leg.priority_class].append(wait)
        day = evolve(day, happened)


def _judge(day: HallDay, leg: Leg, counter: Counter, seen: Seen) -> None:
    """Hold one call against the stated bound, knowing nothing of how the rule chose."""
    others = [
        other for service in counter.service_ids for line in day.lanes.get(service, {}).values()
        for other in line if other.id != leg.id
    ]  # fmt: skip
    passed = [other for other in others if other.base < leg.base]
    seen.calls += 1
    seen.overtakes += bool(passed)
    for other in passed:
        far = (leg.base - other.base).total_seconds() / 60
        seen.furthest = max(seen.furthest, far)
    seen.violations += any(_breaks(day.config, leg, other) for other in passed)


def _breaks(config: HallConfig, leg: Leg, passed: Leg) -> bool:
    """Whether passing this one is more than the rule allows: by arrival, nobody; by due time, those who
    came earlier by no more than the difference of two standards; under a ratio, the own class.

    Only a transferred visitor may be held back further, by the cap of transfers.
    """
    if passed.transferred:
        return False
    rule = config.rules.discipline
    if rule == "ratio":
        return (leg.priority_class == "regular") == (passed.priority_class == "regular")
    allowed = timedelta()
    if rule == "earliest_due":
        allowed = _standard(config, passed) - _standard(config, leg)
    if rule == "levels":
        allowed = _head_start(config, leg) - _head_start(config, passed)
    return leg.base - passed.base > allowed


def _head_start(config: HallConfig, leg: Leg) -> timedelta:
    starts = {"regular": 0, "high": config.rules.high_head_start}
    return timedelta(minutes=starts.get(leg.priority_class, config.rules.priority_head_start))


def _standard(config: HallConfig, leg: Leg) -> timedelta:
    service = config.service_by_id[leg.service_id]
    regular = leg.priority_class == "regular"
    return timedelta(minutes=service.wait_minutes if regular else service.priority_wait_minutes)


def deciding(hall: SimulatedHall) -> Pair:
    """Microseconds of `choose_next` with 2,000 waiting, and of one max() over the same due times."""
    day = _crowded(hall)
    counter = day.config.counters[-1]
    state, given = day.counter(counter.id), day.config.rules
    rule = DISCIPLINES[given.discipline]
    due = [leg.due for lanes in day.lanes.values() for line in lanes.values() for leg in line]
    assert len(due) == WAITING
    ours = quickest(lambda: rule.choose_next(day.lanes, counter, state, given), 2000)
    return ours, quickest(lambda: max(due), 200)


def _crowded(hall: SimulatedHall) -> HallDay:
    config, start = hall.config, simulate_day(hall, Scenario("nominal"), 1, 0)[0]
    day = evolve(None, start)
    kinds = ("regular", "regular", "priority", "appointment")
    for n in range(WAITING):
        service = config.services[n % len(config.services)]
        event = e.VisitIssued(
            f"v{n}", f"v{n}.1", str(n), service.series_id, n + 1, service.id, kinds[n % len(kinds)], "kiosk"
        )
        day = evolve(day, Happened(day.seq + 1, start.at + timedelta(seconds=n), "device:1", event))
    return day


def long_day(hall: SimulatedHall) -> list[Happened]:
    """A day's log of 10,000 events: the hall ten times as large, with ten times as many visitors."""
    works = tuple(replace(w, per_hour=w.per_hour * 10) for w in hall.works)
    busy = replace(hall, works=works, desks=hall.desks * 10)
    log = simulate_day(busy, Scenario("nominal"), 1, 0)
    assert len(log) >= EVENTS, len(log)
    return log[:EVENTS]


def replaying(log: list[Happened]) -> Pair:
    """Milliseconds to replay the log, its events read from their text, and of json.loads on the texts."""
    stored = [(h, type(h.event).TYPE, type(h.event).VERSION, body_of(h.event)) for h in log]

    def ours() -> None:
        replay(
            Happened(h.seq, h.at, h.actor, event_from(kind, version, body))
            for h, kind, version, body in stored
        )

    def theirs() -> None:
        for _, _, _, body in stored:
            json.loads(body)

    return quickest(ours, 1) / 1000, quickest(theirs, 3) / 1000
