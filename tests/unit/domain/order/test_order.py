"""The bounds that each rule states, held against every call of random days at every counter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.events import LegCalled
from balai.domain.hall.config import Rules
from balai.domain.order.discipline import DISCIPLINES, counted
from balai.domain.state import HallDay
from balai.domain.visit import CounterState, Leg, LegState
from tests.support.days import MORNING, DayDriver, small_hall

CLASSES = ("regular", "regular", "priority", "appointment", "high")


@dataclass
class Watched:
    """A day in which staff only call, finish and transfer; every call is handed to the checks."""

    rules: Rules
    calls: list[tuple[HallDay, LegCalled]] = field(default_factory=list)

    def __post_init__(self) -> None:
        config = small_hall()
        services = tuple(
            replace(s, wait_minutes=m) for s, m in zip(config.services, (30, 45, 20), strict=True)
        )
        self.driver = DayDriver(replace(config, rules=self.rules, services=services))
        for counter in config.counters:
            self.driver.do(c.OpenCounter(counter_id=counter.id, session_id="s", actor=f"staff:{counter.id}"))
        self._visits = 0

    def play(self, moves: list[tuple[int, int]]) -> None:
        """Each move is (kind and object, seconds that pass before it)."""
        for choice, seconds in moves:
            kind, pick = choice % 5, choice // 5
            if kind < 2:
                self._arrive(pick, seconds)
            else:
                self._at_counter(pick, seconds, transfers=kind == 2)

    def _arrive(self, pick: int, seconds: int) -> None:
        self._visits += 1
        service, kind = self.driver.day.config.services[pick % 3].id, CLASSES[pick % 5]
        booked = pick % 4 == 3 or kind == "appointment"
        slot = self.driver.now + timedelta(minutes=pick - 10, seconds=seconds)
        code = self.driver.booked(service, slot) if booked else None
        self.driver.do(
            c.IssueVisit(visit_id=f"v{self._visits}", service_id=service, priority_class=kind, booking=code),
            after=seconds,
        )

    def _at_counter(self, pick: int, seconds: int, *, transfers: bool) -> None:
        counter = self.driver.day.config.counters[pick % 3]
        actor, leg = f"staff:{counter.id}", self.driver.day.leg_at(counter.id)
        if transfers and leg is not None:
            to = self.driver.day.config.services[(pick // 3) % 3].id
            self.driver.do(
                c.Transfer(counter_id=counter.id, leg_id=leg.id, service_id=to, actor=actor), after=seconds
            )
            leg = None
        command = c.CallNext(counter_id=counter.id, finishes=leg.id if leg else None, actor=actor)
        for happened in self.driver.try_(command, after=seconds):
            if isinstance(happened.event, LegCalled):
                self.calls.append((self.driver.days[happened.seq - 1], happened.event))

    def waiting_at(self, day: HallDay, counter_id: str) -> Iterator[Leg]:
        """Who waits for a counter."""
        offered = day.config.counter_by_id[counter_id].service_ids
        return (
            leg for leg in day.legs.values() if leg.state is LegState.WAITING and leg.service_id in offered
        )


MOVES = st.lists(st.tuples(st.integers(0, 199), st.sampled_from([0, 1, 20, 240])), max_size=60)
CAPS = st.integers(1, 4)


HEAD_STARTS = {"regular": 0, "priority": 20, "appointment": 20, "high": 40}


def key_of(rule: str, leg: Leg) -> tuple[object, ...]:
    if rule == "levels":
        return (leg.base - timedelta(minutes=HEAD_STARTS[leg.priority_class]),)
    return (leg.due,) if rule == "earliest_due" else (leg.base,)


@pytest.mark.parametrize("rule", ["first_come", "earliest_due", "levels"])
@given(moves=MOVES, cap=CAPS)
def test_only_a_transferred_visitor_is_ever_held_back(
    rule: str, moves: list[tuple[int, int]], cap: int
) -> None:
    watched = Watched(Rules(rule, transfer_cap=cap))
    watched.play(moves)
    for day, event in watched.calls:
        called = day.legs[event.leg_id]
        passed = [
            leg
            for leg in watched.waiting_at(day, event.counter_id)
            if key_of(rule, leg) < key_of(rule, called)
        ]
        assert all(leg.transferred for leg in passed)
        assert not passed or day.counter(event.counter_id).since_pass < cap - 1


@given(moves=MOVES)
def test_earliest_due_bounds_overtaking_by_the_difference_of_standards(moves: list[tuple[int, int]]) -> None:
    watched = Watched(Rules("earliest_due", transfer_cap=1))
    watched.play(moves)
    for day, event in watched.calls:
        called = day.legs[event.leg_id]
        for passed in watched.waiting_at(day, event.counter_id):
            if passed.id != called.id and passed.base < called.base:
                later = called.base - passed.base
                assert later <= (passed.due - passed.base) - (called.due - called.base)


@given(moves=MOVES)
def test_levels_bound_overtaking_by_the_difference_of_head_starts(moves: list[tuple[int, int]]) -> None:
    watched = Watched(Rules("levels", transfer_cap=1))
    watched.play(moves)
    for day, event in watched.calls:
        called = day.legs[event.leg_id]
        for passed in watched.waiting_at(day, event.counter_id):
            later = HEAD_STARTS[called.priority_class] - HEAD_STARTS[passed.priority_class]
            assert called.base - passed.base <= timedelta(minutes=max(0, later))


@given(moves=MOVES, ratio=st.integers(1, 3))
def test_a_ratio_lets_at_most_so_many_priority_calls_come_between(
    moves: list[tuple[int, int]], ratio: int
) -> None:
    watched = Watched(Rules("ratio", ratio=ratio))
    watched.play(moves)
    run: dict[str, int] = {}
    for day, event in watched.calls:
        classes = {leg.priority_class == "regular" for leg in watched.waiting_at(day, event.counter_id)}
        regular = day.legs[event.leg_id].priority_class == "regular"
        between = 0 if regular else run.get(event.counter_id, 0) + (len(classes) == 2)
        assert between <= ratio
        run[event.counter_id] = between


@pytest.mark.parametrize("rule", sorted(DISCIPLINES))
@given(moves=MOVES, cap=CAPS)
def test_whoever_waits_is_called_within_the_stated_number_of_calls(
    rule: str, moves: list[tuple[int, int]], cap: int
) -> None:
    rules = Rules(rule, transfer_cap=cap)
    watched = Watched(rules)
    watched.play(moves)
    calls = [(day, event, day.legs[event.leg_id]) for day, event in watched.calls]
    for leg in watched.driver.day.legs.values():
        suffered = [
            called
            for day, event, called in calls
            if leg.id in day.legs and day.legs[leg.id].state is LegState.WAITING and called.id != leg.id
            and leg.service_id in day.config.counter_by_id[event.counter_id].service_ids
        ]  # fmt: skip
        if leg.state is LegState.WAITING or suffered:
            assert len(suffered) <= bound(watched, leg, rules)


def bound(watched: Watched, leg: Leg, rules: Rules) -> int:
    """The stated bound: R = cap x E + (cap - 1) x m calls, under a ratio (n + 1) x R + n x m."""
    legs = watched.driver.day.legs.values()
    m = len(watched.driver.day.config.counters_for[leg.service_id])
    if rules.discipline != "ratio":
        key = key_of(rules.discipline, leg)
        ahead = sum(key_of(rules.discipline, other) <= key for other in legs if other.id != leg.id)
        return rules.transfer_cap * ahead + (rules.transfer_cap - 1) * m
    own = [o for o in legs if (o.priority_class == "regular") == (leg.priority_class == "regular")]
    ahead = sum(other.base <= leg.base for other in own if other.id != leg.id)
    held = rules.transfer_cap * ahead + (rules.transfer_cap - 1) * m
    return (rules.ratio + 1) * held + rules.ratio * m


def waiting(name: str, priority_class: str, came: int, joined: int, *, transferred: bool = False) -> Leg:
    at = MORNING + timedelta(minutes=came)
    return Leg(
        name, name, name, "ktp", priority_class, LegState.WAITING, at, came, at, at,
        MORNING + timedelta(minutes=joined), transferred=transferred,
    )  # fmt: skip


def test_passing_calls_of_one_class_do_not_hold_back_the_other_for_ever() -> None:
    """Of priority somebody transferred and somebody new waits always, and new regular ones; one regular
    visitor, who came first of all, was transferred and joined last."""
    rules, counter = Rules("ratio", ratio=2, transfer_cap=3), small_hall().counters[0]
    lanes = {
        "ktp": {
            ("regular", False): [waiting(f"r{n}", "regular", 10 + n, 10 + n) for n in range(60)],
            ("regular", True): [waiting("x", "regular", 0, 300, transferred=True)],
            ("priority", False): [waiting(f"p{n}", "priority", 10 + n, 10 + n) for n in range(60)],
            ("priority", True): [
                waiting(f"t{n}", "priority", n, 200 + n, transferred=True) for n in range(60)
            ],
        }
    }
    state, called = CounterState("l1"), list[str]()
    while "x" not in called and len(called) < 60:
        choice = DISCIPLINES["ratio"].choose_next(lanes, counter, state, rules)
        assert choice is not None
        leg = choice.leg
        lanes["ktp"][leg.priority_class, leg.transferred].remove(leg)
        run, since, apart = counted(
            state, leg.priority_class, passing=choice.passing, ratio_turn=choice.ratio_turn
        )
        state = replace(state, priority_run=run, since_pass=since, since_pass_of=apart)
        called.append(leg.id)
    held = (rules.transfer_cap - 1) * 1
    assert called.index("x") <= (rules.ratio + 1) * held + rules.ratio
    assert {"p0", "t0", "r0"} <= set(called)


@given(moves=MOVES)
def test_preference_only_breaks_ties(moves: list[tuple[int, int]]) -> None:
    watched = Watched(Rules("first_come", transfer_cap=1))
    watched.play(moves)
    for day, event in watched.calls:
        called = day.legs[event.leg_id]
        services = day.config.counter_by_id[event.counter_id].service_ids
        same = [leg for leg in watched.waiting_at(day, event.counter_id) if leg.base == called.base]
        assert services.index(called.service_id) == min(services.index(leg.service_id) for leg in same)


def test_a_choice_is_the_same_for_the_same_day() -> None:
    watched = Watched(Rules())
    watched.play([(0, 1), (5, 0), (10, 0), (15, 0)])
    day = watched.driver.day
    counter = day.config.counters[0]
    rule = DISCIPLINES[day.config.rules.discipline]
    first = rule.choose_next(day.lanes, counter, day.counter(counter.id), day.config.rules)
    assert first == rule.choose_next(day.lanes, counter, day.counter(counter.id), day.config.rules)
    assert first is not None
