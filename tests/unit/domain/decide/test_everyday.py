"""Who waits may go away and keep the place, come back from an absence, go for something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.day import HallDay
from balai.domain.errors import Refusal
from balai.domain.events import LegReinstated
from balai.domain.fold.folding import evolve
from balai.domain.hall.config import RETURN_RULES, Rules
from balai.domain.order.position import ahead
from balai.domain.state import Happened
from balai.domain.visit import Leg, LegState
from tests.support.days import DayDriver, journey_hall, small_hall

BUDI = "staff:a1"


def waiting(people: int = 3, **rules: Any) -> DayDriver:
    """A day on which so many wait for an ID card, a minute apart: v1, v2, ..."""
    driver = DayDriver(replace(small_hall(), rules=replace(Rules(), **rules)))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    for n in range(1, people + 1):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id="ktp"), after=60)
    return driver


def refusal(driver: DayDriver, command: c.Command, after: float = 1.0) -> str:
    with pytest.raises(Refusal) as refused:
        driver.do(command, after)
    return refused.value.code


def call(driver: DayDriver) -> str:
    """Finish who is there and call the next; the leg that was called."""
    counter = driver.day.counter("l1")
    driver.do(c.CallNext(counter_id="l1", finishes=counter.leg_id, actor=BUDI))
    return str(driver.day.counter("l1").leg_id)


def miss(driver: DayDriver) -> str:
    """Call the next, who does not come."""
    leg_id = call(driver)
    driver.do(c.Miss(counter_id="l1", leg_id=leg_id, actor=BUDI))
    return leg_id


def order(day: HallDay) -> list[str]:
    return [leg.id for leg in sorted(day.line("ktp"), key=lambda leg: leg.due)]


def test_a_place_is_kept_for_a_while_and_taken_again_in_line() -> None:
    driver = waiting()
    driver.do(ec.SetAside(leg_id="v1.1", until=driver.now + timedelta(minutes=20)))
    kept = driver.day.legs["v1.1"]
    assert (kept.state, driver.day.parked) == (LegState.PARKED, ("v1.1",))
    assert call(driver) == "v2.1", "nobody waits for who went away"
    driver.do(c.ReturnLeg(leg_id="v1.1"), after=300)
    assert order(driver.day) == ["v1.1", "v3.1"]


def test_a_place_is_kept_no_longer_and_no_more_often_than_the_hall_allows() -> None:
    driver = waiting(keep_place_minutes=30, keep_place_times=1)
    too_long = driver.now + timedelta(minutes=31)
    assert refusal(driver, ec.SetAside(leg_id="v1.1", until=too_long)) == "place_kept_too_long"
    past = driver.now - timedelta(minutes=1)
    assert refusal(driver, ec.SetAside(leg_id="v1.1", until=past)) == "place_kept_too_long"
    driver.do(ec.SetAside(leg_id="v1.1"))
    assert driver.day.legs["v1.1"].until == driver.now + timedelta(minutes=30)
    assert refusal(driver, ec.SetAside(leg_id="v1.1")) == "leg_not_waiting"
    driver.do(c.ReturnLeg(leg_id="v1.1"))
    assert refusal(driver, ec.SetAside(leg_id="v1.1")) == "place_kept_before"
    assert refusal(driver, ec.SetAside(leg_id="v9.1")) == "leg_not_waiting"


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("at_once", ["v1.1", "v2.1", "v3.1", "v4.1"]),
        ("after_numbers", ["v2.1", "v3.1", "v1.1", "v4.1"]),
        ("half_standard", ["v2.1", "v3.1", "v4.1", "v1.1"]),
    ],
)
def test_the_rule_of_return_is_a_setting(rule: str, line: list[str]) -> None:
    driver = waiting(4, return_rule=rule, return_after=2)
    leg_id = miss(driver)
    driver.do(c.ReinstateLeg(leg_id=leg_id), after=20 * 60)
    assert order(driver.day) == line


@given(
    rule=st.sampled_from(RETURN_RULES), after=st.integers(1, 5), people=st.integers(1, 6),
    minutes=st.integers(0, 90),
)  # fmt: skip
def test_who_comes_back_keeps_the_arrival_and_gets_no_better_place(
    rule: str, after: int, people: int, minutes: int
) -> None:
    driver = waiting(people, return_rule=rule, return_after=after)
    leg_id = miss(driver)
    was = driver.day.legs[leg_id]
    driver.do(c.ReinstateLeg(leg_id=leg_id), after=minutes * 60)
    back = driver.day.legs[leg_id]
    assert back.arrived_at == was.arrived_at
    assert was.base <= back.base <= driver.now
    if rule == "after_numbers":
        assert ahead(driver.day, back) <= after


def test_a_return_has_an_end_a_most_and_a_pause() -> None:
    driver = waiting(return_times=2, return_minutes=60, return_pause_minutes=15, return_rule="at_once")
    leg_id = miss(driver)
    back = c.ReinstateLeg(leg_id=leg_id)
    driver.do(back, after=59 * 60)
    assert miss(driver) == leg_id
    assert refusal(driver, back, after=60) == "return_too_soon"
    driver.do(back, after=14 * 60)
    assert miss(driver) == leg_id
    assert refusal(driver, back, after=20 * 60) == "return_spent"
    late = waiting(return_minutes=60)
    assert refusal(late, c.ReinstateLeg(leg_id=miss(late)), after=61 * 60) == "return_too_late"


def test_a_return_of_the_first_version_of_the_log_counts_half_a_standard() -> None:
    driver = waiting(return_rule="at_once")
    leg_id = miss(driver)
    before = driver.day.legs[leg_id]
    at = driver.now + timedelta(hours=1)
    day = evolve(driver.day, Happened(driver.day.seq + 1, at, BUDI, LegReinstated(leg_id, "l1")))
    assert day.legs[leg_id].base == max(before.base, at - timedelta(minutes=15))


def current(driver: DayDriver, visit_id: str) -> Leg:
    return driver.day.current_leg(driver.day.visits[visit_id])


def test_a_visit_goes_for_another_service_with_its_number_and_arrival() -> None:
    driver = waiting()
    driver.do(c.IssueVisit(visit_id="v9", service_id="pajak"))
    was = current(driver, "v2")
    driver.do(ec.ChangeVisit(visit_id="v2", service_id="pajak"), after=600)
    now = current(driver, "v2")
    assert (now.number, now.arrived_at, now.service_id) == (was.number, was.arrived_at, "pajak")
    assert [leg.id for leg in driver.day.line("pajak")] == ["v2.1", "v9.1"], "by arrival in the hall"
    assert driver.day.waiting_count("ktp") == 2
    assert driver.day.taken == {"ktp": 2, "pajak": 2}


def test_priority_can_be_given_and_taken_while_somebody_waits() -> None:
    driver = waiting()
    driver.do(ec.ChangeVisit(visit_id="v3", priority_class="priority"))
    assert order(driver.day) == ["v3.1", "v1.1", "v2.1"]
    driver.do(ec.ChangeVisit(visit_id="v3", priority_class="regular"))
    assert order(driver.day) == ["v1.1", "v2.1", "v3.1"]
    seq = driver.day.seq
    driver.do(ec.ChangeVisit(visit_id="v3", priority_class="regular"))
    assert driver.day.seq == seq, "the same again changes nothing"
    assert refusal(driver, ec.ChangeVisit(visit_id="v3", priority_class="vip")) == "class_unknown"


def test_who_is_aside_is_changed_there_and_comes_back_to_the_new_line() -> None:
    driver = waiting()
    driver.do(ec.SetAside(leg_id="v1.1"))
    driver.do(ec.ChangeVisit(visit_id="v1", service_id="kk"))
    assert current(driver, "v1").state is LegState.PARKED
    driver.do(c.ReturnLeg(leg_id="v1.1"))
    assert [leg.id for leg in driver.day.line("kk")] == ["v1.1"]


def test_a_changed_service_brings_its_journey_and_keeps_what_was_planned() -> None:
    driver = DayDriver(journey_hall())
    driver.do(c.IssueVisit(visit_id="v1", service_id="kk"))
    driver.do(ec.ChangeVisit(visit_id="v1", service_id="pajak"))
    assert (current(driver, "v1").service_id, driver.day.visits["v1"].plan) == ("ktp", ("pajak",))
    driver.do(ec.ChangeVisit(visit_id="v1", service_id="kk"))
    assert (current(driver, "v1").service_id, driver.day.visits["v1"].plan) == ("kk", ("pajak",))


def test_a_change_meets_the_new_services_quota_and_nobody_at_a_counter_is_changed() -> None:
    config = small_hall()
    services = tuple(replace(s, quota=1) if s.id == "kk" else s for s in config.services)
    driver = DayDriver(replace(config, services=services))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    for n, service in enumerate(("ktp", "ktp", "kk"), 1):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id=service))
    assert refusal(driver, ec.ChangeVisit(visit_id="v2", service_id="kk")) == "quota_full"
    driver.do(ec.ChangeVisit(visit_id="v3", service_id="ktp"))
    driver.do(ec.ChangeVisit(visit_id="v2", service_id="kk"))
    call(driver)
    assert refusal(driver, ec.ChangeVisit(visit_id="v1", service_id="pajak")) == "leg_not_waiting"
    assert refusal(driver, ec.ChangeVisit(visit_id="v7", service_id="pajak")) == "visit_unknown"


def printed(driver: DayDriver) -> bool | None:
    return driver.day.visits["v1"].printed


def test_a_ticket_of_which_nobody_knows_is_neither_printed_nor_missing_until_somebody_does() -> None:
    driver = waiting(1)
    driver.do(ec.MarkTicket(visit_id="v1", printed=True, certain=False, actor="device:k1"))
    assert (driver.day.visits["v1"].printed, driver.day.visits["v1"].print_unsure) == (None, True)
    seq = driver.day.seq
    driver.do(ec.MarkTicket(visit_id="v1", printed=False, certain=False, actor="device:k1"))
    assert driver.day.seq == seq, "told already"
    driver.do(ec.MarkTicket(visit_id="v1", printed=False, actor="device:k1"))
    assert (driver.day.visits["v1"].printed, driver.day.visits["v1"].print_unsure) == (False, False)


def test_a_ticket_known_not_to_be_printed_is_marked_until_it_is_printed_again_or_voided() -> None:
    driver = waiting(1)
    driver.do(ec.MarkTicket(visit_id="v1", printed=False, actor="device:k1"))
    assert printed(driver) is False
    seq = driver.day.seq
    driver.do(ec.MarkTicket(visit_id="v1", printed=False, actor="device:k1"))
    assert driver.day.seq == seq
    driver.do(ec.MarkTicket(visit_id="v1", printed=True, actor="device:k1"))
    assert printed(driver) is True
    driver.do(c.CancelVisit(visit_id="v1"))
    assert refusal(driver, ec.MarkTicket(visit_id="v2", printed=False)) == "visit_unknown"
