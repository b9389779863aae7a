"""Every way by which a leg begins, as docs/rules.md lists them: the event, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from balai.domain import commands as c
from balai.domain.commands import everyday as ec
from balai.domain.decide.closing import carried_over
from balai.domain.hall.config import Rules
from balai.domain.quota import count
from balai.domain.visit import Voucher
from tests.support.days import MORNING, DayDriver, journey_hall, small_hall
from tests.support.random_days.truths.ids import BEGINS

PAGE = (Path(__file__).resolve().parents[5] / "docs" / "rules.md").read_text(encoding="utf-8")
BUDI, SARI = "staff:budi", "staff:sari"
Way = Callable[[], tuple[DayDriver, str, dict[str, int]]]


def rows() -> dict[str, str]:
    """The ways of the page, with their events."""
    table = PAGE.partition("### How a leg begins")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| ([^|]+) \| `(\w+)` \|", table, re.MULTILINE))


def counted(driver: DayDriver) -> DayDriver:
    """The hall counts those who booked and those who walk in apart, and by agency."""
    config = driver.day.config
    services = tuple(replace(s, quota_walk_in=90, quota_booked=90) for s in config.services)
    agencies = tuple(replace(a, quota=90) for a in config.agencies)
    driver.do(c.ChangeConfiguration(config=replace(config, services=services, agencies=agencies)))
    return driver


def served(driver: DayDriver, persons: int = 3, service: str = "ktp") -> DayDriver:
    for counter, actor in (("l1", BUDI), ("l3", SARI)):
        driver.do(c.OpenCounter(counter_id=counter, session_id=counter, actor=actor))
    driver.do(c.IssueVisit(visit_id="v1", service_id=service, persons=persons))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    return driver


def sent(driver: DayDriver, **to: object) -> DayDriver:
    driver.do(c.Transfer(counter_id="l1", leg_id="v1.1", actor=BUDI, **to))  # type: ignore[arg-type]
    return driver


def walks_in() -> tuple[DayDriver, str, dict[str, int]]:
    driver = counted(DayDriver(journey_hall()))
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak", persons=3))
    each = {"ktp": 3, "ktp#walk-in": 3, "agency:satu": 3, "pajak": 3, "pajak#walk-in": 3, "agency:dua": 3}
    return driver, "v1.1", each


def booked() -> tuple[DayDriver, str, dict[str, int]]:
    driver = counted(DayDriver())
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", booking=driver.booked("ktp", MORNING, 3)))
    return driver, "v1.1", {"ktp": 3, "ktp#booked": 3, "agency:satu": 3}


def by_right() -> tuple[DayDriver, str, dict[str, int]]:
    right = Voucher("code", "A-099", "ktp", MORNING.date(), plan=("pajak",), persons=3)
    driver = DayDriver(carried=(right,))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp", voucher="code"))
    return driver, "v1.1", {"ktp": 3, "pajak": 3}


def waits_on() -> tuple[DayDriver, str, dict[str, int]]:
    before = DayDriver(replace(small_hall(), rules=Rules(over_night="order")))
    before.do(c.IssueVisit(visit_id="v1", service_id="ktp", persons=3))
    before.do(c.CloseDay(codes={"v1": "code"}))
    morning = MORNING.replace(day=15)
    return (
        DayDriver(before.day.config, morning, carried=carried_over(before.day, morning.date())),
        "v1.2",
        {"ktp": 3},
    )


def at_once() -> tuple[DayDriver, str, dict[str, int]]:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    serve = ec.ServeNow(counter_id="l1", visit_id="v1", service_id="ktp", persons=3, actor=BUDI)
    driver.do(serve)
    return driver, "v1.1", {"ktp": 3}


def follows() -> tuple[DayDriver, str, dict[str, int]]:
    driver = served(DayDriver(journey_hall()), service="pajak")
    driver.do(c.Finish(counter_id="l1", leg_id="v1.1", actor=BUDI))
    return driver, "v1.2", {"ktp": 3, "pajak": 3}


def sent_on() -> tuple[DayDriver, str, dict[str, int]]:
    return sent(served(DayDriver()), service_id="pajak"), "v1.2", {"ktp": 3, "pajak": 3}


def sent_to_a_step_or_back() -> tuple[DayDriver, str, dict[str, int]]:
    driver = sent(served(DayDriver(journey_hall()), service="pajak"), service_id="pajak")
    driver.do(c.CallNext(counter_id="l3", finishes=None, actor=SARI))
    driver.do(c.Transfer(counter_id="l3", leg_id="v1.2", back=True, actor=SARI))
    return driver, "v1.3", {"ktp": 3, "pajak": 3}


def sent_to_one_counter() -> tuple[DayDriver, str, dict[str, int]]:
    driver = sent(served(DayDriver()), service_id="pajak", to_counter="l3")
    return driver, "v1.2", {"ktp": 3, "pajak": 3}


WAYS: dict[str, Way] = {
    "a number for who walks in": walks_in,
    "a number for who booked": booked,
    "a right of an earlier day is used": by_right,
    "a place kept over night waits on": waits_on,
    "somebody without a ticket is served at once": at_once,
    "the next step of a journey follows a finish": follows,
    "sent on to a service that was not planned": sent_on,
    "sent on to a planned step, or back": sent_to_a_step_or_back,
    "sent on to one counter alone": sent_to_one_counter,
}


@pytest.mark.parametrize("way", WAYS)
def test_a_leg_begins_by_its_event_and_counts_its_persons(way: str) -> None:
    driver, leg_id, taken = WAYS[way]()
    began = min(seq for seq, day in driver.days.items() if leg_id in day.legs)
    assert rows()[way] == driver.log[began - 1].event.TYPE
    assert driver.day.taken == taken
    assert driver.day.taken == count(driver.day.config, driver.day.visits.values(), driver.day.legs)


def test_the_page_lists_every_way_and_the_random_days_know_no_other() -> None:
    assert rows().keys() == WAYS.keys()
    assert set(rows().values()) == {kind.TYPE for kind in BEGINS}
