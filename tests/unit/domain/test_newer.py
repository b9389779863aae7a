"""A log that a newer version has written in: its events are kept as they are, and the day goes on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.day import Happened, as_folded, evolve, replay
from balai.domain.entry import Entry
from balai.domain.errors import BrokenLog
from balai.domain.log import GENESIS, digest, entry_of, happened_of, verify
from tests.support.days import DayDriver

BUDI = "staff:1"


def entry(seq: int, type_: str, version: int, body: dict[str, object], prev: str = GENESIS) -> Entry:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    at = "2026-04-14T00:10:00.000000+00:00"
    columns = ("uji", "2026-04-14", seq, type_, version, at, BUDI, None, True, text, prev)
    return Entry(*columns, digest(*columns))


def opened() -> DayDriver:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor=BUDI))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    return driver


def newer(driver: DayDriver, type_: str, version: int = 1, **body: object) -> Happened:
    happened = happened_of(entry(driver.day.seq + 1, type_, version, body))
    driver.take(happened)
    return happened


def test_an_event_of_a_newer_version_is_kept_to_the_letter_and_passed_on() -> None:
    was = entry(7, "leg_flown", 3, {"leg_id": "v1.1", "höhe": [1, 2.5, None]})
    happened = happened_of(was)
    assert isinstance(happened.event, e.Unknown)
    assert entry_of("uji", "2026-04-14", happened, GENESIS) == was
    assert verify([was], next_seq=7) == was.hash


def test_unknown_fields_of_a_known_event_are_kept_and_passed_on() -> None:
    was = entry(7, "leg_started", 2, {"leg_id": "v1.1", "counter_id": "l1", "presumed": True, "softly": True})
    happened = happened_of(was)
    assert isinstance(happened.event, e.LegStarted)
    assert happened.event.presumed
    assert entry_of("uji", "2026-04-14", happened, GENESIS) == was


def test_the_day_goes_on_after_an_event_that_it_does_not_know() -> None:
    driver = opened()
    newer(driver, "hall_closed_for_a_while", until="2026-04-14T02:00:00+00:00")
    driver.do(c.IssueVisit(visit_id="v2", service_id="ktp"))
    driver.do(c.CallNext(counter_id="l1", finishes=None, actor=BUDI))
    assert driver.day.visits["v2"].number == "A-002"
    assert replay(driver.log) == driver.day


def test_what_builds_on_an_unknown_event_is_passed_over_and_named() -> None:
    driver = opened()
    newer(driver, "visits_merged", 1, leg_id="x.1")
    unknown = newer(driver, "leg_called", leg_id="x.1", counter_id="l1", rule="earliest_due")
    assert unknown.seq in driver.day.passed_over
    assert isinstance(as_folded(driver.day, unknown).event, e.Unknown)
    assert driver.day.counter("l1").leg_id is None


def test_a_number_that_an_unknown_event_took_is_not_given_again() -> None:
    driver = opened()
    newer(driver, "visit_issued_by_hand", visit_id="x", series_id="a", ordinal=2, number="A-002")
    newer(driver, "numbers_set_aside", series_id="a", first=3, last=5)
    driver.do(c.IssueVisit(visit_id="v2", service_id="ktp"))
    assert driver.day.visits["v2"].number == "A-006"


def test_what_does_not_follow_is_a_broken_log_where_everything_is_known() -> None:
    driver = opened()
    lost = e.LegCalled("x.1", "l1", "earliest_due")
    with pytest.raises(BrokenLog):
        evolve(driver.day, Happened(driver.day.seq + 1, driver.now, BUDI, lost))


@pytest.mark.parametrize("body", ["[]", "7", "{", '"text"'])
def test_an_unknown_event_without_a_readable_body_is_a_broken_log(body: str) -> None:
    with pytest.raises(BrokenLog):
        happened_of(replace(entry(7, "leg_flown", 1, {}), body=body))
