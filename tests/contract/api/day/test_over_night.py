"""What goes on over night, asked of a hub: rights whole, the order itself; hours of steps and transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from balai.domain.hall.calendar import Calendar, Hours, service_scope
from balai.domain.hall.config import HallConfig, Rules
from balai.protocol.answers.visits import IssuedVisit
from tests.support.days import journey_hall
from tests.support.hub.inside import Inside

A_DAY = 24 * 3600
WEEK = tuple(range(7))
NOON = Hours(WEEK, time(8), time(12), scope=service_scope("pajak"))


def hall(*more: Hours, over_night: str = "rights") -> HallConfig:
    """Tax comes after the identity card."""
    calendar = Calendar((Hours(WEEK, time(8), time(16)), *more))
    return replace(journey_hall(), calendar=calendar, rules=Rules(over_night=over_night))


@pytest.fixture
def hub(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Inside]:
    with Inside(tmp_path, request.param) as inside:
        yield inside


def closed(hub: Inside) -> list[dict[str, Any]]:
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="closing")
    rows: list[dict[str, Any]] = manager.done("/day/close")["unserved"]
    return rows


@pytest.mark.parametrize("hub", [hall(over_night="order")], indirect=True)
def test_numbers_wait_on_in_their_order_through_the_night(hub: Inside) -> None:
    given = []
    for service in ("ktp", "kk", "ktp"):
        given.append(hub.kiosk.done("/visits", service_id=service))
        hub.clock.advance(60)
    assert all(row["keeps_place"] for row in closed(hub))
    hub.restart()
    hub.clock.advance(A_DAY)
    waiting = hub.staff("ani").get("/state?audience=staff").get_json()["data"]["waiting"]
    assert [leg["number"] for leg in waiting] == ["A-001", "A-002", "A-003"]
    assert hub.kiosk.done("/visits", service_id="ktp", priority_class="priority")["number"] == "A-004"
    staff, finishes = hub.seated(), None
    numbers: list[str] = []
    for _ in range(4):
        called = staff.done("/counters/l1/call", finishes=finishes, became="present")["called"]
        finishes = called["leg_id"]
        numbers.append(called["number"])
    assert numbers == ["A-001", "A-002", "A-003", "A-004"]
    visit = staff.get(f"/visits/{given[0]['visit_id']}").get_json()
    assert (visit["number"], visit["legs"][0]["state"]) == ("A-001", "finished")


@pytest.mark.parametrize("hub", [hall()], indirect=True)
def test_a_right_is_whole_and_comes_back_by_a_cancel(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="pajak", persons=3)
    (right,) = closed(hub)
    assert (right["service_id"], right["plan"], right["persons"]) == ("ktp", ["pajak"], 3)
    hub.clock.advance(A_DAY)
    used = hub.kiosk.done("/visits", service_id="pajak", voucher=right["code"])
    assert (used["service_id"], used["plan"]) == ("ktp", ["pajak"])
    staff = hub.staff("ani")
    assert staff.get("/vouchers").get_json()["carried"] == []
    staff.done(f"/visits/{used['visit_id']}/cancel")
    assert [row["code"] for row in staff.get("/vouchers").get_json()["carried"]] == [right["code"]]
    assert hub.kiosk.done("/visits", service_id="ktp", voucher=right["code"])["plan"] == ["pajak"]


@pytest.mark.parametrize("hub", [hall(NOON)], indirect=True)
def test_a_step_that_is_too_late_is_told_and_a_transfer_there_needs_a_reason(hub: Inside) -> None:
    staff = hub.seated()
    hub.clock.advance(3.9 * 3600)
    told = hub.kiosk.done("/visits", service_id="pajak")
    assert (told["reach"], told["step"], told["first_on"]) == ("part_today", "pajak", "2026-04-15")
    assert IssuedVisit.model_validate(told).model_dump(mode="json") == told
    waits = hub.kiosk.done("/visits", service_id="kk")
    changed = staff.done(f"/visits/{waits['visit_id']}/change", service_id="pajak")
    assert (changed["state"], changed["reach"], changed["step"]) == ("waiting", "part_today", "pajak")
    leg_id = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    path = "/counters/l1/transfer"
    refused = staff.change(path, leg_id=leg_id, service_id="pajak")
    problem = refused.get_json()
    assert (refused.status_code, problem["code"]) == (409, "no_more_today")
    assert (problem["params"]["next_day"], problem["params"]["next_time"]) == ("2026-04-15", "08:00")
    sent = staff.done(path, leg_id=leg_id, service_id="pajak", reason="manager_request")
    assert sent["state"] == "waiting"
