"""A transfer leads to any counter, to a chosen one (a colleague's), or back to the sender."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.errors import Refusal
from balai.domain.hall.config import Rules
from balai.domain.visit import LegState
from tests.support.days import DayDriver, small_hall

ANI, BUDI, CITRA = "staff:1", "staff:2", "staff:3"
DESKS = {"l1": ANI, "l2": BUDI, "l3": CITRA}


def at_desk(*open_counters: str) -> DayDriver:
    """A day on which v1 is served at counter 1 and v2 waits for the same service."""
    driver = DayDriver(replace(small_hall(), rules=Rules(transfer_cap=1)))
    for counter in ("l1", *open_counters):
        driver.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=DESKS[counter]))
    for n in (1, 2):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id="ktp"), after=60)
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=ANI))
    driver.do(c.Start(counter_id="l1", leg_id="v1.1", actor=ANI))
    return driver


def send(driver: DayDriver, counter: str = "l1", leg: str = "v1.1", **to: object) -> None:
    command = c.Transfer(counter_id=counter, leg_id=leg, actor=DESKS[counter], **to)  # type: ignore[arg-type]
    driver.do(command)


def refusal(driver: DayDriver, **to: object) -> str:
    with pytest.raises(Refusal) as refused:
        send(driver, **to)  # type: ignore[arg-type]
    return refused.value.code


def call(driver: DayDriver, counter: str) -> str | None:
    state = driver.day.counter(counter)
    driver.do(c.CallNext(counter_id=counter, finishes=state.leg_id, actor=DESKS[counter]))
    return driver.day.counter(counter).leg_id


def test_a_colleague_alone_calls_whom_was_sent_to_that_counter() -> None:
    driver = at_desk("l2")
    send(driver, service_id="ktp", to_counter="l2")
    sent = driver.day.legs["v1.2"]
    assert (sent.state, sent.bound, driver.day.parked) == (LegState.PARKED, "l2", ("v1.2",))
    assert call(driver, "l1") == "v2.1", "no other counter calls them"
    assert call(driver, "l2") == "v1.2", "there they have the place of their arrival"
    assert driver.day.legs["v1.2"].bound is None
    assert driver.day.parked == ()


def test_a_wrong_call_and_a_wrong_transfer_to_one_counter_are_taken_back() -> None:
    driver = at_desk("l2")
    send(driver, service_id="kk", to_counter="l2")
    call(driver, "l2")
    driver.do(c.Undo(counter_id="l2", actor=BUDI))
    assert driver.day.legs["v1.2"].bound == "l2"
    assert driver.day.parked == ("v1.2",)
    again = at_desk("l2")
    send(again, service_id="kk", to_counter="l2")
    again.do(c.Undo(counter_id="l1", actor=ANI))
    assert again.day.legs["v1.1"].state is LegState.SERVING
    assert again.day.parked == ()


def test_who_is_called_by_mistake_is_again_where_they_stood_among_those_aside() -> None:
    driver = at_desk("l2")
    send(driver, service_id="ktp", to_counter="l2")
    driver.do(c.IssueVisit(visit_id="v3", service_id="ktp"), after=60)
    driver.do(ec.SetAside(leg_id="v3.1", actor=BUDI))
    before = driver.day.parked
    call(driver, "l2")
    driver.do(c.Undo(counter_id="l2", actor=BUDI))
    assert driver.day.parked == before == ("v1.2", "v3.1")


def test_who_was_sent_to_a_counter_that_closes_waits_for_every_counter() -> None:
    for closing in (
        c.CloseCounter(counter_id="l2", actor=BUDI),
        c.ReleaseCounter(counter_id="l2", actor="staff:manager"),
    ):
        driver = at_desk("l2")
        send(driver, service_id="ktp", to_counter="l2")
        driver.do(closing)
        assert driver.day.legs["v1.2"].state is LegState.WAITING
        assert call(driver, "l1") == "v1.2"


def test_back_to_the_sender_is_one_step() -> None:
    driver = at_desk("l3")
    assert refusal(driver, back=True) == "no_sender"
    send(driver, service_id="pajak")
    call(driver, "l3")
    send(driver, "l3", "v1.2", back=True)
    back = driver.day.legs["v1.3"]
    assert (back.service_id, back.bound) == ("ktp", "l1")
    assert call(driver, "l1") == "v1.3", "before v2, who came later"


def test_back_to_a_sender_who_has_left_is_back_to_the_service() -> None:
    driver = at_desk("l2", "l3")
    send(driver, service_id="pajak")
    driver.do(c.CloseCounter(counter_id="l1", actor=ANI))
    call(driver, "l3")
    send(driver, "l3", "v1.2", back=True)
    assert (driver.day.legs["v1.3"].state, driver.day.legs["v1.3"].bound) == (LegState.WAITING, None)
    assert call(driver, "l2") == "v1.3"


def test_a_chosen_counter_is_open_and_offers_the_service() -> None:
    driver = at_desk("l2")
    assert refusal(driver, service_id="pajak", to_counter="l3") == "counter_closed"
    assert refusal(driver, service_id="pajak", to_counter="l2") == "service_elsewhere"
    assert refusal(driver, service_id="pajak", to_counter="l9") == "counter_unknown"
    assert refusal(driver) == "service_unknown"


def test_who_was_sent_to_one_counter_is_chosen_there_brought_back_or_changed() -> None:
    driver = at_desk("l2")
    send(driver, service_id="ktp", to_counter="l2")
    chosen = c.CallChosen(counter_id="l1", finishes=None, leg_id="v1.2", reason="emergency", actor=ANI)
    with pytest.raises(Refusal, match="does not wait"):
        driver.do(chosen)
    driver.do(ec.ChangeVisit(visit_id="v1", service_id="pajak"))
    assert driver.day.legs["v1.2"].bound is None, "another service is not that counter's"
    driver.do(c.ReturnLeg(leg_id="v1.2"))
    assert [leg.id for leg in driver.day.line("pajak")] == ["v1.2"]
