"""Logs of the versions before: every event of theirs still reads, and still says what it said."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from balai.domain import commands as c
from balai.domain import events as e
from balai.domain.state import Happened
from balai.words.why import told_by_log
from server.views.explaining import explained
from tests.support.days import DayDriver

#: A call as logs of version 1 keep it: words and facts of its own, codes, or nothing.
CALLED_1 = (
    (
        {"due": "2026-04-14T00:30:00+00:00", "passed": [], "more": 0, "words": {"id": ["Paling awal."]}},
        "words",
    ),
    ({"reasons": [{"code": "nobody_passed"}]}, "reasons"),
    ({"due": "2026-04-14T00:30:00+00:00"}, None),
    (None, None),
)


@pytest.mark.parametrize(("why", "kept"), CALLED_1)
def test_a_call_of_the_first_version_still_says_why(why: dict[str, Any] | None, kept: str | None) -> None:
    body = {"leg_id": "v1.1", "counter_id": "l1", "rule": "earliest_due", "why": why}
    event = e.event_from("leg_called", 1, json.dumps(body))
    assert isinstance(event, e.LegCalled)
    assert event.written == ("leg_called", 2)
    assert event.why == ({kept: (why or {})[kept]} if kept else None)


@pytest.mark.parametrize(("why", "kept"), CALLED_1)
def test_a_log_of_the_first_version_still_explains_its_calls(
    why: dict[str, Any] | None, kept: str | None
) -> None:
    driver = DayDriver()
    driver.do(c.OpenCounter(counter_id="l1", session_id="s", actor="staff:1"))
    driver.do(c.IssueVisit(visit_id="v1", service_id="ktp"))
    body = {"leg_id": "v1.1", "counter_id": "l1", "rule": "earliest_due", "why": why}
    old = e.event_from("leg_called", 1, json.dumps(body))
    driver.take(Happened(driver.day.seq + 1, driver.now, "staff:1", old))
    (call,) = explained(driver.log, "A-001").calls
    told = told_by_log(call.why, ZoneInfo("Asia/Makassar"))
    assert call.recomputed == (kept is None)
    assert told["id"]
    assert all(told["id"])
