"""What staff do at a counter, over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from balai.protocol.answers.counters import CallAnswer, CounterAnswer
from balai.protocol.answers.visits import LegAnswer
from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def refused(asker: Asker, path: str, **fields: Any) -> tuple[int, str]:
    response = asker.change(path, **fields)
    return response.status_code, response.get_json()["code"]


def test_a_visit_is_called_started_and_finished(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    called = CallAnswer.model_validate(staff.done("/counters/l1/call", finishes=None))
    assert called.called is not None
    assert (called.called.number, called.called.visit_id) == ("A-001", issued["visit_id"])
    assert (called.called.counter_id, called.called.called_at) == ("l1", hub.clock.now())
    leg = called.called.leg_id
    states = [
        LegAnswer.model_validate(staff.done(f"/counters/l1/{verb}", leg_id=leg)).state
        for verb in ("recall", "start", "finish")
    ]
    assert states == ["called", "serving", "finished"]


def test_calling_the_next_finishes_the_one_that_is_named(hub: Inside) -> None:
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    first = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    assert refused(staff, "/counters/l1/call", finishes=None) == (409, "leg_mismatch")
    answer = staff.done("/counters/l1/call", finishes=first, became="present")
    assert (answer["finished"], answer["called"]["number"]) == (first, "A-002")
    assert refused(staff, "/counters/l1/call", finishes=first) == (409, "leg_mismatch")
    second = answer["called"]["leg_id"]
    staff.done("/counters/l1/start", leg_id=second)
    last = staff.done("/counters/l1/call", finishes=second)
    assert (last["called"], last["finished"]) == (None, second)
    assert refused(staff, "/counters/l1/call", finishes=None) == (409, "nobody_waiting")


def test_calling_over_somebody_who_has_not_come_finishes_nobody(hub: Inside) -> None:
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    first = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    answer = staff.done("/counters/l1/call", finishes=first)
    assert (answer["finished"], answer["settled"], answer["became"]) == (None, first, "missed")
    back = staff.done("/counters/l1/undo")
    assert (back["leg_id"], back["state"]) == (first, "called")


def test_a_call_that_is_repeated_calls_nobody_else(hub: Inside) -> None:
    for _ in range(2):
        hub.kiosk.done("/visits", service_id="ktp")
    staff, request_id = hub.seated(), str(uuid.uuid4())
    first = staff.change("/counters/l1/call", request_id, finishes=None)
    assert first.status_code == 200
    hub.restart()
    again = hub.staff().change("/counters/l1/call", request_id, finishes=None)
    assert (again.status_code, again.data) == (200, first.data)


def test_finishes_must_be_said(hub: Inside) -> None:
    response = hub.seated().change("/counters/l1/call")
    assert response.status_code == 422
    assert response.get_json()["errors"] == [{"pointer": "/finishes", "message": "wajib diisi", "detail": ""}]


def test_only_the_holder_acts_at_a_counter(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    ani, budi = hub.seated(), hub.staff("budi")
    leg = ani.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    assert refused(budi, "/counters/l1/open") == (409, "counter_taken")
    assert refused(budi, "/counters/l1/call", finishes=leg) == (409, "counter_taken")
    assert refused(budi, "/counters/l1/finish", leg_id=leg) == (409, "counter_taken")
    assert refused(budi, "/counters/l2/call", finishes=None) == (409, "counter_closed")
    assert refused(ani, "/counters/l2/open") == (409, "holds_another")
    assert refused(ani, "/counters/l9/open") == (404, "counter_unknown")
    assert refused(ani, "/counters/l1/close") == (409, "leg_in_hand")


def test_a_counter_opens_pauses_resumes_and_closes(hub: Inside) -> None:
    staff = hub.staff()
    until = "2026-04-14T12:30:00+08:00"
    answers = [
        CounterAnswer.model_validate(staff.done("/counters/l1/open")),
        CounterAnswer.model_validate(staff.done("/counters/l1/pause", until=until)),
        CounterAnswer.model_validate(staff.done("/counters/l1/resume")),
        CounterAnswer.model_validate(staff.done("/counters/l1/close")),
    ]
    assert [a.status for a in answers] == ["open", "paused", "open", "closed"]
    assert str(answers[1].until) == "2026-04-14 04:30:00+00:00"
    assert refused(staff, "/counters/l1/resume") == (409, "counter_closed")


def test_a_paused_counter_calls_nobody(hub: Inside) -> None:
    staff = hub.seated()
    staff.done("/counters/l1/pause")
    assert refused(staff, "/counters/l1/call", finishes=None) == (409, "counter_paused")


def test_a_leg_is_missed_parked_returned_and_transferred(hub: Inside) -> None:
    for _ in range(3):
        hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()

    def call() -> str:
        return str(staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"])

    assert staff.done("/counters/l1/miss", leg_id=call())["state"] == "missed"
    parked = call()
    assert staff.done("/counters/l1/park", leg_id=parked, until=None)["state"] == "parked"
    assert refused(staff, "/counters/l1/finish", leg_id=parked) == (409, "leg_mismatch")
    assert staff.done(f"/legs/{parked}/return")["state"] == "waiting"
    assert refused(staff, f"/legs/{parked}/return") == (409, "leg_not_parked")
    leg = call()
    assert refused(staff, "/counters/l1/transfer", leg_id=leg, service_id="x") == (409, "service_unknown")
    moved = staff.done("/counters/l1/transfer", leg_id=leg, service_id="pajak")
    assert (moved["state"], moved["leg_id"]) == ("waiting", f"{leg[:-2]}.2")


def test_what_a_tablet_did_while_cut_off_keeps_its_time(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    leg = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    done_at = hub.clock.now().isoformat()
    hub.clock.advance(300)
    staff.done("/counters/l1/finish", leg_id=leg, occurred_at=done_at)
    legs = staff.get(f"/visits/{issued['visit_id']}").get_json()["legs"]
    assert legs[0]["ended_at"] == done_at.replace("+00:00", "Z")


def test_a_called_visitor_counts_as_present_after_the_time_of_the_rules(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    staff.done("/counters/l1/call", finishes=None)
    state = f"/visits/{issued['visit_id']}"
    hub.clock.advance(59)
    hub.app.hub.presence.look()
    assert staff.get(state).get_json()["legs"][0]["state"] == "called"
    hub.clock.advance(1)
    hub.app.hub.presence.look()
    assert staff.get(state).get_json()["legs"][0]["state"] == "serving"
    entry = staff.get("/log?after=4").get_json()["entries"][0]
    assert (entry["type"], entry["actor"], '"presumed":true' in entry["body"]) == (
        "leg_started",
        "system",
        True,
    )
