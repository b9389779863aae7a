"""What staff do for people who wait, over HTTP, and what tablets hear of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.hub.inside import Asker, Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def state(asker: Asker) -> dict[str, Any]:
    data: dict[str, Any] = asker.get("/state").get_json()["data"]
    return data


def test_a_place_is_kept_and_comes_back_by_itself(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    until = hub.clock.now() + timedelta(minutes=20)
    answer = staff.done(f"/legs/{issued['leg_id']}/aside", until=until.isoformat())
    assert answer["state"] == "parked"
    (aside,) = state(staff)["parked"]
    assert (aside["number"], aside["counter_id"]) == (issued["number"], "")
    hub.clock.set(until)
    hub.app.hub.timers.returns.look()
    assert [leg["number"] for leg in state(staff)["waiting"]] == [issued["number"]]
    late = (hub.clock.now() + timedelta(days=1)).isoformat()
    refused = staff.change(f"/legs/{issued['leg_id']}/aside", until=late)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "place_kept_too_long")


def test_a_visit_is_changed_and_its_missing_ticket_is_seen(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    path = f"/visits/{issued['visit_id']}"
    hub.kiosk.done(f"{path}/ticket", printed=False)
    staff = hub.seated()
    staff.done(f"{path}/change", service_id="pajak", priority_class="priority")
    (leg,) = state(staff)["waiting"]
    seen = leg["number"], leg["service_id"], leg["priority_class"], leg["unprinted"]
    assert seen == (issued["number"], "pajak", "priority", True)
    staff.done(f"{path}/ticket", printed=True)
    assert not state(staff)["waiting"][0]["unprinted"]
    for body in ({"priority_class": "vip"}, {"service_id": "Bukan Layanan"}):
        assert staff.change(f"{path}/change", **body).status_code == 422
    assert staff.change(f"{path}/change", service_id="tidak-ada").status_code == 409
    types = [step["type"] for step in staff.get(path).get_json()["timeline"]]
    assert types == ["visit_issued", "ticket_marked", "visit_changed", "ticket_marked"]


def test_somebody_without_a_ticket_is_served_and_a_group_has_one_number(hub: Inside) -> None:
    staff = hub.seated()
    served = staff.done("/counters/l1/serve", service_id="ktp", paper=17, persons=3)
    assert (served["state"], served["number"]) == ("serving", "X-017")
    leg = next(counter["leg"] for counter in state(staff)["counters"] if counter["id"] == "l1")
    assert (leg["number"], leg["state"], leg["persons"]) == ("X-017", "serving", 3)
    board = hub.display.get("/state").get_json()["data"]
    assert board["calls"] == []
    unknown = staff.change("/counters/l1/finish", leg_id=served["leg_id"], outcome="suka-suka")
    assert (unknown.status_code, unknown.get_json()["code"]) == (409, "outcome_unknown")
    staff.done("/counters/l1/finish", leg_id=served["leg_id"])
    issued = hub.kiosk.done("/visits", service_id="ktp", also=["kk"], persons=4)
    assert issued["plan"] == ["kk"]
    assert state(staff)["waiting"][0]["persons"] == 4
    for wrong in ({"persons": 0}, {"persons": 51}, {"paper": 0}, {"also": ["Bukan"]}):
        assert hub.kiosk.change("/visits", service_id="ktp", **wrong).status_code == 422


def test_a_visitor_comes_back_on_another_day_with_a_code(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    called = staff.done("/counters/l1/call", finishes=None)["called"]
    staff.done("/counters/l1/start", leg_id=called["leg_id"])
    right = staff.done("/counters/l1/collect", leg_id=called["leg_id"], on="2026-04-17")
    assert (right["number"], right["valid_on"]) == (called["number"], "2026-04-17")
    assert right in staff.get("/vouchers").get_json()["unserved"]
    today = staff.change("/counters/l1/collect", leg_id=called["leg_id"], on="2026-04-14")
    assert (today.status_code, today.get_json()["code"]) == (409, "collect_later")


def test_a_copy_of_a_ticket_is_asked_for_and_what_became_of_it_is_told(hub: Inside) -> None:
    visit_id = hub.kiosk.done("/visits", service_id="ktp")["visit_id"]
    staff = hub.seated()
    assert staff.done(f"/visits/{visit_id}/copy")["state"] == "waiting"
    assert staff.done(f"/visits/{visit_id}/copy", kiosk_id="kiosk-1")["state"] == "waiting"
    elsewhere = staff.change(f"/visits/{visit_id}/copy", kiosk_id="display-1")
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (404, "kiosk_unknown")
    hub.kiosk.done(f"/visits/{visit_id}/ticket", printed=False)
    assert staff.get("/visits?number=a1").get_json()["unprinted"] is True
    hub.kiosk.done(f"/visits/{visit_id}/ticket", printed=False, certain=False)
    visit = staff.get("/visits?number=a1").get_json()
    assert (visit["unprinted"], visit["print_unsure"]) == (False, True)
    assert state(staff)["waiting"][0]["print_unsure"] is True
    hub.kiosk.done(f"/visits/{visit_id}/ticket", printed=True)
    assert state(staff)["waiting"][0]["print_unsure"] is False
    told = [step["told"]["id"] for step in staff.get("/visits?number=a1").get_json()["timeline"]]
    assert [line[0].split(" pukul ")[0] for line in told] == [
        "Ambil nomor", "Salinan tiket diminta", "Salinan tiket diminta", "Dicatat", "Dicatat", "Dicatat",
    ]  # fmt: skip
    staff.done(f"/visits/{visit_id}/cancel")
    over = staff.change(f"/visits/{visit_id}/copy")
    assert (over.status_code, over.get_json()["code"]) == (409, "visit_ended")


def test_a_number_is_looked_up_as_it_is_typed(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp", persons=3, priority_class="priority")
    staff = hub.seated()
    found = staff.get("/visits?number=a-1").get_json()
    assert (found["number"], found["persons"], found["counts_as"]) == ("A-001", 3, "priority")
    assert staff.get("/visits?number=z9").get_json()["code"] == "number_unknown"
    assert staff.get("/visits").status_code == 422
    assert hub.kiosk.get("/visits?number=a1").status_code == 403
    own = hub.kiosk.get(f"/visits/{found['visit_id']}").get_json()
    assert (own["counts_as"], own["timeline"][0]["told"]) == ("", {})


def test_a_number_that_staff_gave_is_printed_before_it_is_copied(hub: Inside) -> None:
    staff = hub.seated()
    given = staff.done("/visits", service_id="ktp", channel="assisted")["visit_id"]
    staff.done(f"/visits/{given}/copy")
    hub.kiosk.done(f"/visits/{given}/ticket", printed=True)
    staff.done(f"/visits/{given}/copy")
    log = hub.staff("eko").get("/log").get_json()["entries"]
    asked = [json.loads(entry["body"])["again"] for entry in log if entry["type"] == "ticket_copy_asked"]
    assert asked == [False, True]
