"""A change of configuration is decided against the day that is open, whoever loads it and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balai.clock import ManualClock
from balai.errors import Refusal
from server.store import Store
from server.usecases.configuration import put_in_force, scheduled, withdraw
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import WriterHarness, issue

TODAY, TOMORROW = date(2026, 4, 14), date(2026, 4, 15)
RENAMED = replace(small_hall(), hall=replace(small_hall().hall, name="MPP Baru"))
WITHOUT = replace(
    small_hall(),
    services=tuple(s for s in small_hall().services if s.id != "pajak"),
    counters=small_hall().counters[:2],
)


@pytest.mark.parametrize("away", [timedelta(), timedelta(days=200), timedelta(days=-200)])
def test_what_is_in_use_stays_whatever_date_the_loader_sees(harness: WriterHarness, away: timedelta) -> None:
    harness.commit(issue("pajak"))
    told = put_in_force(harness.store, WITHOUT, ManualClock(MORNING + away))
    assert (told.since, told.on, told.in_use) == ("waits", TOMORROW, ("pajak",))
    harness.writer.sync()
    assert (harness.today(), harness.store.halls.get("uji")) == ("2026-04-14", small_hall())
    assert harness.writer.day.config == small_hall()


def test_in_force_is_said_of_what_the_state_shows(harness: WriterHarness) -> None:
    clock = ManualClock(MORNING + timedelta(days=200))
    assert put_in_force(harness.store, RENAMED, clock).since == "now"
    harness.writer.sync()
    assert (harness.today(), harness.writer.day.config) == ("2026-04-14", RENAMED)
    assert put_in_force(harness.store, RENAMED, clock).since == "already"


def test_the_time_zone_waits_while_somebody_is_in_the_day(harness: WriterHarness) -> None:
    moved = replace(small_hall(), hall=replace(small_hall().hall, time_zone="Asia/Jakarta"))
    harness.commit(issue())
    assert put_in_force(harness.store, moved, harness.clock).in_use == ("time_zone",)
    harness.clock.advance(24 * 3600)
    harness.writer.sync()
    assert (harness.today(), harness.writer.day.config) == ("2026-04-15", moved)


@pytest.mark.parametrize("on", [None, date(2026, 4, 17)])
def test_what_waits_is_put_in_force_by_whichever_hub_opens_its_day(
    harness: WriterHarness, on: date | None
) -> None:
    """Accepted beside the hub, opened by another process, seen by the first."""
    harness.commit(issue("pajak"))
    put_in_force(harness.store, WITHOUT, harness.clock, on)
    due = on or TOMORROW
    for ahead in range(1, (due - TODAY).days + 1):
        harness.clock.advance(24 * 3600)
        other = harness.store.writer("uji", harness.clock)
        other.close()
        harness.writer.sync()
        today = TODAY + timedelta(days=ahead)
        expected = WITHOUT if today >= due else small_hall()
        assert (harness.writer.day.date, harness.writer.day.config) == (today, expected)
        assert (harness.writer.day.scheduled is None) == (today >= due)
        assert harness.store.halls.get("uji") == expected


def test_what_waits_is_read_and_taken_back_beside_a_hub(harness: WriterHarness) -> None:
    harness.commit(issue("pajak"))
    put_in_force(harness.store, WITHOUT, harness.clock)
    waits = scheduled(harness.store, "uji", harness.clock)
    assert waits is not None
    assert (waits.on, waits.in_use) == (TOMORROW, ("pajak",))
    withdraw(harness.store, "uji", harness.clock)
    assert scheduled(harness.store, "uji", harness.clock) is None
    harness.clock.advance(24 * 3600)
    harness.writer.sync()
    assert harness.writer.day.config == small_hall()


def test_a_hall_without_a_day_has_its_file_in_force_at_once(store: Store) -> None:
    assert put_in_force(store, RENAMED, ManualClock(MORNING), TOMORROW).since == "now"
    assert put_in_force(store, RENAMED, ManualClock(MORNING)).since == "already"
    assert scheduled(store, "uji", ManualClock(MORNING)) is None
    with pytest.raises(Refusal, match="waits"):
        withdraw(store, "uji", ManualClock(MORNING))


def test_a_change_that_an_older_store_keeps_for_the_next_day_still_comes(harness: WriterHarness) -> None:
    harness.store.halls.put(RENAMED, MORNING)
    harness.clock.advance(24 * 3600)
    harness.writer.sync()
    assert harness.writer.day.config == RENAMED
