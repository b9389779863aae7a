"""A change of configuration is decided against the day that is open, whoever loads it and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from balai.clock import ManualClock
from balai.domain.commands import EndDay
from balai.errors import Refusal
from server.usecases.configuration import InForce, put_in_force
from tests.support.days import MORNING, small_hall
from tests.support.hub.stores import WriterHarness, issue

WITHOUT = replace(
    small_hall(),
    services=tuple(s for s in small_hall().services if s.id != "pajak"),
    counters=small_hall().counters[:2],
)


@pytest.mark.parametrize("away", [timedelta(), timedelta(days=200), timedelta(days=-200)])
def test_what_is_in_use_stays_whatever_date_the_loader_sees(harness: WriterHarness, away: timedelta) -> None:
    harness.commit(issue("pajak"))
    clock = ManualClock(MORNING + away)
    with pytest.raises(Refusal) as refused:
        put_in_force(harness.store, WITHOUT, clock)
    assert refused.value.params["in_use"] == ["pajak"]
    harness.writer.sync()
    assert (harness.today(), harness.store.halls.get("uji")) == ("2026-04-14", small_hall())


def test_in_force_is_said_of_what_the_state_shows(harness: WriterHarness) -> None:
    renamed = replace(small_hall(), hall=replace(small_hall().hall, name="MPP Baru"))
    clock = ManualClock(MORNING + timedelta(days=200))
    assert put_in_force(harness.store, renamed, clock) is InForce.NOW
    harness.writer.sync()
    assert (harness.today(), harness.writer.day.config) == ("2026-04-14", renamed)
    assert put_in_force(harness.store, renamed, clock) is InForce.ALREADY


def test_the_time_zone_waits_while_somebody_is_in_the_day(harness: WriterHarness) -> None:
    moved = replace(small_hall(), hall=replace(small_hall().hall, time_zone="Asia/Jakarta"))
    harness.commit(issue())
    with pytest.raises(Refusal) as refused:
        put_in_force(harness.store, moved, harness.clock)
    assert refused.value.params["in_use"] == ["time_zone"]
    harness.do(EndDay(codes=dict.fromkeys(harness.writer.day.visits, "code")))
    later = ManualClock(MORNING + timedelta(days=1))
    assert put_in_force(harness.store, moved, later) is InForce.NEXT_DAY
    assert harness.store.halls.get("uji") == moved
