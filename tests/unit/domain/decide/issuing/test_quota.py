"""Quotas count persons: of a service, of an agency, of an hour, of those who booked and those who did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from balai.domain import commands as c
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig, QuotaBlock
from balai.domain.quota import count
from balai.domain.visit import Voucher
from tests.support.days import DayDriver, journey_hall, small_hall

OPENS = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 08.00 in Makassar
BUDI = "staff:budi"


def hall(**changes: object) -> HallConfig:
    """The small hall, its service ktp with these settings."""
    config = small_hall()
    services = tuple(replace(s, **changes) if s.id == "ktp" else s for s in config.services)  # type: ignore[arg-type]
    return replace(config, services=services)


def issue(driver: DayDriver, service: str = "ktp", **more: object) -> None:
    number = len(driver.day.visits) + 1
    driver.do(c.IssueVisit(visit_id=f"v{number}", service_id=service, **more))  # type: ignore[arg-type]


def full(driver: DayDriver, service: str = "ktp", **more: object) -> str:
    with pytest.raises(Refusal) as refused:
        issue(driver, service, **more)
    assert refused.value.code == "quota_full"
    return str(refused.value.params["of"])


def test_a_right_of_an_earlier_day_keeps_its_place() -> None:
    right = Voucher("code", "A-099", "ktp", OPENS.date())
    driver = DayDriver(hall(quota=2), carried=(right,))
    issue(driver)
    assert full(driver) == "service"
    issue(driver, voucher="code")
    assert driver.day.taken["ktp"] == 2
    assert full(driver) == "service"


def test_those_who_booked_and_those_who_walk_in_have_places_of_their_own() -> None:
    driver = DayDriver(hall(quota=3, quota_booked=1, quota_walk_in=2))
    issue(driver)
    issue(driver)
    assert full(driver) == "walk_in"
    issue(driver, booking=driver.booked("ktp", OPENS))
    assert driver.day.taken == {"ktp": 3, "ktp#booked": 1, "ktp#walk-in": 2}
    assert full(driver) == "service"


def test_an_hour_has_its_own_places() -> None:
    blocks = (QuotaBlock(time(8), time(10), 1), QuotaBlock(time(10), time(12), 2))
    driver = DayDriver(hall(quota_blocks=blocks))
    issue(driver)
    assert full(driver) == "hour"
    issue(driver, booking=driver.booked("ktp", OPENS + timedelta(hours=2)))
    driver.now = OPENS + timedelta(hours=2)
    issue(driver)
    assert full(driver) == "hour"
    driver.now = OPENS + timedelta(hours=4)
    issue(driver)


def test_an_agency_counts_each_person_once() -> None:
    config = small_hall()
    agencies = tuple(replace(a, quota=2) if a.id == "satu" else a for a in config.agencies)
    driver = DayDriver(replace(config, agencies=agencies))
    issue(driver, "ktp")
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    leg = str(driver.day.counter("l1").leg_id)
    driver.do(c.Transfer(counter_id="l1", leg_id=leg, service_id="kk", actor=BUDI))
    issue(driver, "kk")
    assert driver.day.taken == {"ktp": 1, "kk": 2, "agency:satu": 2}
    assert full(driver, "ktp") == "agency"
    issue(driver, "pajak")


def test_who_has_a_place_already_is_not_refused_and_not_counted_twice() -> None:
    config = journey_hall()
    services = tuple(replace(s, quota=1) for s in config.services)
    driver = DayDriver(replace(config, services=services))
    issue(driver, "pajak")
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    leg = str(driver.day.counter("l1").leg_id)
    driver.do(c.Transfer(counter_id="l1", leg_id=leg, service_id="pajak", actor=BUDI))
    assert driver.day.taken == {"ktp": 1, "pajak": 1}
    driver.do(c.CancelVisit(visit_id="v1"))
    assert driver.day.taken == {"ktp": 1}


def test_an_edit_of_the_day_counts_who_is_there_anew() -> None:
    driver = DayDriver(small_hall())
    for _ in range(3):
        issue(driver)
    driver.do(c.ChangeConfiguration(config=hall(quota_walk_in=3)))
    assert full(driver) == "walk_in"
    day = driver.day
    assert day.taken == count(day.config, day.visits.values(), day.legs)
