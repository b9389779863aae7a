"""Giving numbers, and what becomes of a visit, over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from balai.domain.hall.config import Series
from balai.protocol.answers.visits import IssuedVisit, ReservedNumbers, VisitView
from tests.support.days import small_hall
from tests.support.hub.inside import Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def test_a_kiosk_gets_the_next_number_with_all_that_a_ticket_shows(hub: Inside) -> None:
    response = hub.kiosk.change("/visits", service_id="ktp")
    assert response.status_code == 201
    first = IssuedVisit.model_validate(response.get_json())
    second = IssuedVisit.model_validate(hub.kiosk.done("/visits", service_id="ktp"))
    other = IssuedVisit.model_validate(hub.kiosk.done("/visits", service_id="kk"))
    assert [v.number for v in (first, second, other)] == ["A-001", "A-002", "A-003"]
    assert [v.ahead for v in (first, second, other)] == [0, 1, 2]
    assert (first.agency_id, first.counters, first.day) == ("satu", (1, 2), "2026-04-14")
    assert (first.at, first.seq) == (hub.clock.now(), 2)
    assert first.leg_id == f"{first.visit_id}.1"
    assert list(first.model_dump(mode="json").items()) == list(response.get_json().items())


def test_repeating_a_request_gives_the_first_answer_also_after_a_restart(hub: Inside) -> None:
    request_id = str(uuid.uuid4())
    first = hub.kiosk.change("/visits", request_id, service_id="ktp")
    again = hub.kiosk.change("/visits", request_id, service_id="ktp", channel="kiosk")
    hub.restart()
    later = hub.kiosk.change("/visits", request_id, service_id="ktp")
    assert [r.status_code for r in (first, again, later)] == [201, 201, 201]
    assert first.data == again.data == later.data
    assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-002"


@pytest.mark.parametrize("restarted", [False, True])
def test_the_same_request_id_for_something_else_is_refused_and_changes_nothing(
    hub: Inside, *, restarted: bool
) -> None:
    request_id = str(uuid.uuid4())
    hub.kiosk.done("/visits", request_id, service_id="ktp")
    if restarted:
        hub.restart()
    answers = [
        hub.kiosk.change("/visits", request_id, service_id="kk"),
        hub.kiosk.change("/series/a/reserve", request_id, count=3),
        hub.staff().change("/visits", request_id, service_id="ktp"),
    ]
    assert [(r.status_code, r.get_json()["code"]) for r in answers] == [(422, "request_id_reused")] * 3
    assert answers[0].get_json()["errors"][0]["pointer"] == "/request_id"
    assert hub.kiosk.done("/visits", service_id="ktp")["seq"] == 3


def test_a_refused_request_may_be_corrected_under_the_same_id(hub: Inside) -> None:
    request_id = str(uuid.uuid4())
    refused = hub.kiosk.change("/visits", request_id, service_id="paspor")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "service_unknown")
    assert hub.kiosk.done("/visits", request_id, service_id="ktp")["number"] == "A-001"


def test_nobody_is_refused_for_want_of_a_number(tmp_path: Path) -> None:
    hall = replace(small_hall(), series=(Series("a", "A", 1, 1), Series("b", "B")))
    with Inside(tmp_path, hall) as hub:
        hub.kiosk.done("/visits", service_id="ktp")
        assert hub.kiosk.done("/visits", service_id="kk")["number"] == "A-002"


def test_staff_may_issue_and_cancel_and_a_visit_can_be_seen(hub: Inside) -> None:
    staff = hub.staff()
    issued = staff.done("/visits", service_id="ktp", channel="assisted", priority_class="priority")
    path = f"/visits/{issued['visit_id']}"
    view = VisitView.model_validate(hub.kiosk.get(path).get_json())
    assert (view.number, view.channel, view.legs[0].state) == ("A-001", "assisted", "waiting")
    assert "priority" not in hub.kiosk.get(path).text
    assert staff.done(f"{path}/cancel")["state"] == "cancelled"
    refused = staff.change(f"{path}/cancel")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "leg_not_waiting")


@pytest.mark.parametrize("method", ["get", "cancel"])
def test_a_visit_that_is_not_of_today_is_not_found(hub: Inside, method: str) -> None:
    path, staff = f"/visits/{uuid.uuid4()}", hub.staff()
    response = staff.get(path) if method == "get" else staff.change(f"{path}/cancel")
    assert (response.status_code, response.get_json()["code"]) == (404, "visit_unknown")


def test_a_kiosk_sets_numbers_aside(hub: Inside) -> None:
    block = ReservedNumbers.model_validate(hub.kiosk.done("/series/a/reserve", count=5))
    assert (block.first, block.last) == (1, 5)
    assert hub.kiosk.done("/visits", service_id="ktp")["number"] == "A-006"
    unknown = hub.kiosk.change("/series/z/reserve", count=5)
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "series_unknown")
    refused = hub.kiosk.change("/series/a/reserve", count=0)
    assert refused.get_json()["errors"][0]["pointer"] == "/count"
