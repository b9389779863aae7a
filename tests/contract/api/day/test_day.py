"""What a manager does with the day: see the counters, release one, close; and the vouchers that remain."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from balai.codes import ALPHABET
from balai.protocol.answers.counters import CounterList, CounterRow
from balai.protocol.answers.day import DayClosed, VoucherList
from tests.support.hub.inside import Inside


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Inside]:
    with Inside(tmp_path) as inside:
        yield inside


def first_row(hub: Inside) -> CounterRow:
    answer = hub.staff("citra").get("/counters").get_json()
    return CounterList.model_validate(answer).counters[0]


def test_a_manager_sees_who_holds_which_counter(hub: Inside) -> None:
    assert (first_row(hub).status, first_row(hub).holder) == ("closed", None)
    opened = hub.clock.now()
    staff = hub.seated()
    hub.kiosk.done("/visits", service_id="ktp")
    staff.done("/counters/l1/call", finishes=None)
    hub.clock.advance(60)
    row = first_row(hub)
    assert (row.number, row.holder, row.since, row.leg_number) == (1, "staff:id-ani", opened, "A-001")


def test_a_tablet_that_vanished_is_shown_and_frees_nothing(hub: Inside) -> None:
    hub.seated()
    assert (first_row(hub).connected, first_row(hub).seen_at) == (False, None)
    live = hub.app.hub.live
    assert live is not None
    live.tablets.came("socket-1", "staff:id-ani")
    live.tablets.came("socket-2", "staff:id-ani")
    live.tablets.went("socket-2")
    assert (first_row(hub).connected, first_row(hub).seen_at) == (True, hub.clock.now())
    live.tablets.went("socket-1")
    live.tablets.went("socket-1")
    lost_at = hub.clock.now()
    hub.clock.advance(300)
    row = first_row(hub)
    assert (row.connected, row.seen_at, row.status) == (False, lost_at, "open")


def test_a_manager_is_told_of_a_desk_that_is_open_and_calls_nobody(hub: Inside) -> None:
    hub.seated()
    assert first_row(hub).passes_since is None
    hub.kiosk.done("/visits", service_id="ktp")
    came = hub.clock.now()
    hub.clock.advance(400)
    assert first_row(hub).passes_since == came
    page = hub.app.test_client().get("/metrics").text
    assert 'balai_counter_passes_seconds{counter="l1"} 400.0' in page
    assert 'balai_counter_passes_seconds{counter="l2"} 0.0' in page


def test_only_a_manager_releases_a_counter_and_who_was_called_waits_again(hub: Inside) -> None:
    issued = hub.kiosk.done("/visits", service_id="ktp")
    staff = hub.seated()
    staff.done("/counters/l1/call", finishes=None)
    assert hub.staff("budi").change("/counters/l1/release").status_code == 403
    manager, request_id = hub.staff("citra"), str(uuid.uuid4())
    released = manager.done("/counters/l1/release", request_id)
    assert (released["counter_id"], released["status"]) == ("l1", "closed")
    assert manager.done("/counters/l1/release", request_id) == released
    leg = staff.get(f"/visits/{issued['visit_id']}").get_json()["legs"][0]
    assert (leg["state"], leg["counter_id"]) == ("waiting", None)
    refused = staff.change("/counters/l1/call", finishes=None)
    assert refused.get_json()["code"] == "counter_closed"
    assert hub.seated("l1", "budi").done("/counters/l1/call", finishes=None)["called"]["number"] == "A-001"


def test_closing_gives_those_who_wait_a_right_that_is_honoured_first(hub: Inside) -> None:
    for service in ("ktp", "pajak", "ktp"):
        hub.kiosk.done("/visits", service_id=service)
    staff, manager = hub.seated(), hub.staff("citra")
    parked = staff.done("/counters/l1/call", finishes=None)["called"]["leg_id"]
    staff.done("/counters/l1/park", leg_id=parked)
    called = staff.done("/counters/l1/call", finishes=None)["called"]
    served = called["number"]
    assert staff.change("/day/close").status_code == 403
    assert manager.change("/day/close").get_json()["code"] == "numbers_go_on"
    manager.done("/numbers/stop", scope="hall", reason="closing")
    told = manager.get("/day/close").get_json()
    assert (told["stopped"], told["waiting"], told["in_hand"]) == (True, ["A-001", "B-001"], ["A-002"])
    request_id = str(uuid.uuid4())
    closed = manager.done("/day/close", request_id)
    rights = {right.number: right for right in DayClosed.model_validate(closed).unserved}
    assert (served, list(rights)) == ("A-002", ["A-001", "B-001"])
    assert {str(right.valid_on) for right in rights.values()} == {"2026-04-15"}
    assert all(set(right.code) <= set(ALPHABET) and len(right.code) == 8 for right in rights.values())
    assert manager.done("/day/close", request_id) == closed
    assert manager.done("/day/close")["unserved"] == []
    listed = VoucherList.model_validate(staff.get("/vouchers").get_json())
    assert (set(listed.unserved), listed.carried) == (set(rights.values()), ())

    staff.done("/counters/l1/finish", leg_id=called["leg_id"])
    right = rights["A-001"]
    early = hub.kiosk.change("/visits", service_id="ktp", voucher=right.code)
    assert early.get_json()["code"] == "voucher_unknown"
    hub.clock.advance(timedelta(days=1).total_seconds())
    # A session ends after twelve hours.
    listed = VoucherList.model_validate(hub.staff("budi").get("/vouchers").get_json())
    assert (listed.unserved, set(listed.carried)) == ((), set(rights.values()))
    hub.kiosk.done("/visits", service_id="ktp", priority_class="priority")
    typed = f"{right.code[:4].lower()} {right.code[4:]}"
    wrong = hub.kiosk.change("/visits", service_id="kk", voucher=typed).get_json()
    assert (wrong["code"], wrong["params"]) == ("voucher_other_service", {"service_id": "ktp"})
    assert hub.kiosk.done("/visits", service_id="ktp", voucher=typed)["ahead"] == 0
    used = hub.kiosk.change("/visits", service_id="ktp", voucher=right.code)
    assert used.get_json()["code"] == "voucher_unknown"
    called = hub.seated("l1", "budi").done("/counters/l1/call", finishes=None)["called"]
    assert called["number"] == "A-002"
    carried = hub.staff("citra").get("/vouchers").get_json()["carried"]
    assert [row["number"] for row in carried] == ["B-001"]


def test_vouchers_are_for_staff_and_say_nothing_of_people(hub: Inside) -> None:
    assert hub.kiosk.get("/vouchers").status_code == 403
    assert hub.nobody().get("/vouchers").status_code == 401
    hub.kiosk.done("/visits", service_id="ktp", priority_class="priority")
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="closing")
    manager.done("/day/close")
    (row,) = hub.staff().get("/vouchers").get_json()["unserved"]
    assert set(row) == {"code", "number", "service_id", "valid_on", "plan", "persons", "keeps_place"}


def test_closing_is_taken_back(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="ktp")
    manager = hub.staff("citra")
    manager.done("/numbers/stop", scope="hall", reason="closing")
    assert hub.kiosk.change("/visits", service_id="ktp").get_json()["code"] == "numbers_stopped"
    manager.done("/day/close")
    assert hub.staff("budi").change("/day/reopen").status_code == 403
    assert manager.done("/day/reopen")["waiting"] == ["A-001"]
    assert manager.get("/vouchers").get_json()["unserved"] == []
    assert hub.kiosk.done("/visits", service_id="ktp")["ahead"] == 1


def test_the_last_counter_of_a_service_is_asked_and_tells_what_becomes_of_those_who_wait(hub: Inside) -> None:
    hub.kiosk.done("/visits", service_id="pajak")
    staff = hub.seated("l3", "ani")
    asked = staff.change("/counters/l3/close").get_json()
    assert (asked["code"], asked["params"]["services"]) == ("last_counter", ["pajak"])
    assert staff.done("/counters/l3/close", waiting="stop")["status"] == "closed"
    told = hub.kiosk.change("/visits", service_id="pajak").get_json()
    assert (told["code"], told["params"]["reason"]) == ("numbers_stopped", "no_counter")
    hub.seated("l3", "ani")
    staff.done("/counters/l3/close", waiting="end")
    assert [right["number"] for right in staff.get("/vouchers").get_json()["unserved"]] == ["B-001"]
