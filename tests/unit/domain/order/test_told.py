"""What a visitor is told is held against what then happens: nobody sees more called first than was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.events import LegCalled
from balai.domain.hall.config import HallConfig, Rules
from balai.domain.order.discipline import DISCIPLINES
from balai.domain.order.position import ahead, callers
from balai.domain.state import HallDay
from balai.domain.visit import Leg, LegState
from tests.support.days import DayDriver, a_command, journey_hall, small_hall
from tests.support.turns import let_in, place, side

CHOICES = st.lists(st.integers(0, 4000), max_size=60)


def crossed(rules: Rules) -> HallConfig:
    """Counters that share services in a chain, so that no line is served by itself."""
    config = journey_hall()
    offers = (("ktp", "kk"), ("kk", "pajak", "ktp"), ("pajak", "kk"))
    counters = tuple(replace(d, service_ids=s) for d, s in zip(config.counters, offers, strict=True))
    services = tuple(replace(s, wait_minutes=m) for s, m in zip(config.services, (30, 45, 20), strict=True))
    return replace(config, counters=counters, services=services, rules=rules)


def lively_day(choices: list[int], config: HallConfig) -> DayDriver:
    """Mostly people who come and people who are called, at open counters, among everything else."""
    driver = DayDriver(config)
    for desk in config.counters:
        driver.do(c.OpenCounter(counter_id=desk.id, session_id="s", actor=f"staff:{desk.id}"))
    for number, choice in enumerate(choices):
        kind, pick = choice % 10, choice // 10
        desk = config.counters[pick % len(config.counters)]
        command: c.Command = c.CallNext(
            counter_id=desk.id, finishes=driver.day.counter(desk.id).leg_id, actor=f"staff:{desk.id}"
        )
        if kind < 5:
            service = config.services[pick % len(config.services)].id
            kinds = ("regular", "regular", "priority")
            command = c.IssueVisit(
                visit_id=f"v{number}", service_id=service, priority_class=kinds[pick // 3 % 3], done=("ktp",)
            )
        elif kind == 9:
            command = a_command(driver.day, driver.now, number, pick)
        driver.try_(command, after=float(pick % 3) * 200)
    return driver


def seen_first(driver: DayDriver, told: HallDay, leg: Leg) -> tuple[set[str], int]:
    """Who waited when `leg` was told its place and was called before it by the counters that could call
    it, but for the stated exceptions: by choice, or with a place that changed since, or who came later;
    and how many of these took a turn of the leg's own side."""
    desks = {desk.id for desk in callers(told, leg.service_id)}
    waiting = {
        other.id: place(other) for lanes in told.lanes.values() for line in lanes.values() for other in line
    }
    seen, beside = set(), 0
    for happened in driver.log[told.seq :]:
        before, event = driver.days[happened.seq - 1], happened.event
        if before.legs.get(leg.id) != leg:
            break
        if isinstance(event, LegCalled) and event.leg_id != leg.id and event.counter_id in desks:
            called = before.legs[event.leg_id]
            if event.rule != "chosen" and waiting.get(called.id) == place(called):
                seen.add(called.id)
            elif side(called) == side(leg):
                beside += 1
    return seen, beside


@pytest.mark.parametrize("rule", sorted(DISCIPLINES))
@example(choices=[0, 0, 0, 1719, 105], ratio=1, cap=1)
@given(choices=CHOICES, ratio=st.integers(1, 3), cap=st.integers(1, 3))
def test_nobody_sees_more_called_first_than_was_told(
    rule: str, choices: list[int], ratio: int, cap: int
) -> None:
    driver = lively_day(choices, crossed(Rules(rule, ratio=ratio, transfer_cap=cap)))
    for day in list(driver.days.values())[::2]:
        for leg in day.legs.values():
            if leg.state is LegState.WAITING and not leg.transferred:
                seen, beside = seen_first(driver, day, leg)
                assert len(seen) <= ahead(day, leg) + let_in(day.config.rules, leg, beside)


def test_a_line_of_another_service_at_the_same_counter_is_told() -> None:
    driver = DayDriver(small_hall())
    for number, service in enumerate(["kk", "kk", "kk", "pajak", "ktp"]):
        driver.do(c.IssueVisit(visit_id=f"v{number}", service_id=service))
    assert ahead(driver.day, driver.day.legs["v4.1"]) == 3


def test_a_counter_that_is_not_there_adds_nobody() -> None:
    config = crossed(Rules("first_come"))
    driver = DayDriver(config)
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    for number, service in enumerate(["pajak", "pajak", "kk", "ktp"]):
        driver.do(c.IssueVisit(visit_id=f"v{number}", service_id=service, done=("ktp",)))
    assert ahead(driver.day, driver.day.legs["v3.1"]) == 1


def test_who_is_sent_to_one_counter_alone_comes_first_there_and_is_told_and_named() -> None:
    """Aside for everybody else, but in the line of that counter: it is neither left out nor passed unsaid."""
    driver = DayDriver(replace(small_hall(), rules=Rules("first_come", transfer_cap=3)))
    for desk in ("l1", "l2"):
        driver.do(c.OpenCounter(counter_id=desk, session_id=desk, actor=f"staff:{desk}"))
    driver.do(c.IssueVisit(visit_id="v0", service_id="kk"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:l1"))
    driver.do(c.Transfer(counter_id="l1", leg_id="v0.1", service_id="kk", to_counter="l2", actor="staff:l1"))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    sent, later = driver.day.legs["v0.2"], driver.day.legs["v1.1"]
    assert sent.bound == "l2"
    assert ahead(driver.day, later) == 1
    called = driver.do(c.CallChosen(
        counter_id="l2", finishes=None, leg_id="v1.1", reason="emergency", actor="staff:l2"
    ))[-1].event  # fmt: skip
    assert isinstance(called, LegCalled)
    codes = {told["code"]: told.get("number") for told in (called.why or {})["reasons"]}
    assert codes == {"chosen": None, "passed_by_choice": sent.number}


def test_priority_is_told_its_own_place() -> None:
    driver = DayDriver(small_hall())
    for number in range(4):
        driver.do(c.IssueVisit(visit_id=f"v{number}", service_id="ktp"))
    driver.do(c.IssueVisit(visit_id="v4", service_id="ktp", priority_class="priority"))
    assert ahead(driver.day, driver.day.legs["v4.1"]) == 0
    assert ahead(driver.day, driver.day.legs["v0.1"]) == 1


@given(st.integers(1, 60), st.integers(1, 60), st.booleans(), st.sampled_from(sorted(DISCIPLINES)))
def test_priority_is_never_worse_than_regular(wait: int, priority_wait: int, on: bool, rule: str) -> None:
    config = small_hall()
    odd = replace(config.services[0], wait_minutes=wait, priority_wait_minutes=priority_wait, priority=on)
    driver = DayDriver(replace(config, services=(odd, *config.services[1:]), rules=Rules(rule)))
    driver.do(c.IssueVisit(visit_id="p", service_id="ktp", priority_class="priority"), 0)
    driver.do(c.IssueVisit(visit_id="r", service_id="ktp"), 0)
    first, second = driver.day.legs["p.1"], driver.day.legs["r.1"]
    assert first.due - first.arrived_at <= second.due - second.arrived_at
    assert first.priority_class == ("priority" if on else "regular")
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor="staff:1"), timedelta().total_seconds())
    assert driver.day.legs["p.1"].state is LegState.CALLED
