"""A change of the configuration that today cannot take waits by itself, and can be taken back meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import Happened, decide, evolve
from balai.domain.errors import Refusal
from balai.domain.hall.config import HallConfig
from balai.domain.visit import Voucher
from tests.support.days import DayDriver, small_hall

TOMORROW, NEXT_WEEK = date(2026, 4, 15), date(2026, 4, 21)
WITHOUT_TAX = replace(
    small_hall(),
    services=tuple(s for s in small_hall().services if s.id != "pajak"),
    counters=small_hall().counters[:2],
)
RENAMED = replace(small_hall(), hall=replace(small_hall().hall, name="MPP Baru"))


def busy() -> DayDriver:
    driver = DayDriver()
    driver.do(c.IssueVisit(visit_id="v1", service_id="pajak"))
    return driver


def change(
    driver: DayDriver, config: HallConfig, on: date | None = None, *, replaces: bool = False
) -> list[e.Event]:
    command = c.ChangeConfiguration(config=config, on=on, replaces=replaces, actor="staff:citra")
    return [happened.event for happened in driver.do(command)]


def refused(driver: DayDriver, config: HallConfig, on: date | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        change(driver, config, on)
    return caught.value.code


def test_what_today_still_needs_waits_for_tomorrow() -> None:
    driver = busy()
    assert change(driver, WITHOUT_TAX) == [e.ConfigurationScheduled(WITHOUT_TAX, TOMORROW, ("pajak",))]
    waits = driver.day.scheduled
    assert waits is not None
    assert (waits.config, waits.on, waits.by, waits.in_use) == (
        WITHOUT_TAX,
        TOMORROW,
        "staff:citra",
        ("pajak",),
    )
    assert driver.day.config == small_hall(), "nothing in use has vanished"
    assert change(driver, WITHOUT_TAX) == [], "asked again, it waits as it waited"


def test_a_change_may_be_dated() -> None:
    driver = busy()
    change(driver, RENAMED, NEXT_WEEK)
    assert driver.day.scheduled is not None
    assert (driver.day.scheduled.on, driver.day.scheduled.in_use) == (NEXT_WEEK, ())
    assert driver.day.config == small_hall()
    assert refused(busy(), RENAMED, date(2027, 6, 1)) == "date_too_far"


@pytest.mark.parametrize("on", [None, date(2026, 4, 14), date(2026, 4, 1)])
def test_a_date_that_has_come_is_now(on: date | None) -> None:
    driver = busy()
    assert change(driver, RENAMED, on) == [e.ConfigurationChanged(RENAMED)]
    assert (driver.day.config, driver.day.scheduled) == (RENAMED, None)


def test_what_waits_is_taken_back() -> None:
    driver = busy()
    change(driver, WITHOUT_TAX)
    driver.do(c.WithdrawChange())
    assert driver.day.scheduled is None
    with pytest.raises(Refusal) as caught:
        driver.do(c.WithdrawChange())
    assert caught.value.code == "nothing_waits"


def test_what_waits_is_not_lost_by_another_change_that_nobody_meant_to_replace_it() -> None:
    driver = busy()
    change(driver, WITHOUT_TAX)
    assert refused(driver, RENAMED) == "change_waits"
    assert refused(driver, RENAMED, NEXT_WEEK) == "change_waits"
    assert change(driver, small_hall()) == [], "what is in force already takes nothing away"
    assert change(driver, RENAMED, replaces=True) == [
        e.ConfigurationWithdrawn(TOMORROW), e.ConfigurationChanged(RENAMED),
    ]  # fmt: skip
    change(driver, WITHOUT_TAX)
    change(driver, small_hall(), NEXT_WEEK, replaces=True)
    assert driver.day.scheduled is not None
    assert driver.day.scheduled.on == NEXT_WEEK


def test_a_change_of_a_later_day_goes_on_from_day_to_day() -> None:
    driver = busy()
    change(driver, RENAMED, NEXT_WEEK)
    waits = driver.day.scheduled
    opening = c.OpenDay(date=TOMORROW, config=small_hall(), previous_hash="0" * 64, scheduled=waits)
    (event,) = decide(None, opening, driver.now)
    assert evolve(None, Happened(1, driver.now, "system", event)).scheduled == waits
    assert e.event_from("day_opened", 3, e.body_of(event)) == event


def test_a_right_for_today_keeps_its_service_until_tomorrow() -> None:
    right = Voucher("code", "A-099", "ktp", date(2026, 4, 14), plan=("pajak",))
    carried = DayDriver(carried=(right,))
    assert change(carried, WITHOUT_TAX) == [e.ConfigurationScheduled(WITHOUT_TAX, TOMORROW, ("pajak",))]
    carried.do(c.IssueVisit(visit_id="v1", service_id="ktp", voucher="code"))
    carried.do(c.CancelVisit(visit_id="v1"))
    assert change(carried, WITHOUT_TAX, replaces=True) == [], "it waits as it waited"
    gone = DayDriver(WITHOUT_TAX, carried=(right,))
    assert change(gone, replace(WITHOUT_TAX, hall=RENAMED.hall)) != [], (
        "what has gone already is not waited for"
    )
    assert gone.day.scheduled is None
    later = DayDriver(carried=(replace(right, valid_on=TOMORROW),))
    assert change(later, WITHOUT_TAX) == [e.ConfigurationChanged(WITHOUT_TAX)]
