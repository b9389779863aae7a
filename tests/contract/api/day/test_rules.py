"""The rules of the day over HTTP: chosen calls, second thoughts, bookings, breaks, history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from balai.domain.hall.config import Rules
from balai.protocol.answers.counters import CallAnswer
from balai.protocol.answers.visits import IssuedVisit, LegAnswer, VisitView
from tests.support.days import journey_hall, small_hall
from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def problem(asker: Asker, path: str, **fields: Any) -> dict[str, Any]:
    response = asker.change(path, **fields)
    assert response.status_code == 409, response.text
    found: dict[str, Any] = response.get_json()
    return found


def called(asker: Asker, finishes: str | None = None) -> str:
    return str(asker.done("/counters/l1/call", finishes=finishes)["called"]["leg_id"])


def test_staff_call_a_chosen_leg_only_with_a_reason_of_the_list(hub: Inside) -> None:
    legs = [hub.kiosk.done("/visits", service_id="ktp")["leg_id"] for _ in range(3)]
    staff = hub.seated()
    path = "/counters/l1/call-chosen"
    unknown = problem(staff, path, finishes=None, leg_id=legs[2], reason="because")
    assert unknown["code"] == "reason_unknown"
    assert unknown["params"]["known"] == [
        "papers_completed",
        "continues_case",
        "emergency",
        "manager_request",
    ]
    assert staff.change(path, finishes=None, leg_id=legs[2]).status_code == 422
    answer = staff.done(path, finishes=None, leg_id=legs[2], reason="papers_completed")
    assert CallAnswer.model_validate(answer).called is not None
    assert (answer["called"]["number"], answer["finished"]) == ("A-003", None)
    again = staff.done(path, finishes=legs[2], became="present", leg_id=legs[1], reason="emergency")
    assert (again["called"]["number"], again["finished"]) == ("A-002", legs[2])
    assert problem(staff, path, finishes=legs[1], leg_id=legs[2], reason="emergency")["code"] == (
        "leg_not_waiting"
    )


def test_a_mistaken_tap_costs_one_tap_to_undo(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    leg = called(staff)
    staff.done("/counters/l1/miss", leg_id=leg)
    restored = LegAnswer.model_validate(staff.done("/counters/l1/undo"))
    assert (restored.leg_id, restored.state, restored.counter_id) == (leg, "called", "l1")
    assert problem(staff, "/counters/l1/undo")["code"] == "nothing_to_undo"
    staff.done("/counters/l1/miss", leg_id=leg)
    hub.clock.advance(31)
    late = problem(staff, "/counters/l1/undo")
    assert (late["code"], late["params"]) == ("undo_too_late", {"seconds": 30})


def test_who_was_marked_absent_may_come_back(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    assert problem(staff, f"/legs/{issued['leg_id']}/reinstate")["code"] == "leg_not_missed"
    staff.done("/counters/l1/miss", leg_id=called(staff))
    back = LegAnswer.model_validate(hub.staff("budi").done(f"/legs/{issued['leg_id']}/reinstate"))
    assert (back.state, back.counter_id) == ("waiting", None)


def test_what_must_be_done_before_marking_absent_is_said_in_figures(tmp_path: Path) -> None:
    strict = replace(small_hall(), rules=Rules(recalls_before_miss=1, miss_after_seconds=30))
    with Inside(tmp_path, strict) as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        staff = hub.seated()
        leg = called(staff)
        first = problem(staff, "/counters/l1/miss", leg_id=leg)
        assert (first["code"], first["params"]) == ("recall_first", {"recalls_left": 1})
        staff.done("/counters/l1/recall", leg_id=leg)
        hub.clock.advance(10)
        early = problem(staff, "/counters/l1/miss", leg_id=leg)
        assert (early["code"], early["params"]) == ("too_early", {"seconds_left": 20})
        assert early["title"] == "Tunggu sebentar lagi."


def test_a_journey_begins_where_it_must_and_says_what_follows(tmp_path: Path) -> None:
    with Inside(tmp_path, journey_hall()) as hub:
        issued = IssuedVisit.model_validate(hub.kiosk.done("/visits", service_id="pajak"))
        assert (issued.service_id, issued.plan, issued.number) == ("ktp", ("pajak",), "B-001")
        straight = hub.kiosk.done("/visits", service_id="pajak", done=["ktp"])
        assert (straight["service_id"], straight["plan"]) == ("pajak", [])


def test_quota_refuses_with_the_next_day_and_hour(tmp_path: Path) -> None:
    services = tuple(replace(s, quota=1 if s.id == "ktp" else None) for s in small_hall().services)
    with Inside(tmp_path, replace(small_hall(), services=services)) as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        full = problem(hub.kiosk, "/visits", service_id="ktp")
        assert full["code"] == "quota_full"
        assert full["params"] == {
            "service_id": "ktp",
            "quota": 1,
            "of": "service",
            "next_day": "2026-04-15",
            "next_time": "00:00",
        }


def test_a_break_has_a_reason_of_the_list(hub: Inside) -> None:
    staff = hub.seated()
    assert staff.done("/counters/l1/pause", reason="prayer")["reason"] == "prayer"
    known = problem(staff, "/counters/l1/pause", reason="tired")["params"]["known"]
    assert known == ["break", "prayer", "meeting", "technical", "other"]
    assert staff.done("/counters/l1/resume")["reason"] is None


def test_a_visits_history_is_one_timeline(tmp_path: Path) -> None:
    with Inside(tmp_path, journey_hall()) as hub:
        issued = hub.kiosk.done("/visits", service_id="pajak")
        hub.kiosk.done("/visits", service_id="ktp")
        staff = hub.seated()
        leg = called(staff)
        staff.done("/counters/l1/miss", leg_id=leg)
        staff.done("/counters/l1/undo")
        staff.done("/counters/l1/transfer", leg_id=leg, service_id="kk")
        told = VisitView.model_validate(staff.get(f"/visits/{issued['visit_id']}").get_json())
        shown = VisitView.model_validate(hub.kiosk.get(f"/visits/{issued['visit_id']}").get_json())
    assert [(step.type, step.service_id, step.next_service_id) for step in told.timeline] == [
        ("visit_issued", "ktp", None),
        ("leg_called", "ktp", None),
        ("leg_missed", "ktp", None),
        ("step_undone", "ktp", None),
        ("leg_transferred", "ktp", "kk"),
    ]
    assert told.plan == ("pajak",)
    assert told.timeline[1].why["id"][0].startswith("Paling dulu mencapai batas tunggu: ")
    assert all(not step.why for step in shown.timeline)
    assert [s.type for s in shown.timeline] == [s.type for s in told.timeline]
