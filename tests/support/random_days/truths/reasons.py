"""Every reason that is told of a call on a random day, rebuilt from the day alone.

Written from what the sentences say, not from how the core finds them: it knows the rules by their names
and reads arrivals, bookings and standards itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from balai.domain import events as e
from balai.domain.day import HallDay, Happened
from balai.domain.visit import Leg, LegState
from tests.support.random_days.driver import Driver


@dataclass(frozen=True)
class Facts:
    """One call, and the day as it stood before it."""

    day: HallDay
    event: e.LegCalled

    @property
    def leg(self) -> Leg:
        return self.day.legs[self.event.leg_id]

    @property
    def offered(self) -> list[str]:
        """What is served there, by who sits there."""
        own = self.day.counter(self.event.counter_id).service_ids
        return self.whole if own is None else [one for one in own if one in self.whole]

    @property
    def whole(self) -> list[str]:
        """What the counter offers."""
        return list(self.day.config.counter_by_id[self.event.counter_id].service_ids)

    @property
    def waiting(self) -> list[Leg]:
        offered = self.offered
        return [
            leg
            for leg in self.day.legs.values()
            if (leg.state is LegState.WAITING or leg.bound == self.event.counter_id)
            and leg.service_id in offered
            and leg.id != self.event.leg_id
        ]

    def place(self, leg: Leg) -> datetime:
        """What the rule in force orders by."""
        rules, service = self.day.config.rules, self.day.config.service_by_id[leg.service_id]
        if rules.discipline == "earliest_due":
            regular = leg.priority_class == "regular"
            minutes = service.wait_minutes if regular else service.priority_wait_minutes
            return leg.base + timedelta(minutes=min(minutes, service.wait_minutes))
        if rules.discipline == "levels":
            starts = {"regular": 0, "high": rules.high_head_start}
            return leg.base - timedelta(minutes=starts.get(leg.priority_class, rules.priority_head_start))
        return leg.base

    def other_class(self, leg: Leg) -> bool:
        return (leg.priority_class == "regular") != (self.leg.priority_class == "regular")

    def preferred(self, leg: Leg) -> int:
        return self.offered.index(leg.service_id)


Told = Mapping[str, Any]


def _time(told: Told, name: str = "since") -> datetime:
    return datetime.fromisoformat(told[name])


def _held(f: Facts) -> bool:
    """Whether the cap keeps transferred visitors back at this counter now."""
    state, cap = f.day.counter(f.event.counter_id), f.day.config.rules.transfer_cap
    own = state.since_pass_of[0 if f.leg.priority_class == "regular" else 1]
    since = own if f.day.config.rules.discipline == "ratio" else state.since_pass
    return since < cap - 1 and not f.leg.transferred


#: By the code of what is told first: whether it is so.
FIRST: Mapping[str, Callable[[Facts, Told], bool]] = {
    "chosen": lambda f, told: f.event.rule == "chosen" and told.get("reason") == f.event.reason,
    "ratio_regular": lambda f, _: f.leg.priority_class == "regular" and any(map(f.other_class, f.waiting)),
    "ratio_priority": lambda f, _: f.leg.priority_class != "regular" and any(map(f.other_class, f.waiting)),
    "first_come": lambda f, told: (
        _time(told, "arrived") == f.leg.arrived_at
        and all(other.arrived_at >= f.leg.arrived_at for other in f.waiting)
        and all(f.place(other) >= f.place(f.leg) for other in f.waiting)
    ),
    "first_place": lambda f, told: (
        _time(told) == f.place(f.leg) and all(f.place(other) >= f.place(f.leg) for other in f.waiting)
    ),
    "earliest_due": lambda f, told: (
        _time(told, "due") == f.place(f.leg) and all(f.place(other) >= f.place(f.leg) for other in f.waiting)
    ),
    "new_first": lambda f, _: (
        _held(f) and all(o.transferred or f.place(o) >= f.place(f.leg) for o in f.waiting)
    ),
}
_CLAIMS: Mapping[str, Callable[[Facts], bool]] = {
    "skills": lambda f: len(f.offered) < len(f.whole),
    "skills_order": lambda f: len(f.offered) == len(f.whole) and f.offered != f.whole,
    "booked": lambda f: f.day.visits[f.leg.visit_id].slot == f.leg.base,
    "carried": lambda f: f.day.visits[f.leg.visit_id].voucher is not None and f.leg.base < f.leg.arrived_at,
}
#: By the code of what is told of who came earlier and stands later: whether it is so.
PASSED: Mapping[str, Callable[[Facts, Leg, Told], bool]] = {
    "passed_by_choice": lambda f, one, _: f.event.rule == "chosen",
    "ratio": lambda f, one, _: f.day.config.rules.discipline == "ratio" and f.other_class(one),
    "transfer_cap": lambda f, one, _: one.transferred and f.place(one) < f.place(f.leg) and _held(f),
    "tie": lambda f, one, _: f.place(one) == f.place(f.leg) and f.preferred(one) == f.preferred(f.leg),
    "preference": lambda f, one, _: f.place(one) == f.place(f.leg) and f.preferred(one) > f.preferred(f.leg),
    "place_later": lambda f, one, told: (
        _time(told) == one.base > one.arrived_at and f.place(one) > f.place(f.leg)
    ),
    "place_before": lambda f, one, told: (
        _time(told) == f.leg.base <= one.base
        and f.leg.base < f.leg.arrived_at
        and f.place(one) > f.place(f.leg)
    ),
    "due_later": lambda f, one, told: (
        f.day.config.rules.discipline == "earliest_due"
        and _time(told, "due") == f.place(one) > f.place(f.leg)
    ),
    "level_later": lambda f, one, told: (
        f.day.config.rules.discipline == "levels" and _time(told, "due") == f.place(one) > f.place(f.leg)
    ),
}


class Reasons(Driver):
    """What is told of every call follows from the facts of that choice, and leaves nobody out."""

    def witness(self, before: HallDay, happened: Happened) -> None:
        super().witness(before, happened)
        if isinstance(happened.event, e.LegCalled):
            self.counts["reasons checked"] += len((happened.event.why or {}).get("reasons", ()))
            check(Facts(before, happened.event))


def check(f: Facts) -> None:
    """Hold the reasons of one call against its facts."""
    first, *rest = (f.event.why or {})["reasons"]
    assert FIRST[first["code"]](f, first), first
    earlier = {leg.number: leg for leg in f.waiting if leg.arrived_at < f.leg.arrived_at}
    passed = [told for told in rest if told["code"] in PASSED]
    for told in passed:
        assert PASSED[told["code"]](f, earlier[told["number"]], told), told
    claims = [told["code"] for told in rest if told["code"] in _CLAIMS]
    assert claims == [code for code, holds in _CLAIMS.items() if holds(f)]
    more = sum(told["count"] for told in rest if told["code"] == "more")
    assert len({told["number"] for told in passed}) + more == len(earlier)
    assert any(told["code"] == "nobody_passed" for told in rest) == (not earlier)
    _aside(f, rest)


def _aside(f: Facts, rest: list[Told]) -> None:
    offered = f.offered
    parked = {
        leg.number: leg.until
        for leg in f.day.legs.values()
        if leg.state is LegState.PARKED and leg.service_id in offered and leg.bound != f.event.counter_id
    }
    for told in rest:
        if told["code"] in ("parked", "parked_until"):
            until = _time(told, "due") if told["code"] == "parked_until" else None
            assert parked[told["number"]] == until
