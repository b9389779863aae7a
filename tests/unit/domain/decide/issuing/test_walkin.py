"""Served without a ticket, from a paper roll, as a group, for several services; and what became of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.commands import everyday as ec
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig, Outcome, Rules
from balai.domain.visit import LegState
from tests.support.days import DayDriver, journey_hall, small_hall

BUDI = "staff:a1"
OUTCOMES = (Outcome("done", "Selesai", "Done"), Outcome("papers", "Berkas kurang", "Papers missing"))


def open_day(config: HallConfig | None = None) -> DayDriver:
    driver = DayDriver(config or replace(small_hall(), outcomes=OUTCOMES))
    driver.do(c.OpenCounter(counter_id="l1", session_id="s1", actor=BUDI))
    return driver


def refusal(driver: DayDriver, command: c.Command) -> str:
    with pytest.raises(Refusal) as refused:
        driver.do(command)
    return refused.value.code


def serve(visit_id: str = "v1", **fields: object) -> ec.ServeNow:
    made = ec.ServeNow(counter_id="l1", visit_id=visit_id, service_id="ktp", actor=BUDI)
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of the command


def test_somebody_without_a_ticket_is_served_at_once_and_counted() -> None:
    driver = open_day()
    driver.do(c.IssueVisit(visit_id="v0", service_id="ktp"))
    driver.do(serve())
    leg = driver.day.legs["v1.1"]
    assert (leg.state, leg.counter_id, leg.number) == (LegState.SERVING, "l1", "A-002")
    assert driver.day.calls == (), "nobody was called, so no wall says it"
    assert driver.day.taken == {"ktp": 2}
    assert [leg.id for leg in driver.day.line("ktp")] == ["v0.1"]
    assert refusal(driver, serve("v2")) == "leg_in_hand"
    driver.do(c.Recall(counter_id="l1", leg_id="v1.1", actor=BUDI))
    driver.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI))


def test_only_an_idle_open_counter_that_offers_it_serves_without_a_ticket() -> None:
    driver = open_day()
    assert refusal(driver, serve(service_id="pajak")) == "service_elsewhere"
    assert refusal(driver, serve(service_id="none")) == "service_unknown"
    assert refusal(driver, serve(counter_id="l2")) == "counter_closed"
    driver.do(c.PauseCounter(counter_id="l1", actor=BUDI))
    assert refusal(driver, serve()) == "counter_paused"
    driver.do(c.ResumeCounter(counter_id="l1", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    assert refusal(driver, serve("v1")) == "visit_exists"


def test_a_number_from_a_paper_roll_waits_or_is_served_under_a_letter_of_its_own() -> None:
    driver = open_day()
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", paper=17, channel="counter"))
    assert driver.day.visits["v1"].number == "X-017"
    driver.do(serve("v2", paper=18))
    assert driver.day.legs["v2.1"].number == "X-018"
    again = c.IssueVisit(visit_id="v3", service_id="kk", paper=17)
    assert refusal(driver, again) == "paper_number_taken"
    driver.do(c.IssueVisit(visit_id="v4", service_id="ktp"))
    assert driver.day.visits["v4"].number == "A-001", "the machine goes on where it was"


def test_the_letter_of_the_roll_is_set_or_one_that_no_series_has() -> None:
    hall = small_hall()
    series = tuple(replace(s, letter="X") if s.id == "a" else s for s in hall.series)
    for config, number in (
        (replace(hall, series=series), "Y-005"),
        (replace(hall, rules=Rules(paper_letter="P")), "P-005"),
    ):
        driver = open_day(config)
        driver.do(serve(paper=5))
        assert driver.day.legs["v1.1"].number == number


def test_a_group_has_one_number_and_counts_as_its_persons() -> None:
    config = small_hall()
    services = tuple(replace(s, quota=6) if s.id == "ktp" else s for s in config.services)
    driver = open_day(replace(config, services=services))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", persons=4))
    assert (driver.day.visits["v1"].persons, driver.day.taken) == (4, {"ktp": 4})
    assert driver.day.waiting_count("ktp") == 1
    assert refusal(driver, c.IssueVisit(visit_id="v2", service_id="ktp", persons=3)) == "quota_full"
    driver.do(c.IssueVisit(visit_id="v2", service_id="ktp", persons=2))
    driver.do(c.CancelVisit(visit_id="v1"))
    assert driver.day.taken["ktp"] == 2
    driver.do(ec.ChangeVisit(visit_id="v2", service_id="kk"))
    assert dict(driver.day.taken) == {"kk": 2}
    for persons in (0, 51):
        command = c.IssueVisit(visit_id="v3", service_id="ktp", persons=persons)
        assert refusal(driver, command) == "group_too_large"


def test_several_services_chosen_at_once_are_one_journey_under_one_number() -> None:
    driver = open_day(journey_hall())
    driver.do(c.IssueVisit(visit_id="v1", service_id="kk", also=("pajak", "ktp")))
    visit = driver.day.visits["v1"]
    assert (visit.number, driver.day.current_leg(visit).service_id) == ("A-001", "kk")
    assert visit.plan == ("ktp", "pajak"), "what one needs before it comes first, each once"
    unknown = c.IssueVisit(visit_id="v2", service_id="kk", also=("none",))
    assert refusal(driver, unknown) == "service_unknown"


def test_the_outcome_is_one_of_the_halls_list_at_finish_and_at_calling_the_next() -> None:
    driver = open_day()
    for n in (1, 2):
        driver.do(c.IssueVisit(visit_id=f"v{n}", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    driver.do(c.Start(counter_id="l1", leg_id="v1.1", actor=BUDI))
    unknown = c.Finish(counter_id="l1", leg_id="v1.1", outcome="likes", actor=BUDI)
    assert refusal(driver, unknown) == "outcome_unknown"
    told = driver.do(c.CallNext(counter_id="l1", finishes="v1.1", outcome="papers", actor=BUDI))
    assert e.LegFinished("v1.1", "l1", "papers") in [h.event for h in told]
    driver.do(c.Start(counter_id="l1", leg_id="v2.1", actor=BUDI))
    (finished,) = driver.do(c.Finish(counter_id="l1", leg_id="v2.1", outcome="done", actor=BUDI))
    assert finished.event == e.LegFinished("v2.1", "l1", "done")
